/** Which requests stand first, for whom one can still ask, and what locks the asking. Pure. */
import type { NoticeRow, RequestRow } from '../lib/types';
import type { Draft } from '../lib/types';

/** A request that the originator has not answered: it can still answer one whose time is over. */
export function isOpen(row: RequestRow): boolean {
  return row.answered_ms === null && !row.withdrawn;
}

/** Those that wait first, the soonest due at the top; then the others, the last asked at the top. */
export function inOrder(rows: readonly RequestRow[]): RequestRow[] {
  const waits = (row: RequestRow): number => (row.state === 'asked' ? 0 : isOpen(row) && !row.own ? 1 : 2);
  return [...rows].sort((a, b) => waits(a) - waits(b) || (waits(a) === 0 ? a.due_ms - b.due_ms : b.asked_ms - a.asked_ms));
}

/** Third parties for which nothing waits: neither this centre nor the originator, nor one that was asked for. */
export function thirds(parties: readonly string[], own: string, originator: string, rows: readonly RequestRow[]): string[] {
  const waiting = new Set(rows.filter((row) => row.own && row.state === 'asked').map((row) => row.to));
  return parties.filter((id) => id !== own && id !== originator && !waiting.has(id));
}

/** A notice as the draft that a check takes, to see what it would meet if one more party were told. */
export function draftOf(row: NoticeRow): Draft {
  return {
    draft_id: '', entity: row.id, version: row.version, notice: { ...row.notice, action: 'amend' },
    recipients: row.recipients.map((r) => ({ party: r.party, mode: r.mode })), immediate: false,
  };
}
