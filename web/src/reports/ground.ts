/**
 * Who holds which square, as each party says: side by side, square by square, with where they differ. Nothing is merged
 * and nobody is judged right: a square that one party alone names is only that.
 */
import type { ReportRow, Square } from './types';

export interface Saying { party: string; holder: string; is: string[]; report: string }
export type Difference = 'differ' | 'one' | 'same';
export const DIFFERENCES: readonly Difference[] = ['differ', 'one', 'same'];
export interface GroundSquare { square: Square; sayings: Saying[]; difference: Difference }

/** Every square that a standing report of held ground names, each party's last word on it alone. */
export function compared(reports: Iterable<ReportRow>): GroundSquare[] {
  const ground = [...reports].filter((r) => r.matter === 'control_of_ground' && !r.ended && !r.withdrawn)
    .sort((a, b) => a.until_ms - b.until_ms || a.released_ms - b.released_ms || a.key.localeCompare(b.key));
  const found = new Map<string, { square: Square; last: Map<string, Saying> }>();
  for (const report of ground) {
    for (const square of report.squares) {
      const one = found.get(square.name) ?? { square, last: new Map<string, Saying>() };
      one.last.set(report.party, { party: report.party, holder: report.holder, is: report.holder_is, report: report.key });
      found.set(square.name, one);
    }
  }
  return [...found.values()].sort((a, b) => a.square.name.localeCompare(b.square.name)).map(({ square, last }) => {
    const sayings = [...last.values()].sort((a, b) => a.party.localeCompare(b.party));
    return { square, sayings, difference: differenceOf(sayings) };
  });
}

function differenceOf(sayings: Saying[]): Difference {
  if (sayings.length === 1) return 'one';
  // One holder by any name that two of them share: a party by each of its names, a group by each that is given for it.
  const known = new Set(sayings[0]!.is);
  let others = sayings.slice(1);
  for (;;) {
    const joined = others.filter((one) => one.is.some((name) => known.has(name)));
    if (joined.length === 0) return others.length > 0 ? 'differ' : 'same';
    for (const name of joined.flatMap((one) => one.is)) known.add(name);
    others = others.filter((one) => !joined.includes(one));
  }
}
