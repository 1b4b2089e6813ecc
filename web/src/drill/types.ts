/** What `/api/drill` answers. Times in ms. */
import type { Text3 } from '../lib/types';

export interface RealCall { key: string; precedence: string; stop: boolean; party: string; name: Text3; since_ms: number }
export interface StepTime { number: number; do: string; text: Text3; took_ms: number | null; within_ms: number | null; outcome: 'in_time' | 'late' | 'not_done' | 'measured' }
export interface CallTime {
  key: string; from: string; precedence: string; stop: boolean; in_time: boolean; matched_after_ms: number | null;
  after_ms: Record<'taken' | 'read_back' | 'understood' | 'acted' | 'unable' | 'answer', number | null>;
  escalations: { step: string; after_ms: number }[];
}
export interface DrillRecord { story: string; title: Text3; crew: string; steps: StepTime[]; calls: CallTime[]; not_played: string[] }
export interface DrillStatus {
  available: boolean; on: boolean; drill: boolean; stories: { name: string; title: Text3; about: Text3 }[];
  address?: string; story?: string; title?: Text3; crew?: string; step?: number; count?: number; waiting?: boolean; finished?: boolean;
  times?: StepTime[]; record?: DrillRecord | null;
  real?: { calls: RealCall[]; ranks: Record<'1' | '2' | '3', number>; address: string };
}
