/** The last messages of all kinds in one list: calls, beats, and words about notices and sites. Pure. */
import { stepsReached as stepsOfMessage } from '../lib/messageRank';
import type { MessageRow } from '../lib/types';
import { stepsReached } from './queue';
import type { BeatRow, CallRow } from './types';

export type LastRow =
  | { key: string; t_ms: number; own: boolean; party: string; reached: number; of: 'call'; row: CallRow }
  | { key: string; t_ms: number; own: boolean; party: string; reached: number; of: 'beat'; row: BeatRow }
  | { key: string; t_ms: number; own: boolean; party: string; reached: number; of: 'message'; row: MessageRow };

export const LAST_MAX = 10;

/** The newest first. What stands in the queue above is left out. */
export function lastRows(calls: Iterable<CallRow>, beats: Iterable<BeatRow>, messages: Iterable<MessageRow>, above: ReadonlySet<string>): LastRow[] {
  const out: LastRow[] = [];
  for (const row of calls) if (!above.has(row.key)) out.push({ key: row.key, t_ms: row.clock_from_ms, own: row.own, party: row.party, reached: stepsReached(row), of: 'call', row });
  for (const row of beats) out.push({ key: row.key, t_ms: row.arrived_ms ?? row.said_ms, own: row.own, party: row.party, reached: row.own && row.delivered_ms === null ? 1 : 2, of: 'beat', row });
  for (const row of messages) {
    if (above.has(row.key)) continue;
    const reached = row.state === 'acted' ? 5 : stepsOfMessage(row);
    out.push({ key: row.key, t_ms: row.t_ms, own: row.direction === 'out', party: row.party, reached, of: 'message', row });
  }
  return out.sort((a, b) => b.t_ms - a.t_ms || (a.key < b.key ? -1 : 1)).slice(0, LAST_MAX);
}
