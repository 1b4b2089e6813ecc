/** Other servers that are read, and what came from them. Times in _ms (UTC). */
import type { ReportDraft, Square } from '../reports/types';
import type { Text3 } from '../lib/types';

export const AUTHS = ['none', 'basic', 'bearer', 'certificate'] as const;
export type Auth = (typeof AUTHS)[number];
export const STANDINGS = ['waiting', 'aside', 'taken'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A reason of the node with what it is about; `text` is null where it has no words for it. */
export interface Reason { about: string; reason: string; text: Text3 | null }
export interface Counted extends Reason { count: number }
export interface PositionRow {
  root: string; collection: string; title: string; after_ms: number; kept: Record<string, number>; differing: number; left_out: Counted[];
}
export interface SourceRow {
  name: string; url: string; collections: string[]; auth: Auth; user: string; every_minutes: number; reliability: string; trusts_own: boolean;
  running: boolean; tried_ms: number; pulled_ms: number; next_ms: number; failures: number; troubles: Reason[]; kept_bytes: number;
  positions: PositionRow[];
}
export interface Sources { rows: SourceRow[]; may_change: boolean }
/** What a form says of a source; without a secret the one that is kept stays. */
export interface SourceSaid {
  name: string; url: string; collections: string[]; auth: Auth; user: string; secret?: string; every_minutes: number; reliability: string; trust?: string;
}
export interface DraftRow {
  id: string; number: string; version: string; title: string; creator: string; sources: string[]; came_ms: number; standing: Standing;
  report: string; was_aside: boolean; revoked: boolean; differing: boolean; reliability: string; credibility: number; matter: string;
  given: [string, string][]; trouble: Reason | null;
}
export interface Drafts { rows: DraftRow[]; total: number; shown: number; standing: Record<Standing, number>; others: Record<string, number> }
export interface DraftDetails {
  row: DraftRow; information: (ReportDraft & { squares?: string[] }) | null; squares: Square[]; marked: string[];
  lost: (Reason & { id: string })[]; text: string; near: { near: Record<'en' | 'ar' | 'ru', string> } | null;
}
export interface RawRow { id: string; version: string; number: string; sources: string[]; came_ms: number; text: string }
