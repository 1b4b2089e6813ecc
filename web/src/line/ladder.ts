/**
 * The running clock of a call: where it stands on the bar of 60 s, 2, 5 and 10 minutes, and what that asks for.
 * The moments come from the room's charter; the bar gives the early ones more room. Pure.
 */
import { duration } from '../lib/format';

export interface LadderMark { at_ms: number; /** 0 to 1 along the bar. */ along: number }

/** Where the marks stand when there are four: the first minute has a quarter of the bar. */
const ALONG = [0.25, 0.43, 0.71, 1];

export function marks(moments_ms: readonly number[]): LadderMark[] {
  const sorted = [...moments_ms].sort((a, b) => a - b);
  return sorted.map((at_ms, i) => ({ at_ms, along: sorted.length === ALONG.length ? ALONG[i]! : (i + 1) / sorted.length }));
}

/** How much of the bar is filled after `age_ms`, 0 to 1. */
export function filled(age_ms: number, moments_ms: readonly number[]): number {
  let [before_ms, before] = [0, 0];
  for (const mark of marks(moments_ms)) {
    if (age_ms < mark.at_ms) return before + ((Math.max(0, age_ms) - before_ms) / (mark.at_ms - before_ms)) * (mark.along - before);
    [before_ms, before] = [mark.at_ms, mark.along];
  }
  return 1;
}

/** `60 s`, `2 min`: the same figures and units in every language. */
export function markName(at_ms: number): string {
  return at_ms < 120_000 ? `${Math.round(at_ms / 1000)} s` : `${Math.round(at_ms / 60_000)} min`;
}

const LONG_MS = 6_000_000;
/** mm:ss as a running clock reads, `27:04`, `72:10`; from a hundred minutes on in hours: `8 h 21 min`. */
export function runningClock(age_ms: number): string {
  if (age_ms >= LONG_MS) return duration(age_ms);
  const s = Math.floor(Math.max(0, age_ms) / 1000);
  return `${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}`;
}
