/** How an agreed text stands at a moment, between two answers of the node: its beginning and its end are known here too. */
import type { InstrumentRow, InstrumentState } from '../areas/types';
import { countdown } from '../lib/format';

export function stateNow(row: InstrumentRow, now_ms: number): InstrumentState {
  if (row.state === 'ended' || row.state === 'lapsed') return row.state;
  if (now_ms >= row.end_ms) return row.ended_by.length > 0 ? 'ended' : 'lapsed';
  return row.state === 'coming' && now_ms >= row.start_ms ? 'in_force' : row.state;
}

/** The countdown to the end, and after it how long ago that was. */
export function left(row: InstrumentRow, now_ms: number): string {
  return countdown(row.end_ms - now_ms);
}

/** The last reminder whose time has come: 24, 6 or 1 hours before the end; null before the first and after the end. */
export function reminder(row: InstrumentRow, now_ms: number): 24 | 6 | 1 | null {
  const hours = (row.end_ms - now_ms) / 3_600_000;
  if (hours <= 0) return null;
  return hours <= 1 ? 1 : hours <= 6 ? 6 : hours <= 24 ? 24 : null;
}
