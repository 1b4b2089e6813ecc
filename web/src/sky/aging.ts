/**
 * How old a drone is, and what that means: the page counts on by itself, so that nothing stands still when nobody answers.
 * The same limits as the node's (`tracks/state`). Pure.
 */
import type { DroneRow, Standing } from './types';

export const STALE_MS = 30_000;
export const POSITION_MS_MAX = 60_000;
export const LOST_MS_MAX = 300_000;

export const ageOf = (row: DroneRow, now_ms: number): number => Math.max(0, now_ms - row.heard_ms);

/** What is known of a drone now; null once it is gone. A position older than a minute is taken away. */
export function aged(row: DroneRow, now_ms: number): DroneRow | null {
  const age_ms = ageOf(row, now_ms);
  if (age_ms > POSITION_MS_MAX + LOST_MS_MAX) return null;
  const standing = standingOf(row, age_ms);
  if (standing === row.standing) return row;
  if (standing !== 'lost') return { ...row, standing };
  return {
    ...row, standing, lon_nd: null, lat_nd: null, altitude_tmm: null, height_tmm: null, height_above: null,
    track_deg: null, speed_m_s: null, climb_m_s: null, past: [],
  };
}

function standingOf(row: DroneRow, age_ms: number): Standing {
  if (age_ms > POSITION_MS_MAX) return 'lost';
  if (row.lon_nd === null) return 'area';
  return age_ms > STALE_MS ? 'stale' : 'live';
}

/** Four earlier places, about a quarter of a minute apart, the youngest first. */
export function fourDots(row: DroneRow): [lon_nd: number, lat_nd: number][] {
  const out: [number, number][] = [];
  for (const back_ms of [15_000, 30_000, 45_000, 60_000]) {
    const wanted = row.heard_ms - back_ms;
    const near = row.past.filter(([t]) => Math.abs(t - wanted) <= 7_500).sort((a, b) => Math.abs(a[0] - wanted) - Math.abs(b[0] - wanted))[0];
    if (near !== undefined) out.push([near[1], near[2]]);
  }
  return out;
}
