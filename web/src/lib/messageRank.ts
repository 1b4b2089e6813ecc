/** The order of messages: what still waits for this centre first, by precedence; what is done last. */
import type { MessageRow, Rank } from './types';

/** An incoming message waits until it was acted on. */
export function isOpen(m: MessageRow): boolean {
  return m.direction === 'in' && m.state !== 'acted';
}

/** 1 FLASH, 2 IMMEDIATE, 3 the rest and whatever is done. */
export function messageRank(m: MessageRow): Rank {
  if (!isOpen(m)) return 3;
  return m.precedence === 'FLASH' ? 1 : m.precedence === 'IMMEDIATE' ? 2 : 3;
}

export const MESSAGE_STEPS = ['sent', 'delivered', 'read', 'acted'] as const;

/** How many of the four steps are reached, 1 to 4. */
export function stepsReached(m: MessageRow): number {
  return MESSAGE_STEPS.indexOf(m.state) + 1;
}
