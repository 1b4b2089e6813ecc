/**
 * What an alarm asks of eye and ear, in the order of the room: FLASH, IMMEDIATE, ROUTINE.
 *
 * Rank 1 sounds until it is answered and stays red until it is understood; rank 2 has one chime and one more at five
 * minutes; rank 3 has none. A flood folds rank 3 into one count. Pure: it plays nothing and draws nothing.
 */
import type { Rank } from '../lib/types';

export interface AlarmItem {
  key: string;
  rank: Rank;
  /** When it began; an alarm that returns keeps its first time. */
  since_ms: number;
  /** Nobody has answered it: it may sound and its badge may blink. */
  unanswered: boolean;
  /** Letter of the party that caused it; '' = the own node. */
  letter: string;
  /** A line that is dead, with a sound of its own. */
  isDeadLine?: boolean;
}
export type Tone = 'flash' | 'chime' | 'dead' | 'drill';

export const CHIME_AGAIN_MS = 300_000;
export const FLOOD_COUNT = 10;
export const FLOOD_SPAN_MS = 600_000;

/** What has been heard of which alarm; it lives as long as the page. */
export interface Heard { chimes: ReadonlyMap<string, number>; dead: ReadonlySet<string> }
export const NOTHING_HEARD: Heard = { chimes: new Map(), dead: new Set() };
export interface Sounding { flash: boolean; chime: boolean; dead: boolean; heard: Heard }

/** What is to sound now. `flash` goes on until it is false; the other two are played once. */
export function sounding(items: readonly AlarmItem[], now_ms: number, heard: Heard): Sounding {
  const chimes = new Map<string, number>();
  const dead = new Set<string>();
  const out = { flash: false, chime: false, dead: false };
  for (const one of items) {
    if (one.isDeadLine === true) {
      dead.add(one.key);
      if (!heard.dead.has(one.key)) out.dead = true;
    }
    if (!one.unanswered) continue;
    if (one.rank === 1) out.flash = true;
    if (one.rank !== 2 || one.isDeadLine === true) continue;
    const due = now_ms - one.since_ms >= CHIME_AGAIN_MS ? 2 : 1;
    if ((heard.chimes.get(one.key) ?? 0) < due) out.chime = true;
    chimes.set(one.key, due);
  }
  return { ...out, heard: { chimes, dead } };
}

/** More than ten alarms within ten minutes: rank 3 becomes one count, so that ranks 1 and 2 are seen. */
export function isFlood(items: readonly AlarmItem[], now_ms: number): boolean {
  return items.filter((one) => now_ms - one.since_ms <= FLOOD_SPAN_MS).length > FLOOD_COUNT;
}

export function countOf(items: readonly AlarmItem[], rank: Rank): number {
  return items.filter((one) => one.rank === rank).length;
}

/** Alarms of rank 1 and 2 that were not there before, oldest first: those for a notification of the browser. */
export function newcomers(items: readonly AlarmItem[], known: ReadonlySet<string>): AlarmItem[] {
  return items.filter((one) => one.rank < 3 && one.unanswered && !known.has(one.key)).sort((a, b) => a.since_ms - b.since_ms);
}
