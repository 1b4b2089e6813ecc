/**
 * The order of messages: what still waits for this centre first, by precedence; what is settled last.
 * A message asks for something when it is a question, a concern, a warning or a read-back that does not match. It is
 * settled by a later word of this centre about the same thing, by a later version of an own notice, or by a later
 * read-back of the same party that matches. Pure.
 */
import type { MessageRow, NoticeRow, Rank } from './types';

export const MESSAGE_STEPS = ['sent', 'delivered', 'read', 'acted'] as const;

/** Incoming and in need of something, settled or not. */
export function asks(m: MessageRow): boolean {
  if (m.direction !== 'in') return false;
  if (m.kind === 'read_back') return m.matches === false;
  return m.kind === 'question' || m.kind === 'release_request' || m.kind === 'concern' || m.kind === 'warning' || (m.kind === 'answer' && m.code === 'other');
}

/** Keys of the messages that asked for something and have been seen to. */
export function settledKeys(messages: readonly MessageRow[], noticeOf: (key: string) => NoticeRow | undefined): Set<string> {
  const lastOut = new Map<string, number>();
  const lastMatch = new Map<string, number>();
  const latest = (map: Map<string, number>, key: string, t_ms: number): void => {
    map.set(key, Math.max(map.get(key) ?? 0, t_ms));
  };
  for (const m of messages) {
    if (m.direction === 'out') latest(lastOut, m.about, m.t_ms);
    else if (m.kind === 'read_back' && m.matches === true) latest(lastMatch, `${m.party} ${m.about}`, m.t_ms);
  }
  const settled = new Set<string>();
  for (const m of messages) {
    if (!asks(m)) continue;
    const notice = noticeOf(m.about);
    const changed = notice?.own === true && notice.released_ms > m.t_ms;
    const answered = (lastOut.get(m.about) ?? 0) > m.t_ms;
    const matched = m.kind === 'read_back' && (lastMatch.get(`${m.party} ${m.about}`) ?? 0) > m.t_ms;
    if (m.state === 'acted' || changed || answered || matched) settled.add(m.key);
  }
  return settled;
}

/** Still waits for this centre. */
export function isOpen(m: MessageRow, settled: ReadonlySet<string>): boolean {
  return asks(m) && !settled.has(m.key);
}

/** 1 FLASH, 2 IMMEDIATE (a warning or a wrong read-back at least), 3 the rest and whatever is settled. */
export function messageRank(m: MessageRow, settled: ReadonlySet<string>): Rank {
  if (!isOpen(m, settled)) return 3;
  if (m.precedence === 'FLASH') return 1;
  return m.precedence === 'IMMEDIATE' || m.kind === 'warning' || m.kind === 'read_back' ? 2 : 3;
}

/** How many of the four steps are reached, 1 to 4. */
export function stepsReached(m: MessageRow): number {
  return MESSAGE_STEPS.indexOf(m.state) + 1;
}
