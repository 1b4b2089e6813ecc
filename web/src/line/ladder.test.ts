import { describe, expect, it } from 'vitest';
import { filled, markName, marks, runningClock } from './ladder';

const MOMENTS_MS = [60_000, 120_000, 300_000, 600_000];

describe('the bar of a waiting call', () => {
  it('gives the first minute a quarter, and stands at each mark when its moment comes', () => {
    expect(filled(0, MOMENTS_MS)).toBe(0);
    expect(filled(30_000, MOMENTS_MS)).toBeCloseTo(0.125);
    expect(MOMENTS_MS.map((at_ms) => filled(at_ms, MOMENTS_MS))).toEqual([0.25, 0.43, 0.71, 1]);
    expect(filled(1_620_000, MOMENTS_MS)).toBe(1);
    expect(filled(-5, MOMENTS_MS)).toBe(0);
  });
  it('grows with time and never falls', () => {
    let before = -1;
    for (let age_ms = 0; age_ms <= 700_000; age_ms += 5_000) {
      const now = filled(age_ms, MOMENTS_MS);
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
  });
  it('spreads any other number of marks evenly, in their order', () => {
    expect(marks([300_000, 60_000]).map((one) => [one.at_ms, one.along])).toEqual([[60_000, 0.5], [300_000, 1]]);
  });
  it('writes its marks and clocks the same in every language', () => {
    expect(MOMENTS_MS.map(markName)).toEqual(['60 s', '2 min', '5 min', '10 min']);
    expect([45_000, 1_624_000, 4_330_000, -3, 30_060_000].map(runningClock)).toEqual(['00:45', '27:04', '72:10', '00:00', '8 h 21 min']);
  });
});
