/** Small questions about rows that several screens ask: is it in the band, when does it run, what is it called. */
import { pick, pickedLang } from './fluent';
import { altitudeBand, feet, span } from './format';
import { look } from './lang.svelte';
import type { AltitudeBand } from './store.svelte';
import type { ConflictRow, Lang, NoticeRow, SiteRow } from './types';

/** The name that somebody gave, where the one in this language was only made from it: "WHOLESALE" in Cyrillic letters is no word. */
export function givenName(row: SiteRow, lang: Lang): { lang: Lang; text: string } | null {
  if (row.name_made[lang] !== 'transliterated') return null;
  const given = (['en', 'ar', 'ru'] as const).find((one) => row.name_made[one] === 'given' && row.name[one] !== '');
  return given === undefined ? null : { lang: given, text: row.name[given] };
}
/** What a site is called on this screen, and the language of that name. */
export function siteName(row: SiteRow | null | undefined): string {
  if (row === null || row === undefined) return '';
  return givenName(row, look.lang)?.text ?? pick(row.name);
}
export function siteLang(row: SiteRow): string {
  return givenName(row, look.lang)?.lang ?? pickedLang(row.name);
}

export function starts(row: NoticeRow): number {
  return Math.min(...row.notice.volumes.map((v) => v.from_ms));
}
export function ends(row: NoticeRow): number {
  return Math.max(...row.notice.volumes.map((v) => v.until_ms));
}

/** Any volume reaches into the band. References differ and are not converted here, so the band is a coarse filter of what is shown. */
export function inBand(row: NoticeRow, band: AltitudeBand): boolean {
  return row.notice.volumes.some((v) => feet(v.lower) <= band.upper_ft && (v.upper === null || feet(v.upper) >= band.lower_ft));
}

/** Levels of the first volume; `+n` more volumes are told by the caller. */
export function levels(row: NoticeRow): string {
  const first = row.notice.volumes[0];
  return first === undefined ? '' : altitudeBand(first.lower, first.upper);
}

export function when(row: NoticeRow, now_ms: number): string {
  return span(starts(row), ends(row), now_ms);
}

/** `N-7K4QXXXX` of `A/N-7K4QXXXX`. */
export function idOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
export function authorOf(key: string): string {
  const cut = key.indexOf('/');
  return cut < 0 ? '' : key.slice(0, cut);
}

/** Keys of everything a selected key stands for: itself, or both sides of a conflict. */
export function selectedKeys(key: string, conflicts: readonly ConflictRow[]): Set<string> {
  const conflict = conflicts.find((c) => c.key === key);
  return new Set(conflict === undefined ? (key === '' ? [] : [key]) : [conflict.a, conflict.b]);
}

/** A site that is past its date, not in use, or no longer confirmed by its originator. */
export function isFaded(site: SiteRow): boolean {
  return site.expired || site.status !== 'active' || site.unconfirmed_since_ms !== null;
}
