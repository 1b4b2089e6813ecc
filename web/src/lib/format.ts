/**
 * Figures, times and levels as the room writes them: UTC first, 24 h, local with its offset after it;
 * digits 0-9 in all languages; ft, FL, km. Pure functions; the caller gives the time zone.
 */
import { figure } from './figure';
import type { Altitude, Lang, Point } from './types';

export { figure } from './figure';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** `15:55` in UTC. */
export function hmUtc(t_ms: number): string {
  return new Date(t_ms).toISOString().slice(11, 16);
}
/** `15:55:07` in UTC. */
export function hmsUtc(t_ms: number): string {
  return new Date(t_ms).toISOString().slice(11, 19);
}
/** `2016-09-17` in UTC. */
export function dateUtc(t_ms: number): string {
  return new Date(t_ms).toISOString().slice(0, 10);
}
/** `2016-09-17 15:55` in UTC. */
export function dateTimeUtc(t_ms: number): string {
  return `${dateUtc(t_ms)} ${hmUtc(t_ms)}`;
}
/** `15:55`, or `18 · 15:55` when the day is not the day of `now_ms` (UTC). */
export function shortUtc(t_ms: number, now_ms: number): string {
  const day = new Date(t_ms).getUTCDate();
  return dateUtc(t_ms) === dateUtc(now_ms) ? hmUtc(t_ms) : `${two(day)} · ${hmUtc(t_ms)}`;
}
/** `08:00–10:30`; the day is written when it is not today, once if both ends share it. */
export function span(from_ms: number, until_ms: number, now_ms: number): string {
  const sameDay = dateUtc(from_ms) === dateUtc(until_ms);
  return `${shortUtc(from_ms, now_ms)}–${sameDay ? hmUtc(until_ms) : shortUtc(until_ms, sameDay ? from_ms : now_ms)}`;
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();
function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    zoneFormats.set(zone, format);
  }
  return format;
}

interface LocalTime { date: string; hm: string; offset_min: number }

function localTime(t_ms: number, zone: string): LocalTime {
  const p: Record<string, string> = {};
  for (const part of zoneFormat(zone).formatToParts(t_ms)) p[part.type] = part.value;
  const date = `${p['year']}-${p['month']}-${p['day']}`;
  const wall_ms = Date.parse(`${date}T${p['hour']}:${p['minute']}:${p['second']}Z`);
  const offset_min = Math.round((wall_ms - Math.floor(t_ms / 1000) * 1000) / MINUTE);
  return { date, hm: `${p['hour']}:${p['minute']}`, offset_min };
}

/** `UTC+3`, `UTC+5:30`, `UTC−4` for the zone at that moment. */
export function offsetName(t_ms: number, zone: string): string {
  const { offset_min } = localTime(t_ms, zone);
  const abs = Math.abs(offset_min);
  const minutes = abs % 60 === 0 ? '' : `:${two(abs % 60)}`;
  return `UTC${offset_min < 0 ? '\u2212' : '+'}${Math.floor(abs / 60)}${minutes}`;
}
/** Local `18:55` of the zone. */
export function hmLocal(t_ms: number, zone: string): string {
  return localTime(t_ms, zone).hm;
}
/** Local `2016-09-17`. */
export function dateLocal(t_ms: number, zone: string): string {
  return localTime(t_ms, zone).date;
}
/** `18:55 UTC+3`, local time with its offset. */
export function localWithOffset(t_ms: number, zone: string): string {
  return `${hmLocal(t_ms, zone)} ${offsetName(t_ms, zone)}`;
}

/** Weekday and date in the language, digits 0-9: `Wed 18 Mar 2026`. */
export function dateInWords(t_ms: number, lang: Lang, zone = 'UTC'): string {
  const locale = lang === 'ar' ? 'ar-SY-u-nu-latn' : lang === 'ru' ? 'ru' : 'en-GB';
  const p: Record<string, string> = {};
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  for (const part of format.formatToParts(t_ms)) if (part.type !== 'literal') p[part.type] = part.value;
  return `${p['weekday']} ${p['day']} ${(p['month'] ?? '').replace('.', '')} ${p['year']}`;
}

/** A countdown or age in hours and minutes: `−1:47` (still to come) or `1:47` (past). */
export function countdown(left_ms: number): string {
  const abs = Math.abs(left_ms);
  const minutes = Math.floor(abs / MINUTE);
  return `${left_ms > 0 ? '\u2212' : ''}${figure(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
/** A running clock for what waits: `00:45`, `59:59`, then `1 h 12 min`. */
export function clock(age_ms: number): string {
  const abs = Math.max(0, age_ms);
  if (abs >= HOUR) return duration(abs);
  return `${two(Math.floor(abs / MINUTE))}:${two(Math.floor((abs % MINUTE) / 1000))}`;
}
/** A length of time in at most two units: `4 s`, `12 min`, `31 h 20 min`, `8 d 4 h`. */
export function duration(d_ms: number): string {
  const sign = d_ms < 0 ? '\u2212' : '';
  const abs = Math.abs(d_ms);
  if (abs < MINUTE) return `${sign}${Math.round(abs / 1000)} s`;
  if (abs < HOUR) return `${sign}${Math.floor(abs / MINUTE)} min`;
  if (abs < 3 * DAY) {
    const rest = Math.floor((abs % HOUR) / MINUTE);
    return `${sign}${Math.floor(abs / HOUR)} h${rest === 0 ? '' : ` ${two(rest)} min`}`;
  }
  const rest = Math.floor((abs % DAY) / HOUR);
  return `${sign}${figure(Math.floor(abs / DAY))} d${rest === 0 ? '' : ` ${rest} h`}`;
}

const TMM_PER_FT = 3048;
/** Feet above the altitude's own reference, for drawing and sorting only (no conversion between references). */
export function feet(a: Altitude): number {
  return a.value_tmm / TMM_PER_FT;
}
/** `SFC`, `FL180`, `8 000 ft AMSL`, `300 m AGL`; `UNL` when there is no upper end. */
export function altitude(a: Altitude | null): string {
  if (a === null) return 'UNL';
  if (a.reference === 'AGL' && a.value_tmm === 0) return 'SFC';
  if (a.reference === 'FL' || a.unit === 'FL') return `FL${String(Math.round(feet(a) / 100)).padStart(3, '0')}`;
  const reference = a.reference === 'W84' ? 'WGS84' : a.reference;
  if (a.unit === 'M') return `${figure(Math.round(a.value_tmm / 10_000))}\u00a0m ${reference}`;
  return `${figure(Math.round(feet(a)))}\u00a0ft ${reference}`;
}
/** `SFC–FL140`. */
export function altitudeBand(lower: Altitude, upper: Altitude | null): string {
  return `${altitude(lower)}–${altitude(upper)}`;
}

/** Metres as `142 m`, `9.0 km`, `38 km`. */
export function distance(d_m: number): string {
  if (Math.abs(d_m) < 1000) return `${figure(Math.round(d_m))}\u00a0m`;
  return `${figure(d_m / 1000, Math.abs(d_m) < 10_000 ? 1 : 0)}\u00a0km`;
}
/** Square metres as `850 m²`, `2.4 km²`, `681 km²`. */
export function area(a_m2: number): string {
  if (a_m2 < 100_000) return `${figure(Math.round(a_m2))}\u00a0m²`;
  return `${figure(a_m2 / 1e6, a_m2 < 1e7 ? 1 : 0)}\u00a0km²`;
}
/** Bearing `045°`. */
export function bearing(deg: number): string {
  return `${String(Math.round(((deg % 360) + 360) % 360) % 360).padStart(3, '0')}°`;
}
/** `33.3127 N 37.8460 E` from nanodegrees. */
export function latLon(p: Point | { lon_nd: number; lat_nd: number }, decimals = 4): string {
  const [lon, lat] = Array.isArray(p) ? p : [p.lon_nd, p.lat_nd];
  const part = (nd: number, plus: string, minus: string): string => `${(Math.abs(nd) / 1e9).toFixed(decimals)} ${nd < 0 ? minus : plus}`;
  return `${part(lat, 'N', 'S')} ${part(lon, 'E', 'W')}`;
}
/** First and last figures of a hash: `3f9a 07c4 … e1b2 c21e`. */
export function shortHash(hex: string): string {
  if (hex.length <= 20) return hex;
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-8, -4)} ${hex.slice(-4)}`;
}
