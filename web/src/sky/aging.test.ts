import { describe, expect, test } from 'vitest';
import { aged, ageOf, fourDots } from './aging';
import type { DroneRow } from './types';

const T = 1_773_820_800_000;
const row: DroneRow = {
  key: '22a https://a.example f1', id: 'f1', manager: 'uss1', host: 'a.example', standing: 'live', heard_ms: T,
  aircraft_type: 'Helicopter', status: 'Airborne', simulated: false, extrapolated: false, aircraft: 1,
  lon_nd: 36_500_000_000, lat_nd: 33_000_000_000, altitude_tmm: 6_000_000, height_tmm: 450_000, height_above: 'takeoff',
  track_deg: 90, speed_m_s: 12, climb_m_s: 0, accuracy_h: 'HA10m', accuracy_v: 'VA10m', past: [],
};

describe('a drone grows old by itself', () => {
  test('live, stale, without a place, gone', () => {
    expect(aged(row, T + 30_000)).toBe(row);
    expect(aged(row, T + 30_001)?.standing).toBe('stale');
    expect(aged(row, T + 60_000)?.lon_nd).toBe(row.lon_nd);
    const lost = aged(row, T + 60_001);
    expect(lost).toMatchObject({ standing: 'lost', lon_nd: null, lat_nd: null, track_deg: null, past: [] });
    expect(lost?.heard_ms).toBe(T);
    expect(aged(row, T + 360_001)).toBeNull();
  });
  test('a clock that is behind makes no negative age', () => expect(ageOf(row, T - 5_000)).toBe(0));
  test('one without a place has an area', () => {
    expect(aged({ ...row, lon_nd: null, lat_nd: null, standing: 'area' }, T)?.standing).toBe('area');
  });
});

test('four dots, a quarter of a minute apart, as far as there are positions', () => {
  const past: DroneRow['past'] = Array.from({ length: 50 }, (_, i) => [T - 1_000 * (50 - i), 36_500_000_000 - (50 - i), 33_000_000_000]);
  expect(fourDots({ ...row, past }).map(([lon]) => 36_500_000_000 - lon)).toEqual([15, 30, 45]);
  expect(fourDots(row)).toEqual([]);
});
