import { describe, expect, it } from 'vitest';
import { between, circleRing, corridorRing, dense, ringsOf, type LonLat } from '../src/map/geodesy';

describe('outlines', () => {
  it('puts every point of a circle at its radius on the ellipsoid', () => {
    for (const at of [[37.5, 34], [20, 78], [179.9, 0]] as LonLat[]) {
      for (const p of circleRing(at, 20_000)) expect(between(at, p).length_m).toBeCloseTo(20_000, 3);
    }
  });
  it('does not jump over the antimeridian', () => {
    const ring = circleRing([179.9, 10], 50_000);
    for (let i = 1; i < ring.length; i += 1) expect(Math.abs(ring[i]![0] - ring[i - 1]![0])).toBeLessThan(1);
  });
  it('keeps the outline of a corridor at half its width from the path, round ends and bends included', () => {
    const path: LonLat[] = [[36, 34.7], [37.35, 34], [37.6, 34.9], [39.3, 33.2]];
    const line = dense(path, 200);
    const ring = corridorRing(path, 15_000);
    expect(ring.length).toBeGreaterThan(60);
    for (const p of ring.filter((_, i) => i % 5 === 0)) {
      const nearest = Math.min(...line.filter((q) => Math.abs(q[0] - p[0]) < 0.2 && Math.abs(q[1] - p[1]) < 0.2).map((q) => between(p, q).length_m));
      expect(nearest).toBeGreaterThan(7_300);
      expect(nearest).toBeLessThan(7_520);
    }
  });
  it('closes rings and keeps holes', () => {
    const nd = (x: number, y: number): [number, number] => [x * 1e9, y * 1e9];
    const rings = ringsOf({ type: 'polygon', rings: [[nd(0, 0), nd(1, 0), nd(0, 1)], [nd(0.1, 0.1), nd(0.2, 0.1), nd(0.1, 0.2)]] });
    expect(rings).toHaveLength(2);
    for (const ring of rings) expect(ring[0]).toEqual(ring.at(-1));
  });
});
