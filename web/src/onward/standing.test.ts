import { describe, expect, it } from 'vitest';
import type { RequestRow } from '../lib/types';
import { inOrder, isOpen, thirds } from './standing';

function row(id: string, change: Partial<RequestRow> = {}): RequestRow {
  return {
    key: `B/${id}`, id, own: false, party: 'B', post: 'watch_officer', originator: 'J', about: 'J/S-1', kind: 'site', shown_at: 'J/S-1',
    to: 'A', reason: null, asked_ms: 0, due_ms: 100, state: 'asked', late: false, delivered_ms: null, withdrawn: false,
    answered_ms: null, answer_post: '', answer_text: null, leaf: { origin: 'x', index: 0, size: 1 }, answer_leaf: null,
    silence_leaf: null, held_until_ms: null, back_because: '', asker_holds: true, third_holds: false, ended: false, ...change,
  };
}

describe('the order of requests', () => {
  it('puts what waits first, the soonest due at the top', () => {
    const rows = [
      row('old', { state: 'refused', answered_ms: 5, asked_ms: 1 }), row('later', { due_ms: 200 }), row('soon'),
      row('new', { state: 'granted', answered_ms: 9, asked_ms: 3 }), row('silent', { state: 'no_answer', asked_ms: 2 }),
    ];
    expect(inOrder(rows).map((one) => one.id)).toEqual(['soon', 'later', 'silent', 'new', 'old']);
  });
  it('takes an unanswered one for open though its time is over', () => {
    expect(isOpen(row('a', { state: 'no_answer' }))).toBe(true);
    expect(isOpen(row('a', { state: 'refused', answered_ms: 1 }))).toBe(false);
    expect(isOpen(row('a', { withdrawn: true }))).toBe(false);
  });
});

describe('for whom one can ask', () => {
  it('leaves out both sides and whoever was asked for already', () => {
    expect(thirds(['A', 'B', 'J', 'K'], 'B', 'J', [])).toEqual(['A', 'K']);
    expect(thirds(['A', 'B', 'J', 'K'], 'B', 'J', [row('a', { own: true })])).toEqual(['K']);
    expect(thirds(['A', 'B', 'J'], 'B', 'J', [row('a', { own: true, state: 'no_answer' })])).toEqual(['A']);
    expect(thirds(['B', 'J'], 'B', 'J', [])).toEqual([]);
  });
});
