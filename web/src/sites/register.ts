/**
 * The register of sites as a list: which rows a filter keeps, how they are sorted, what counts as unlocated.
 *
 * It filters only what this centre has received; nothing here knows of other sites.
 */
import type { Lang, Place, SiteRow, Verification } from '../lib/types';

/** Categories that a site may have (S1). Protected and hazard categories only. */
export const CATEGORIES = [
  'hospital', 'clinic', 'ambulance_point', 'school', 'idp_camp', 'water', 'power', 'food', 'worship',
  'un_ngo_office', 'warehouse', 'crossing', 'detention', 'repair_crew', 'uxo_hazard', 'hazardous_industry', 'other',
] as const;
export const LADDER: readonly Verification[] = ['V0', 'V1', 'V2', 'V3', 'V4'];

export type Flag = 'own' | 'received' | 'expired' | 'disputed' | 'duplicates' | 'unlocated';
export const FLAGS: readonly Flag[] = ['own', 'received', 'expired', 'disputed', 'duplicates', 'unlocated'];

export interface Filter { words: string; category: string; verification: string; flags: ReadonlySet<Flag> }
export const NO_FILTER: Filter = { words: '', category: '', verification: '', flags: new Set() };

/** A site whose place is known by words only (T-23): kept, flagged, in no check. */
export function isUnlocated(row: { place: Place | null }): boolean {
  return row.place === null || row.place.precision === 'unknown';
}

export function isDisputed(row: SiteRow): boolean {
  return row.positions.some((p) => p.stance === 'disputes');
}

function has(row: SiteRow, flag: Flag): boolean {
  switch (flag) {
    case 'own': return row.own;
    case 'received': return !row.own;
    case 'expired': return row.expired;
    case 'disputed': return isDisputed(row);
    case 'duplicates': return row.duplicates.length > 0;
    case 'unlocated': return isUnlocated(row);
  }
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** True when every word of the search stands somewhere in the row's id or names, in any script. */
export function matches(row: SiteRow, filter: Filter): boolean {
  if (filter.category !== '' && row.category !== filter.category) return false;
  if (filter.verification !== '' && row.verification !== filter.verification) return false;
  for (const flag of filter.flags) if (!has(row, flag)) return false;
  const hay = folded(`${row.id} ${row.name.en} ${row.name.ar} ${row.name.ru} ${row.function} ${row.submitter}`);
  return folded(filter.words).split(/\s+/).every((w) => hay.includes(w));
}

/** Rows in a steady order: what needs work first (disputed, expired, duplicates), then by category and name. */
export function ordered(rows: Iterable<SiteRow>): SiteRow[] {
  const urgency = (r: SiteRow): number => (isDisputed(r) ? 0 : r.expired ? 1 : r.duplicates.length > 0 ? 2 : 3);
  return [...rows].sort((a, b) =>
    urgency(a) - urgency(b) || a.category.localeCompare(b.category) || a.name.en.localeCompare(b.name.en, 'en', { numeric: true }) || a.key.localeCompare(b.key));
}

/** How many rows each flag would keep, for the labels of the filter keys. */
export function countsOf(rows: readonly SiteRow[]): Record<Flag, number> {
  return Object.fromEntries(FLAGS.map((flag) => [flag, rows.filter((row) => has(row, flag)).length])) as Record<Flag, number>;
}
