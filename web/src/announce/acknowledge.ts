/**
 * Which hits have been looked at, and what still locks the release (T-5).
 *
 * An acknowledgement belongs to what was read: when the place, the window or the margin of a hit changes,
 * it has to be given again. The node checks again at release and has the last word.
 */
import type { Draft, Hit, Report } from '../lib/types';

export const ONE_BY_ONE_MAX = 20;
export const HITS_DUE_MS = 15 * 60 * 1000;

/** What the officer read when he acknowledged. Two equal texts mean the same hit with the same margin. */
export function readOf(hit: Hit): string {
  return [
    hit.key, hit.relation, hit.from_ms, hit.until_ms, hit.altitude_overlap_ft, Math.round(hit.area_m2 ?? 0),
    Math.round(hit.distance_m ?? 0),
  ].join('|');
}

export type Acknowledged = Record<string, { read: string; t_ms: number }>;

export function isAcknowledged(acknowledged: Acknowledged, hit: Hit): boolean {
  return acknowledged[hit.key]?.read === readOf(hit);
}

/** The acknowledgements with these hits added. */
export function acknowledge(acknowledged: Acknowledged, hits: readonly Hit[], t_ms: number): Acknowledged {
  const added = Object.fromEntries(hits.map((hit) => [hit.key, { read: readOf(hit), t_ms }]));
  return { ...acknowledged, ...added };
}

/** Keys to send: those hits of the report that are acknowledged as they stand. */
export function acknowledgedKeys(acknowledged: Acknowledged, report: Report | null): string[] {
  return (report?.hits ?? []).filter((hit) => isAcknowledged(acknowledged, hit)).map((hit) => hit.key);
}

/** A report with the hits that only the check at release found; `fresh` names them. */
export function withMissing(report: Report, missing: readonly Hit[]): Report {
  const known = new Set(missing.map((hit) => hit.key));
  return { ...report, hits: [...missing, ...report.hits.filter((hit) => !known.has(hit.key))] };
}

/** MEDEVAC, SAR, immediate and CANCEL go at once; their hits are due within 15 minutes (T-5). */
export function goesAtOnce(draft: Draft): boolean {
  const { activity_class, action } = draft.notice;
  return draft.immediate || action === 'cancel' || activity_class === 'medevac' || activity_class === 'sar';
}

export type Lock =
  | null
  | { why: 'incomplete'; count: number }
  | { why: 'no-recipient' | 'unchecked' | 'counts-only' | 'second-post' | 'sending' }
  | { why: 'hits'; done: number; all: number };

/** Why the release key is locked, in the order in which an officer can mend it; null when it is not. */
export function lockOf(
  draft: Draft, problems: number, report: Report | null, current: boolean, acknowledged: Acknowledged,
): Lock {
  if (problems > 0) return { why: 'incomplete', count: problems };
  if (draft.recipients.length === 0) return { why: 'no-recipient' };
  if (goesAtOnce(draft)) return null;
  if (report === null || !current) return { why: 'unchecked' };
  if (report.counts_only) return { why: 'counts-only' };
  if (report.needs_second_post) return { why: 'second-post' };
  const done = acknowledgedKeys(acknowledged, report).length;
  return done < report.hits.length ? { why: 'hits', done, all: report.hits.length } : null;
}
