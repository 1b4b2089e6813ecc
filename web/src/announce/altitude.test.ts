import { describe, expect, it } from 'vitest';
import { bandUpsideDown, controlsOf, fromControls, FT_TMM, readAltitude } from './altitude';

describe('an altitude as typed', () => {
  it.each([
    ['SFC', 0, 'AGL', 'FT'],
    ['1 500 ft AMSL', 1500 * FT_TMM, 'AMSL', 'FT'],
    ['1500ft amsl', 1500 * FT_TMM, 'AMSL', 'FT'],
    ['450 m AGL', 4_500_000, 'AGL', 'M'],
    ['FL080', 8000 * FT_TMM, 'FL', 'FL'],
    ['FL 180', 18000 * FT_TMM, 'FL', 'FL'],
    ['−50 m AMSL', -500_000, 'AMSL', 'M'],
    ['12 500 ft W84', 12500 * FT_TMM, 'W84', 'FT'],
  ])('%s', (text, value_tmm, reference, unit) => {
    expect(readAltitude(text, 'lower')).toEqual({ ok: true, value: { value_tmm, reference, unit } });
  });

  it('reads unlimited above only', () => {
    expect(readAltitude('UNL', 'upper')).toEqual({ ok: true, value: null });
    expect(readAltitude('UNL', 'lower')).toEqual({ ok: false, why: 'unlimited-lower' });
  });

  it.each([
    ['1500', 'no-reference'], ['1500 ft', 'no-reference'], ['1,500 ft AMSL', 'comma'], ['', 'empty'],
    ['high', 'not-read'], ['FL9999', 'not-read'], ['1 50 ft AMSL', 'not-read'], ['NaN ft AMSL', 'not-read'],
  ])('refuses %s', (text, why) => {
    expect(readAltitude(text, 'upper')).toEqual({ ok: false, why });
  });

  it('goes through the two controls and back', () => {
    for (const text of ['SFC', '1500 ft AMSL', 'FL080', '450 m AGL', '60000 ft W84']) {
      const read = readAltitude(text, 'lower');
      if (!read.ok) throw new Error(text);
      const { figure, kind } = controlsOf(read.value);
      expect(fromControls(figure, kind, 'lower')).toEqual(read);
    }
    expect(fromControls('', 'UNL', 'upper')).toEqual({ ok: true, value: null });
    expect(fromControls('', 'FT AMSL', 'upper')).toEqual({ ok: false, why: 'empty' });
  });

  it('a full text typed into the figure wins over the kind beside it', () => {
    expect(fromControls('FL100', 'FT AMSL', 'upper')).toEqual(readAltitude('FL100', 'upper'));
  });

  it('compares a band only on one reference', () => {
    const low = { value_tmm: 3_048_000, reference: 'AMSL', unit: 'FT' } as const;
    expect(bandUpsideDown(low, { ...low, value_tmm: 3_047_999 })).toBe(true);
    expect(bandUpsideDown(low, low)).toBe(false);
    expect(bandUpsideDown(low, { ...low, value_tmm: 0, reference: 'AGL' })).toBe(false);
    expect(bandUpsideDown(low, null)).toBe(false);
  });
});
