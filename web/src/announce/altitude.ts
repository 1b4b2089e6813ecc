/**
 * Reads an altitude as a person types it and writes it back as the room prints it.
 *
 * A number without a reference is refused: 1 500 ft above the ground and above the sea are two places.
 * Values are whole tenths of a millimetre, so that 1 ft = 3048 exactly and adjacent levels never drift.
 * It compares nothing and converts no reference into another: the node does, with the charter's bounds.
 */
import type { Altitude } from '../lib/types';

export const FT_TMM = 3048;
export const M_TMM = 10000;

export type AltitudeRead =
  | { ok: true; value: Altitude | null }
  | { ok: false; why: 'empty' | 'no-reference' | 'comma' | 'not-read' | 'unlimited-lower' | 'level-range' };

const UNLIMITED = /^(unl|unltd|unlimited|без огр\.?|без ограничений|بلا حد)$/i;
const SURFACE = /^(sfc|gnd|surface|поверхность|السطح)$/i;
const LEVEL = /^(?:fl|f)\s*(\d{1,3})$/i;
const MEASURE = /^(-?\d+(?:\.\d+)?)\s*(ft|m|м|фт|قدم|م)?\s*(amsl|msl|agl|w84|wgs84)?$/i;

/** Surface, as the charter's elevation bounds understand it: zero above ground. */
export const SFC: Altitude = { value_tmm: 0, reference: 'AGL', unit: 'FT' };

function isMetre(unit: string): boolean {
  return unit === 'm' || unit === 'м' || unit === 'م';
}

function referenceOf(word: string): Altitude['reference'] {
  const w = word.toUpperCase();
  return w === 'AGL' ? 'AGL' : w.startsWith('W') ? 'W84' : 'AMSL';
}

/** Reads `SFC`, `FL080`, `1 500 ft AMSL`, `450 m AGL`, `UNL` (upper only). Digits may be grouped by spaces. */
export function readAltitude(text: string, side: 'lower' | 'upper'): AltitudeRead {
  const plain = text.replace(/[\u00a0\u2009\u202f]/g, ' ').replace(/\u2212/g, '-').trim();
  if (plain === '') return { ok: false, why: 'empty' };
  if (UNLIMITED.test(plain)) {
    return side === 'upper' ? { ok: true, value: null } : { ok: false, why: 'unlimited-lower' };
  }
  if (SURFACE.test(plain)) return { ok: true, value: SFC };
  const level = LEVEL.exec(plain);
  if (level) return { ok: true, value: { value_tmm: Number(level[1]) * 100 * FT_TMM, reference: 'FL', unit: 'FL' } };
  // A comma is a thousands mark here and a decimal mark there: 1,500 would be two altitudes.
  if (/\d,\d/.test(plain)) return { ok: false, why: 'comma' };
  const found = MEASURE.exec(plain.replace(/(\d) (?=\d{3}(?!\d))/g, '$1'));
  if (!found) return { ok: false, why: 'not-read' };
  const [, digits, unit, reference] = found;
  if (!unit || !reference) return { ok: false, why: 'no-reference' };
  const metres = isMetre(unit.toLowerCase());
  const value_tmm = Math.round(Number(digits) * (metres ? M_TMM : FT_TMM));
  return { ok: true, value: { value_tmm, reference: referenceOf(reference), unit: metres ? 'M' : 'FT' } };
}

/** What the two controls of a form hold: the figure and one of the ways to count it. */
export type AltitudeKind = 'SFC' | 'FT AMSL' | 'FT AGL' | 'M AMSL' | 'M AGL' | 'FL' | 'FT W84' | 'M W84' | 'UNL';

export const LOWER_KINDS: AltitudeKind[] = ['SFC', 'FT AMSL', 'FT AGL', 'FL', 'M AMSL', 'M AGL', 'FT W84', 'M W84'];
export const UPPER_KINDS: AltitudeKind[] = ['FT AMSL', 'FT AGL', 'FL', 'M AMSL', 'M AGL', 'FT W84', 'M W84', 'UNL'];

/** The figure and the kind of one altitude, for the controls of a form. */
export function controlsOf(altitude: Altitude | null): { figure: string; kind: AltitudeKind } {
  if (altitude === null) return { figure: '', kind: 'UNL' };
  const { value_tmm, reference, unit } = altitude;
  if (value_tmm === 0 && reference === 'AGL') return { figure: '', kind: 'SFC' };
  if (reference === 'FL') return { figure: String(Math.round(value_tmm / FT_TMM / 100)).padStart(3, '0'), kind: 'FL' };
  const per = unit === 'M' ? M_TMM : FT_TMM;
  const figure = String(Math.round((value_tmm / per) * 100) / 100);
  return { figure, kind: `${unit === 'M' ? 'M' : 'FT'} ${reference}` as AltitudeKind };
}

/** The altitude that the two controls say. A full text typed into the figure (`FL080`) wins over the kind. */
export function fromControls(figure: string, kind: AltitudeKind, side: 'lower' | 'upper'): AltitudeRead {
  const typed = readAltitude(figure, side);
  if (typed.ok) return typed;
  if (kind === 'SFC') return { ok: true, value: SFC };
  if (kind === 'UNL') return readAltitude('UNL', side);
  if (kind === 'FL') return readAltitude(`FL${figure.trim()}`, side);
  if (figure.trim() === '') return { ok: false, why: 'empty' };
  return readAltitude(`${figure} ${kind}`, side);
}

/** True when both count from the same zero and the band is upside down or has no thickness below zero. */
export function bandUpsideDown(lower: Altitude, upper: Altitude | null): boolean {
  return upper !== null && lower.reference === upper.reference && lower.value_tmm > upper.value_tmm;
}
