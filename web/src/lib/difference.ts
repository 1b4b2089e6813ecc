/** Lists that the feed sends by difference. Taking one up twice, or after a picture that was newer, changes nothing. */
import type { AlertRow, ConflictRow, Difference, DueRow } from './types';

export function taken<T extends { key: string }>(held: T[], change: Difference<T> | undefined, order: (a: T, b: T) => number): T[] {
  if (!change) return held;
  const rows = new Map(held.map((row) => [row.key, row]));
  for (const key of change.gone) rows.delete(key);
  for (const row of change.rows) rows.set(row.key, row);
  return [...rows.values()].sort(order);
}

// The orders in which the node gives the whole lists.
export const soonest = (a: ConflictRow, b: ConflictRow): number => a.from_ms - b.from_ms;
export const dueFirst = (a: DueRow, b: DueRow): number => a.due_ms - b.due_ms || (a.key < b.key ? -1 : 1);
export const gravest = (a: AlertRow, b: AlertRow): number => a.rank - b.rank || b.t_ms - a.t_ms;
