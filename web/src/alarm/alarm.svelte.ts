/**
 * The alarms of this page: what the node reports, the calls of the line, messages that wait, and the line itself.
 * It gathers them into one order; what they sound and show is decided in `order` and drawn by the components.
 */
import { isOpen, messageRank } from '../lib/messageRank';
import { room } from '../lib/store.svelte';
import type { AlertRow } from '../lib/types';
import { line } from '../line/line.svelte';
import type { Aside } from './types';
import { countOf, isFlood, type AlarmItem } from './order';

const DEAD_LINE = new Set(['peer_lost']);
/** Alarms about a call that the call itself shows. */
const OF_A_CALL = new Set(['flash', 'flash_overdue', 'immediate', 'call_overdue', 'passed_while_suspended']);

class Alarm {
  /** Alarms that a person here has said to have seen; they stay in sight and are silent. Calls are answered instead. */
  seen = $state.raw<ReadonlySet<string>>(new Set());

  readonly items = $derived.by((): AlarmItem[] => {
    const out: AlarmItem[] = [];
    for (const a of room.alerts) {
      if (this.standsAsCall(a) || this.isShelved(a)) continue;
      const isDeadLine = DEAD_LINE.has(a.what);
      out.push({ key: a.key, rank: a.rank, since_ms: a.t_ms, unanswered: !this.seen.has(a.key), letter: this.#letter(a.party), isDeadLine });
    }
    for (const m of room.messages.values()) {
      if (!isOpen(m, room.settled)) continue;
      const rank = messageRank(m, room.settled);
      if (rank < 3) out.push({ key: m.key, rank, since_ms: m.t_ms, unanswered: m.state !== 'acted', letter: this.#letter(m.party) });
    }
    for (const one of line.alarms) if (this.shelvedOfCall(one.key, one.rank) === null) out.push({ ...one, letter: this.#letter(one.letter) });
    if (room.stale) out.push({ key: 'own-node', rank: 2, since_ms: room.lastHeard_ms, unanswered: true, letter: '', isDeadLine: true });
    return out;
  });
  readonly flash = $derived(countOf(this.items, 1));
  readonly immediate = $derived(countOf(this.items, 2));
  /** Whether rank 3 is one count now; looked at once a minute. */
  readonly flood = $derived(isFlood(this.items, room.minute_ms));

  /** The call that stands in the queue says it already. */
  standsAsCall(a: AlertRow): boolean {
    return OF_A_CALL.has(a.what) && line.calls.has(a.about);
  }
  /** Put aside for a while: in sight, without a sound, not counted. */
  isShelved(a: AlertRow): boolean {
    return a.rank > 1 && (a.shelved ?? null) !== null;
  }
  /** The alarm of a call that can be shelved now: of the second or third rank, standing. */
  ofCall(key: string): AlertRow | undefined {
    return room.alerts.find((a) => a.about === key && a.rank > 1 && OF_A_CALL.has(a.what) && !this.isShelved(a));
  }
  /** Until when a call is put aside: when every alarm of it is; null for one that stands. */
  shelvedOfCall(key: string, rank: number): Aside | null {
    if (rank === 1 || this.ofCall(key) !== undefined) return null;
    return room.alerts.find((a) => a.about === key && OF_A_CALL.has(a.what) && this.isShelved(a))?.shelved ?? null;
  }
  markSeen(key: string): void {
    this.seen = new Set([...this.seen, key]);
  }
  #letter(party: string): string {
    return room.partyOf(party)?.letter ?? '';
  }
}

export const alarm = new Alarm();
