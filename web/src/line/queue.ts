/**
 * The order of calls: what waits for this centre first, by precedence, the oldest first; what the next step is.
 * A call is answered when somebody took it and stays in sight until it is understood. Pure.
 */
import type { Rank } from '../lib/types';
import type { CallRow, CallState, ChannelRow, ChannelStatus } from './types';

/** Waits to be answered: nobody took it yet. */
export function waits(c: CallRow): boolean {
  return c.open && c.taken_ms === null && c.abandoned_ms === null;
}
/** Taken, and not yet understood or finished. */
export function isUnderstandingDue(c: CallRow): boolean {
  return !c.done && c.taken_ms !== null && c.understood_ms === null;
}

/** Rank of its alarm now; 3 once it is understood or done. */
export function rankOf(c: CallRow): Rank {
  if (!waits(c) && !isUnderstandingDue(c)) return 3;
  return c.precedence === 'FLASH' ? 1 : c.precedence === 'IMMEDIATE' ? 2 : 3;
}
/** Whether it may sound here: theirs until it is taken, ours when the other end is late. */
export function mayCall(c: CallRow): boolean {
  return waits(c) && (!c.own || c.overdue) && !c.folded;
}

/** Theirs that wait for us stand before ours that wait for them, and those before what was taken. */
function place(c: CallRow): number {
  return waits(c) ? (c.own ? 1 : 0) : 2;
}

/** Calls that stand in the queue: whatever is not finished, but routine of our own that is on its way. */
export function queue(calls: Iterable<CallRow>): CallRow[] {
  return [...calls]
    .filter((c) => !c.done && c.abandoned_ms === null && (c.precedence !== 'ROUTINE' || !c.own))
    .sort((a, b) => rankOf(a) - rankOf(b) || place(a) - place(b) || a.clock_from_ms - b.clock_from_ms || (a.key < b.key ? -1 : 1));
}

/** The call that F2 answers: the oldest FLASH that nobody here took, else the oldest of the other precedences. */
export function oldestWaiting(calls: Iterable<CallRow>): CallRow | undefined {
  return queue(calls).filter((c) => !c.own && waits(c)).sort((a, b) => rankOf(a) - rankOf(b) || a.clock_from_ms - b.clock_from_ms)[0];
}
/** The call that F4 opens: the first whose place waits to be read back here. */
export function firstToReadBack(calls: Iterable<CallRow>): CallRow | undefined {
  return queue(calls).find((c) => !c.own && c.taken_ms !== null && c.sent_point !== null && c.understood_ms === null);
}

export interface CallGroup { key: string; calls: [CallRow, ...CallRow[]] }
const SAME_PRESS_MS = 4000;
/** One press of STOP makes a call to each party: they stand as one, with the party that is the furthest behind first. */
export function grouped(calls: readonly CallRow[]): CallGroup[] {
  const groups: CallGroup[] = [];
  for (const c of calls) {
    const of = c.own && c.stop ? groups.find((g) => g.calls[0].own && g.calls[0].stop && Math.abs(g.calls[0].placed_ms - c.placed_ms) < SAME_PRESS_MS) : undefined;
    if (of === undefined) groups.push({ key: c.key, calls: [c] });
    else of.calls.push(c);
  }
  return groups;
}

export const STEPS = ['sent', 'delivered', 'read', 'read_back', 'acted'] as const;
const REACHED: Record<Exclude<CallState, 'abandoned'>, number> = { sent: 1, delivered: 2, taken: 3, read_back: 4, understood: 4, acted: 5, unable: 5, answered: 5 };
/** How many of the five steps are reached. */
export function stepsReached(c: CallRow): number {
  if (c.state !== 'abandoned') return REACHED[c.state];
  return c.taken_ms !== null ? 3 : c.delivered_ms !== null || c.arrived_ms !== null ? 2 : 1;
}

/** What the receiver does next. */
export function nextStep(c: CallRow): 'take' | 'read_back' | 'understand' | 'finish' | 'none' {
  if (c.done || c.abandoned_ms !== null) return 'none';
  if (c.taken_ms === null) return 'take';
  if (c.understood_ms !== null) return 'finish';
  return c.blocked === '' ? 'understand' : 'read_back';
}

const WORST: readonly ChannelStatus[] = ['suspended', 'resuming', 'announced', 'open'];
/** The rows of one class in which something other than open stands, the worst first. */
export function notOpen(rows: readonly ChannelRow[]): ChannelRow[] {
  return rows.filter((r) => r.status !== 'open').sort((a, b) => WORST.indexOf(a.status) - WORST.indexOf(b.status));
}
