import { describe, expect, it } from 'vitest';
import {
  along, arrowStep, bearing_deg, between, corner, corridorOutline, crossing, degrees, distance_m, moved, outline,
  withCorner, withCornerAfter, withoutCorner, type Corner,
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
  it('bearing and distance of the point that was heard 9 km away', () => {
    const [sent, heard] = [at(37.846, 33.3127), at(37.8406, 33.2317)];
    expect(distance_m(sent, heard) / 1000).toBeCloseTo(9.02, 1);
    expect(Math.round(bearing_deg(sent, heard))).toBe(183);
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

describe('what the map draws', () => {
  it('a circle is everywhere as far as its radius', () => {
    const centre = at(37, 33);
    const [ring] = outline({ type: 'circle', center: centre, radius_tmm: 50_000_000 });
    for (const [lon, lat] of ring!) expect(distance_m(centre, corner(lon, lat))).toBeCloseTo(5000, 0);
  });
  it('long edges follow the great circle', () => {
    const [ring] = outline({ type: 'polygon', rings: [[at(0, 60), at(90, 60), at(45, 50)]] });
    expect(Math.max(...ring!.map((p) => p[1]))).toBeGreaterThan(65);
    expect(between(at(0, 60), at(90, 60), 0.5)[1] / 1e9).toBeGreaterThan(65);
  });
  it('does not jump at the antimeridian', () => {
    const [ring] = outline({ type: 'polygon', rings: [[at(179, 10), at(-179, 10), at(-179, 11), at(179, 11)]] });
    for (const [i, p] of ring!.entries()) if (i > 0) expect(Math.abs(p[0] - ring![i - 1]![0])).toBeLessThan(90);
  });
  it('a corridor is as wide as it says', () => {
    const path = [at(37, 33), at(37, 34)];
    const sides = corridorOutline(path, 40_000_000);
    expect(distance_m(path[0]!, corner(...sides[0]!))).toBeCloseTo(2000, 0);
    expect(distance_m(along(path[0]!, 90, 2000), corner(...sides.at(-2)!))).toBeLessThan(1);
  });
});
