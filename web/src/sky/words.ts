/** Figures of drones as the room writes them: the same in all three languages. */
import { figure } from '../lib/format';
import type { DroneRow } from './types';

const NONE = '–';
const METRES: Record<string, string> = {
  HA10NMPlus: '> 18.5 km', HA10NM: '< 18.5 km', HA4NM: '< 7.4 km', HA2NM: '< 3.7 km', HA1NM: '< 1.9 km', HA05NM: '< 926 m',
  HA03NM: '< 556 m', HA01NM: '< 185 m', HA005NM: '< 93 m', HA30m: '< 30 m', HA10m: '< 10 m', HA3m: '< 3 m', HA1m: '< 1 m',
  VA150mPlus: '> 150 m', VA150m: '< 150 m', VA45m: '< 45 m', VA25m: '< 25 m', VA10m: '< 10 m', VA3m: '< 3 m', VA1m: '< 1 m',
};

/** `612 m WGS84`. */
export function altitudeOf(row: DroneRow): string {
  return row.altitude_tmm === null ? NONE : `${figure(Math.round(row.altitude_tmm / 10_000))}\u00a0m WGS84`;
}
/** `45 m`; above what is said beside it. */
export function heightOf(row: DroneRow): string {
  return row.height_tmm === null ? NONE : `${figure(Math.round(row.height_tmm / 10_000))}\u00a0m`;
}
/** `12.3 m/s`. */
export function speedOf(row: DroneRow): string {
  return row.speed_m_s === null ? NONE : `${figure(row.speed_m_s, 1)}\u00a0m/s`;
}
/** `+1.5 m/s`. */
export function climbOf(row: DroneRow): string {
  if (row.climb_m_s === null) return NONE;
  return `${row.climb_m_s < 0 ? '\u2212' : '+'}${figure(Math.abs(row.climb_m_s), 1)}\u00a0m/s`;
}
/** `271°`. */
export function trackOf(row: DroneRow): string {
  return row.track_deg === null ? NONE : `${String(Math.round(row.track_deg) % 360).padStart(3, '0')}°`;
}
/** `3 s`, `1 min`. */
export function ageText(age_ms: number): string {
  return age_ms < 60_000 ? `${Math.floor(age_ms / 1000)}\u00a0s` : `${Math.floor(age_ms / 60_000)}\u00a0min`;
}
/** `< 10 m`; an accuracy that is not known is a dash. */
export function accuracyOf(code: string): string {
  return METRES[code] ?? NONE;
}
