/** Invented rows of the line, for tests alone. */
import type { CallRow, ChannelRow, LineRow } from './types';

export function call(more: Partial<CallRow> = {}): CallRow {
  return {
    key: 'B/K-1', id: 'K-1', own: false, author: 'B', to: 'A', party: 'B', post: 'watch_officer', to_post: '', number: 1, precedence: 'FLASH',
    channel_class: 'SAFETY', via: 'room', stop: false, mistake: false, message: null, place: null, place_text: '', unlocated: false, phone: null,
    placed_ms: 1000, sent_ms: 1000, arrived_ms: 2000, delivered_ms: null, apart_ms: null, state: 'delivered', open: true, done: false,
    clock_from_ms: 2000, overdue_ms: 62_000, overdue: false, next_rung: null, taken_ms: null, taken_post: '', understood_ms: null, acted_ms: null,
    abandoned_ms: null, abandoned_before_delivery: false, rungs: [], words: [], sent_point: null, sent_points: [], read_back: null, read_backs: [], blocked: '',
    passed_while_suspended: false, folded: false, leaf: { origin: 'o', index: 1, size: 2 }, ...more,
  };
}
export function channel(more: Partial<ChannelRow> = {}): ChannelRow {
  const row = { party: 'B', channel_class: 'SAFETY' as const, ...more };
  return {
    key: `${row.party}/${row.channel_class}`, status: 'open', suspended_by: [], declared_ms: null, effective_ms: null, since_ms: null, scope: null,
    reason: null, remains: null, remains_classes: [], proposal: null, declaration_key: '', history: [], reconciliation: null, ...row,
  };
}
export function lineRow(more: Partial<LineRow> = {}): LineRow {
  return {
    party: 'B', up: true, heard_ms: 1, waiting: 0, skew_ms: 0, on_duty: { own: [], theirs: [] },
    speaks_for: { own: [], theirs: [] }, last_test: null, next_test_ms: null, missed_tests: [], test_key: '',
    beat_out: { seq: 0, sent_ms: 0, state: '', due_ms: null, level: 'not_started' }, beat_in: { seq: 0, arrived_ms: 0, state: '', due_ms: null, level: 'not_started' },
    missing_beats: [], missing_calls: [], flood: null, flood_out: null, ...more,
  };
}
