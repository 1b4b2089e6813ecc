import { describe, expect, it } from 'vitest';
import type { SiteRow } from '../lib/types';
import { givenName } from '../lib/rows';
import { countsOf, isUnlocated, matches, NO_FILTER, ordered } from './register';

function site(id: string, change: Partial<SiteRow> = {}): SiteRow {
  return {
    key: `J/${id}`, id, author: 'J', version: 1, own: false, name: { en: 'Field Hospital', ar: 'المستشفى الميداني', ru: 'Полевой госпиталь' },
    name_made: {}, category: 'hospital', function: '', status: 'active', expired: false, valid_until_ms: 0, last_revalidated_ms: 0,
    verification: 'V2', place: { lon_nd: 0, lat_nd: 0, radius_tmm: 0, precision: 'exact', how_obtained: 'gps', gazetteer_id: '', admin_code: '' },
    footprint: null, submitter: '', marking: '', positions: [], duplicates: [], linked: [], recipients: [], released_ms: 0, arrived_ms: 0,
    unconfirmed_since_ms: null, leaf: { origin: 'j-to-a', index: 0, size: 1 }, ...change,
  };
}
const disputed = site('S-2', { positions: [{ party: 'B', stance: 'disputes', reason: null, t_ms: 0 }] });

describe('the register', () => {
  it('says what a name was made from, and only then', () => {
    const made = site('S-1', { name: { en: 'School (Kuwaiti)', ar: 'سكول', ru: 'Счул' }, name_made: { en: 'given', ar: 'transliterated', ru: 'transliterated' } });
    expect(givenName(made, 'ru')).toEqual({ lang: 'en', text: 'School (Kuwaiti)' });
    expect(givenName(made, 'en')).toBeNull();
  });
  it('finds by words in any script, marks ignored', () => {
    for (const words of ['hospital', 'ГОСПИТАЛЬ', 'الميداني', 's-1', 'field s-1', '']) {
      expect(matches(site('S-1'), { ...NO_FILTER, words })).toBe(true);
    }
    expect(matches(site('S-1'), { ...NO_FILTER, words: 'bakery' })).toBe(false);
  });
  it('keeps rows that have every flag', () => {
    expect(matches(disputed, { ...NO_FILTER, flags: new Set(['disputed', 'received']) })).toBe(true);
    expect(matches(disputed, { ...NO_FILTER, flags: new Set(['disputed', 'own']) })).toBe(false);
    expect(matches(site('S-1'), { ...NO_FILTER, category: 'water' })).toBe(false);
    expect(matches(site('S-1'), { ...NO_FILTER, verification: 'V3' })).toBe(false);
  });
  it('puts first what needs work', () => {
    expect(ordered([site('S-1'), site('S-3', { expired: true }), disputed]).map((r) => r.id)).toEqual(['S-2', 'S-3', 'S-1']);
  });
  it('counts each flag', () => {
    expect(countsOf([site('S-1'), disputed, site('S-4', { own: true })])).toMatchObject({ own: 1, received: 2, disputed: 1, duplicates: 0 });
  });
  it('a site known by words only is unlocated', () => {
    expect(isUnlocated({ place: null })).toBe(true);
    expect(isUnlocated(site('S-1'))).toBe(false);
  });
});
