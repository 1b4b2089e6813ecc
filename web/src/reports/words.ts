/** Small questions about reports: the grade as it is written and read, what is told in squares alone, what state stands beside it. */
import { t, word } from '../lib/fluent';
import { lockedNow } from '../lib/locked';
import { room } from '../lib/store.svelte';
import type { Matter, ReportRow, Words } from './types';

/** Told in squares of 10 km over six hours or more, and in no other way (S7). */
const COARSE: readonly Matter[] = ['front_line', 'control_of_ground', 'group_movement'];
/** What may be told to the point; any other matter is a cell at the finest (S7). */
const EXACT: readonly Matter[] = ['hazard', 'infrastructure_damage'];
export const PERIOD_MS_MIN = 6 * 3_600_000;

export const isCoarse = (matter: Matter): boolean => COARSE.includes(matter);
export const mayBeExact = (matter: Matter): boolean => EXACT.includes(matter);

/** `B2`. */
export const grade = (row: ReportRow): string => `${row.reliability}${row.credibility}`;
/** What both figures of the grade mean, in the chosen language. */
export const gradeWords = (row: ReportRow): string => `${t(`in-rel-${row.reliability}`)} · ${t(`in-cred-${row.credibility}`)}`;

/** Words for the states of a report that a reader has to know; none when it simply stands. */
export function states(row: ReportRow): string[] {
  const found: string[] = [];
  if (row.ended) found.push('ended');
  if (row.withdrawn) found.push('withdrawn');
  if (row.mode === 'view' && !row.own) found.push('view');
  return found;
}

/** A text as a list shows it: what a person put into that language, else as it was written. A machine's stands beside the text alone. */
export function listed(words: Words | null, lang: string): { lang: string; text: string } | null {
  if (words === null || words.lang === lang) return words;
  return (words.translations ?? []).find((one) => one.lang === lang && one.made_by === 'human') ?? words;
}

/** Why the post that was taken may not do this here and now; '' = it may. */
export function lockedFor(action: 'inform' | 'export'): string {
  const session = room.session;
  if (lockedNow() !== '' || session === null) return lockedNow();
  if (session.post === '') return t('in-locked-none');
  return session.may.includes(action) ? '' : t(`in-locked-${action}`, { post: word('post', session.post) });
}
