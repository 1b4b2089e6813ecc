import { describe, expect, it } from 'vitest';
import type { Draft, Hit, Report } from '../lib/types';
import { acknowledge, acknowledgedKeys, goesAtOnce, isAcknowledged, lockOf, withMissing } from './acknowledge';

const TEXT = { en: '', ar: '', ru: '' };
function hit(key: string, area_m2 = 1000): Hit {
  return {
    key, kind: 'notice', with: `B/${key}`, title: TEXT, party: 'B', relation: 'overlap', from_ms: 0, until_ms: 1,
    shared_ms: 1, altitude_overlap_ft: 100, altitude_conversion: '', area_m2, distance_m: null, common_point: null, lead: '',
  };
}
function report(...hits: Hit[]): Report {
  return {
    report_id: 'r', as_of_ms: 0, searched: { notices: 1, sites: 1, logs: [] }, buffer_m: 500, hits, groups: [],
    counts_only: false, needs_second_post: false, statement: TEXT, notes: [],
  };
}
function draft(change: Partial<Draft> = {}): Draft {
  return {
    draft_id: '', entity: '', version: 0, immediate: false, recipients: [{ party: 'B', mode: 'keep' }],
    notice: {
      activity_class: 'uav', action: 'establish', volumes: [], crew: 'unmanned', controlling_post: 'airspace',
      contact: 'line', remarks: { lang: 'en', text: '', translations: [] }, recurrence: 'once',
    },
    ...change,
  };
}

describe('acknowledging', () => {
  it('belongs to the margin that was read', () => {
    const seen = acknowledge({}, [hit('1')], 5);
    expect(isAcknowledged(seen, hit('1'))).toBe(true);
    expect(isAcknowledged(seen, hit('1', 2000))).toBe(false);
    expect(acknowledgedKeys(seen, report(hit('1'), hit('2')))).toEqual(['1']);
  });
  it('hits that only the release found come first and are not acknowledged', () => {
    const merged = withMissing(report(hit('1')), [hit('9'), hit('1', 7)]);
    expect(merged.hits.map((h) => h.key)).toEqual(['9', '1']);
    expect(isAcknowledged(acknowledge({}, [hit('1')], 0), merged.hits[1]!)).toBe(false);
  });
});

describe('the lock on release', () => {
  it('counts what is acknowledged', () => {
    const both = report(hit('1'), hit('2'));
    expect(lockOf(draft(), 0, both, true, {})).toEqual({ why: 'hits', done: 0, all: 2 });
    expect(lockOf(draft(), 0, both, true, acknowledge({}, both.hits, 0))).toBeNull();
  });
  it.each([
    [lockOf(draft(), 2, report(), true, {}), { why: 'incomplete', count: 2 }],
    [lockOf(draft({ recipients: [] }), 0, report(), true, {}), { why: 'no-recipient' }],
    [lockOf(draft(), 0, null, false, {}), { why: 'unchecked' }],
    [lockOf(draft(), 0, report(), false, {}), { why: 'unchecked' }],
    [lockOf(draft(), 0, { ...report(), counts_only: true }, true, {}), { why: 'counts-only' }],
    [lockOf(draft(), 0, { ...report(), needs_second_post: true }, true, {}), { why: 'second-post' }],
  ])('says why %#', (found, expected) => expect(found).toEqual(expected));

  it('does not hold back what goes at once', () => {
    for (const change of [{ immediate: true }, { notice: { ...draft().notice, action: 'cancel' as const } },
      { notice: { ...draft().notice, activity_class: 'medevac' as const } },
      { notice: { ...draft().notice, activity_class: 'sar' as const } }]) {
      expect(goesAtOnce(draft(change))).toBe(true);
      expect(lockOf(draft(change), 0, report(hit('1')), true, {})).toBeNull();
    }
    expect(goesAtOnce(draft())).toBe(false);
  });
});
