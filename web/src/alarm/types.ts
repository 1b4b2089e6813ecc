/** Alarms put aside, as the node says them: own ones, and those that another party told of. */
import type { Rank, TextIn } from '../lib/types';

export const REASONS = ['seen_to', 'waits_for_other', 'known_fault', 'said_twice', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** That an alarm is shelved: the shelving, by which post, and until when. */
export interface Aside { key: string; post: string; until_ms: number }
export interface ShelvingRow {
  key: string; id: string; own: boolean; party: string; post: string; alarm: string; what: string; rank: Rank; about: string;
  reason: Reason; text: TextIn | null; from_ms: number; until_ms: number; ended_ms: number | null; on: boolean; told: string[];
}
