/**
 * One flight that several parties tell of is drawn once. Two nodes that fly by one DSS each hear of the flights of others,
 * and the room carries the notice of who flies: all these statements stand, in tables and in the record.
 */
import type { NoticeRow, NoticeState } from '../lib/types';

/** The identifier that services know a flight or a constraint by; empty for what the room announces itself. */
export function flownId(row: NoticeRow): string {
  return row.notice.intent?.id ?? row.notice.constraint?.id ?? '';
}

/**
 * The same rows with one for each flight: the one that was chosen, else one that stands before one that has ended, the
 * latest version, the one of who is asking, and the smallest key.
 */
export function onePerFlight(rows: NoticeRow[], own: string, chosen: ReadonlySet<string>, state: (row: NoticeRow) => NoticeState): NoticeRow[] {
  const drawn = new Map<string, NoticeRow>();
  const version = (row: NoticeRow): number => row.notice.intent?.version ?? row.notice.constraint?.version ?? 0;
  const weight = (row: NoticeRow): number[] => [
    chosen.has(row.key) ? 1 : 0, ['announced', 'active'].includes(state(row)) ? 1 : 0, version(row), row.author === own ? 1 : 0,
  ];
  const before = (a: NoticeRow, b: NoticeRow): boolean => {
    const [one, other] = [weight(a), weight(b)];
    const i = one.findIndex((figure, place) => figure !== other[place]);
    return i < 0 ? a.key < b.key : one[i]! > other[i]!;
  };
  for (const row of rows) {
    const id = flownId(row);
    const held = drawn.get(id);
    if (id !== '' && (held === undefined || before(row, held))) drawn.set(id, row);
  }
  return rows.filter((row) => flownId(row) === '' || drawn.get(flownId(row)) === row);
}
