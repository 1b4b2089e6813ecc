import { describe, expect, it } from 'vitest';
import {
  along, arrowStep, between, corner, crossing, degrees, distance_m, moved, withCorner, withCornerAfter, withoutCorner, type Corner,
} from './ring';

const at = (lon: number, lat: number): Corner => corner(lon, lat);
const SQUARE = [at(37, 33), at(38, 33), at(38, 34), at(37, 34)];

describe('corners', () => {
  it('are whole nanodegrees, longitude folded', () => {
    expect(at(37.846, 33.3127)).toEqual([37846000000, 33312700000]);
    expect(at(181, 91)).toEqual([-179000000000, 90000000000]);
  });
  it('move by metres', () => {
    const there = moved(at(37.846, 33.3127), 300, -400);
    expect(distance_m(at(37.846, 33.3127), there)).toBeCloseTo(500, 1);
    expect(moved(at(37, 33), 0, 0)).toEqual(at(37, 33));
  });
  it('know the arrow keys and no other', () => {
    expect(arrowStep('ArrowLeft', 100)).toEqual([-100, 0]);
    expect(arrowStep('Enter', 100)).toBeNull();
  });
  it('are as far as the ellipsoid says', () => {
    expect(distance_m(at(37.846, 33.3127), at(37.8406, 33.2317)) / 1000).toBeCloseTo(8.99, 1);
    expect(distance_m(at(37, 33), along(at(37, 33), 45, 12_345))).toBeCloseTo(12_345, 2);
    expect(between(at(0, 60), at(90, 60), 0.5)[1] / 1e9).toBeGreaterThan(65);
  });
});

describe('a ring', () => {
  it('takes a corner half way to the next, also on the closing edge', () => {
    const ring = withCornerAfter(SQUARE, 3, true);
    expect(ring).toHaveLength(5);
    expect(degrees(ring[4]!)[1]).toBeCloseTo(33.5, 3);
  });
  it('a path goes on past its end', () => {
    expect(withCornerAfter([at(37, 33), at(37.5, 33)], 1, false)[2]).toEqual(at(38, 33));
    expect(withCornerAfter([at(37, 33)], 0, false)).toHaveLength(2);
  });
  it('keeps its least number of corners', () => {
    expect(withoutCorner(SQUARE, 0, 3)).toHaveLength(3);
    expect(withoutCorner(SQUARE.slice(0, 3), 0, 3)).toHaveLength(3);
  });
  it('replaces one corner and leaves the given ring alone', () => {
    const changed = withCorner(SQUARE, 1, at(39, 33));
    expect(changed[1]).toEqual(at(39, 33));
    expect(SQUARE[1]).toEqual(at(38, 33));
  });
  it('names the edges that cross', () => {
    expect(crossing(SQUARE)).toBeNull();
    expect(crossing([SQUARE[0]!, SQUARE[2]!, SQUARE[1]!, SQUARE[3]!])).toEqual([1, 3]);
  });
});
