import { describe, expect, it } from 'vitest';
import {
  altitude, altitudeBand, area, bearing, clock, countdown, dateInWords, dateLocal, distance, duration, figure, hmLocal, hmsUtc, latLon,
  localWithOffset, offsetName, shortHash, shortUtc, span,
} from '../src/lib/format';
import type { Altitude } from '../src/lib/types';

const at = (iso: string): number => Date.parse(iso);
const ft = (feet: number, reference: Altitude['reference'] = 'AMSL'): Altitude => ({ value_tmm: feet * 3048, reference, unit: reference === 'FL' ? 'FL' : 'FT' });

describe('local time in Damascus', () => {
  const zone = 'Asia/Damascus';
  it('goes to summer time at 2016-03-24 22:00 UTC', () => {
    expect(localWithOffset(at('2016-03-24T21:59:59Z'), zone)).toBe('23:59 UTC+2');
    expect(localWithOffset(at('2016-03-24T22:00:00Z'), zone)).toBe('01:00 UTC+3');
    expect(dateLocal(at('2016-03-24T21:59:59Z'), zone)).toBe('2016-03-24');
    expect(dateLocal(at('2016-03-24T22:00:00Z'), zone)).toBe('2016-03-25');
  });
  it('goes back at 2016-10-27 21:00 UTC', () => {
    expect(localWithOffset(at('2016-10-27T20:59:59Z'), zone)).toBe('23:59 UTC+3');
    expect(localWithOffset(at('2016-10-27T21:00:00Z'), zone)).toBe('23:00 UTC+2');
  });
  it('knows that summer time was kept for good in 2022', () => {
    expect(offsetName(at('2023-01-15T12:00:00Z'), zone)).toBe('UTC+3');
  });
  it('writes half hours and the west', () => {
    expect(offsetName(at('2016-01-01T00:00:00Z'), 'Asia/Tehran')).toBe('UTC+3:30');
    expect(offsetName(at('2016-01-01T00:00:00Z'), 'America/New_York')).toBe('UTC\u22125');
    expect(hmLocal(at('2016-01-01T00:00:00.999Z'), 'UTC')).toBe('00:00');
  });
});

describe('times', () => {
  it('writes UTC', () => expect(hmsUtc(at('2016-09-17T15:55:07Z'))).toBe('15:55:07'));
  it('names the day only when it is another one', () => {
    const now = at('2016-09-17T08:00:00Z');
    expect(shortUtc(at('2016-09-17T23:59:00Z'), now)).toBe('23:59');
    expect(shortUtc(at('2016-09-18T04:00:00Z'), now)).toBe('18 · 04:00');
    expect(span(at('2016-09-18T04:00:00Z'), at('2016-09-18T06:00:00Z'), now)).toBe('18 · 04:00–06:00');
    expect(span(at('2016-09-17T22:00:00Z'), at('2016-09-18T06:00:00Z'), now)).toBe('22:00–18 · 06:00');
  });
  it('counts down and up', () => {
    expect(countdown(107 * 60_000)).toBe('\u22121:47');
    expect(countdown(-107 * 60_000)).toBe('1:47');
    expect(clock(45_000)).toBe('00:45');
    expect(clock(59 * 60_000 + 59_000)).toBe('59:59');
    expect(clock(72 * 60_000)).toBe('1 h 12 min');
  });
  it('writes lengths of time', () => {
    expect(duration(4_000)).toBe('4 s');
    expect(duration(72 * 60_000)).toBe('1 h 12 min');
    expect(duration(-2 * 3_600_000)).toBe('\u22122 h');
    expect(duration(100 * 3_600_000)).toBe('4 d 4 h');
  });
  it('keeps digits 0-9 in every language', () => {
    for (const lang of ['en', 'ar', 'ru'] as const) expect(dateInWords(at('2016-09-17T12:00:00Z'), lang)).toMatch(/ 17 .* 2016$/);
  });
});

describe('figures', () => {
  it('puts thin spaces between thousands', () => {
    expect(figure(18204)).toBe('18\u202f204');
    expect(figure(999)).toBe('999');
    expect(figure(-1234.56, 1)).toBe('\u22121\u202f234.6');
    expect(figure(-0.04, 1)).toBe('0.0');
  });
  it('writes levels with their reference', () => {
    expect(altitude(ft(0, 'AGL'))).toBe('SFC');
    expect(altitude(ft(18000, 'FL'))).toBe('FL180');
    expect(altitude(ft(500, 'FL'))).toBe('FL005');
    expect(altitude(ft(8000))).toBe('8\u202f000\u00a0ft AMSL');
    expect(altitude({ value_tmm: 3_000_000, reference: 'AGL', unit: 'M' })).toBe('300\u00a0m AGL');
    expect(altitude(ft(100, 'W84'))).toBe('100\u00a0ft WGS84');
    expect(altitudeBand(ft(0, 'AGL'), null)).toBe('SFC–UNL');
    expect(altitude(ft(0))).toBe('0\u00a0ft AMSL');
  });
  it('writes distances, areas, bearings, places', () => {
    expect(distance(142)).toBe('142\u00a0m');
    expect(distance(9044)).toBe('9.0\u00a0km');
    expect(distance(38_400)).toBe('38\u00a0km');
    expect(area(850)).toBe('850\u00a0m²');
    expect(area(681e6)).toBe('681\u00a0km²');
    expect(bearing(359.7)).toBe('000°');
    expect(bearing(-90)).toBe('270°');
    expect(latLon([37_846_000_000, 33_312_700_000])).toBe('33.3127 N 37.8460 E');
    expect(latLon([-1_500_000_000, -2_000_000_000], 1)).toBe('2.0 S 1.5 W');
    expect(shortHash('3f9a07c4'.repeat(8))).toBe('3f9a 07c4 … 3f9a 07c4');
  });
});
