/**
 * Figures of a message as the room writes them: the same in every language, UTC first and then local.
 * `web/figures.py` of the node writes the same, and `vectors/phrases` holds both together. Integers only, so that no
 * rounding differs. For tables and clocks see `lib/format`, whose figures are shorter.
 */
import { figure } from '../lib/figure';
import type { Altitude } from '../lib/types';
import type { PlaceBlock } from './message';

const NO_BREAK = '\u00a0';
const DASH = '\u2013';
const MINUS = '\u2212';
const TMM_PER_M = 10_000;
const TMM_PER_FT = 3048;
const DECIMALS = { exact: 5, cell: 2, district: 1, unknown: 2 } as const;
const KHZ_OF_MHZ = 30_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** Whole metres up to 999 m and where hundreds do not come out even, kilometres elsewhere; parts of a metre up. */
export function distance(distance_tmm: number): string {
  const metres = Math.ceil(distance_tmm / TMM_PER_M);
  if (metres < 1000 || metres % 100 !== 0) return `${figure(metres)}${NO_BREAK}m`;
  const tenths = (metres / 100) % 10;
  return `${figure(Math.floor(metres / 1000))}${tenths === 0 ? '' : `.${tenths}`}${NO_BREAK}km`;
}

function degrees(value_nd: number, decimals: number, letters: readonly [string, string]): string {
  const unit = 10 ** (9 - decimals);
  const rounded = Math.floor((Math.abs(value_nd) + unit / 2) / unit);
  const whole = Math.floor(rounded / 10 ** decimals);
  const part = String(rounded % 10 ** decimals).padStart(decimals, '0');
  return `${whole}.${part} ${letters[value_nd < 0 ? 1 : 0]}`;
}

/** `35.83670 N 38.54810 E`, with as many decimals as the precision bears, and the radius of what is not known. */
export function point(place: PlaceBlock): string {
  const decimals = DECIMALS[place.precision];
  const shown = `${degrees(place.lat_nd, decimals, ['N', 'S'])} ${degrees(place.lon_nd, decimals, ['E', 'W'])}`;
  return place.radius_tmm === 0 ? shown : `${shown} ±${NO_BREAK}${distance(place.radius_tmm)}`;
}

const nearest = (value: number, unit: number): number => Math.floor((value + Math.floor(unit / 2)) / unit);

/** `SFC`, `FL180`, `8 000 ft AMSL`, `300 m AGL`; `UNL` where there is no upper end. */
export function altitude(given: Altitude | null | undefined): string {
  if (given === null || given === undefined) return 'UNL';
  if (given.reference === 'AGL' && given.value_tmm === 0) return 'SFC';
  if (given.reference === 'FL') return `FL${String(nearest(given.value_tmm, 100 * TMM_PER_FT)).padStart(3, '0')}`;
  const reference = given.reference === 'W84' ? 'WGS84' : given.reference;
  const [unit_tmm, unit] = given.unit === 'M' ? [TMM_PER_M, 'm'] : [TMM_PER_FT, 'ft'];
  return `${figure(nearest(given.value_tmm, unit_tmm))}${NO_BREAK}${unit} ${reference}`;
}

/** `SFC–FL140`. */
export function band(lower: Altitude, upper: Altitude | null | undefined): string {
  return `${altitude(lower)}${DASH}${altitude(upper)}`;
}

/** `045°`. */
export function bearing(bearing_mdeg: number): string {
  return `${String(Math.floor(bearing_mdeg / 1000)).padStart(3, '0')}°`;
}

/** `250 kt`, `90 km/h`. */
export function speed(value: number, unit: 'KT' | 'KMH'): string {
  return `${figure(value)}${NO_BREAK}${unit === 'KT' ? 'kt' : 'km/h'}`;
}

/** `121.500 MHz` from 30 MHz on, `2182 kHz` below. */
export function frequency(frequency_khz: number): string {
  if (frequency_khz < KHZ_OF_MHZ) return `${frequency_khz}${NO_BREAK}kHz`;
  return `${Math.floor(frequency_khz / 1000)}.${String(frequency_khz % 1000).padStart(3, '0')}${NO_BREAK}MHz`;
}

// -- times ---------------------------------------------------------------------------------------------------------

interface At { day: string; clock: string; offset_min: number }
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

function at(t_ms: number, zone: string): At {
  const p: Record<string, string> = {};
  for (const part of formatOf(zone).formatToParts(t_ms)) p[part.type] = part.value;
  const day = `${p['year']}-${p['month']}-${p['day']}`;
  const wall_ms = Date.parse(`${day}T${p['hour']}:${p['minute']}:${p['second']}Z`);
  const clock = p['second'] === '00' ? `${p['hour']}:${p['minute']}` : `${p['hour']}:${p['minute']}:${p['second']}`;
  return { day, clock, offset_min: Math.floor((wall_ms - Math.floor(t_ms / 1000) * 1000) / 60_000) };
}

function offset({ offset_min }: At): string {
  const [hours, rest] = [Math.floor(Math.abs(offset_min) / 60), Math.abs(offset_min) % 60];
  return `UTC${offset_min < 0 ? MINUS : '+'}${hours}${rest === 0 ? '' : `:${two(rest)}`}`;
}

function span(first: At, last: At): string {
  if (first.day === last.day) return `${first.day} ${first.clock}${DASH}${last.clock}`;
  return `${first.day} ${first.clock} ${DASH} ${last.day} ${last.clock}`;
}

/** `2016-09-17 15:55 UTC (18:55 UTC+3)`; the local day where it is another one, seconds where there are some. */
export function moment(t_ms: number, zone: string): string {
  const [utc, local] = [at(t_ms, 'UTC'), at(t_ms, zone)];
  const shown = `${utc.day} ${utc.clock} UTC`;
  if (local.offset_min === 0) return shown;
  return `${shown} (${local.day === utc.day ? '' : `${local.day} `}${local.clock} ${offset(local)})`;
}

/** `2016-09-17 15:55–16:30 UTC (18:55–19:30 UTC+3)`; each end with its own day and offset where they differ. */
export function period(from_ms: number, until_ms: number, zone: string): string {
  const [first, last] = [at(from_ms, 'UTC'), at(until_ms, 'UTC')];
  const [begin, end] = [at(from_ms, zone), at(until_ms, zone)];
  const shown = `${span(first, last)} UTC`;
  if (begin.offset_min === 0 && end.offset_min === 0) return shown;
  if (begin.offset_min !== end.offset_min) {
    return `${shown} (${[begin, end].map((one) => `${one.day} ${one.clock} ${offset(one)}`).join(` ${DASH} `)})`;
  }
  if (first.day === begin.day && last.day === end.day && first.day === last.day) {
    return `${shown} (${begin.clock}${DASH}${end.clock} ${offset(begin)})`;
  }
  return `${shown} (${span(begin, end)} ${offset(begin)})`;
}
