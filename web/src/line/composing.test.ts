import { describe, expect, it } from 'vitest';
import { draftsOf, heldBack, timeOfDay, type Writing } from './composing';
import { channel } from './fixtures';

const writing = (more: Partial<Writing> = {}): Writing => ({ to: ['B'], to_post: '', precedence: 'IMMEDIATE', channel_class: 'CEASEFIRE', words: {}, place: null, phone: null, ...more });

describe('a call that is written', () => {
  it('is one call for each party, without what was left empty', () => {
    expect(draftsOf(writing({ to: ['B', 'J'] }))).toEqual([
      { to: 'B', to_post: '', precedence: 'IMMEDIATE', channel_class: 'CEASEFIRE' },
      { to: 'J', to_post: '', precedence: 'IMMEDIATE', channel_class: 'CEASEFIRE' },
    ]);
  });
  it('keeps words for a place beside its point, and alone when there is none', () => {
    const place = { point: null, how: 'told' as const, gazetteer_id: '', words: ' Hirbinifsah ' };
    expect(draftsOf(writing({ place }))[0]).toMatchObject({ place_text: 'Hirbinifsah' });
    expect(draftsOf(writing({ place }))[0]).not.toHaveProperty('place');
    expect(draftsOf(writing({ place: { ...place, point: [37_846_000_000, 33_312_700_000], gazetteer_id: 'g1' } }))[0]?.place).toMatchObject({ lon_nd: 37_846_000_000, gazetteer_id: 'g1', precision: 'exact' });
  });
  it('is held back where its class is suspended, unless it is a FLASH', () => {
    const shut = [channel({ party: 'B', channel_class: 'CEASEFIRE', status: 'suspended' }), channel({ party: 'J', channel_class: 'CEASEFIRE' })];
    expect(heldBack(writing({ to: ['B', 'J'] }), shut)).toEqual(['B']);
    expect(heldBack(writing({ channel_class: 'SAFETY' }), shut)).toEqual([]);
    expect(heldBack(writing({ precedence: 'FLASH' }), shut)).toEqual([]);
  });
});

describe('a time of a telephone call', () => {
  const near_ms = Date.parse('2016-09-17T15:30:00Z');
  it('is the last one of that hour, in UTC', () => {
    expect(timeOfDay('15:05', near_ms)).toBe(Date.parse('2016-09-17T15:05:00Z'));
    expect(timeOfDay('23:55:30', near_ms)).toBe(Date.parse('2016-09-16T23:55:30Z'));
  });
  it('is refused when it is none', () => {
    for (const wrong of ['', '25:00', '12:60', 'noon', '12']) expect(timeOfDay(wrong, near_ms)).toBeNull();
  });
});
