/** The last step a notice has reached: for an own notice the least of its recipients, for others' what this centre did. */
import type { NoticeRow } from '../lib/types';

export type Receipt = 'sent' | 'delivered' | 'read' | 'read_back' | 'acted';
const ORDER: readonly Receipt[] = ['sent', 'delivered', 'read', 'read_back', 'acted'];

export function receiptOf(row: NoticeRow): Receipt {
  if (!row.own) {
    if (row.replies.some((r) => r.kind === 'understood')) return 'acted';
    return row.replies.some((r) => r.kind === 'read_back') ? 'read_back' : 'delivered';
  }
  const reached = row.recipients.map((r) =>
    r.understood_ms !== null ? 4 : r.read_back_ms !== null ? 3 : r.read_ms !== null ? 2 : r.delivered_ms !== null ? 1 : 0);
  return ORDER[Math.min(...reached, 4)] ?? 'sent';
}
