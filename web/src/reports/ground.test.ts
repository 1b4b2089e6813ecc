import { describe, expect, it } from 'vitest';
import { compared } from './ground';
import type { ReportRow } from './types';

function ground(party: string, holder: string, squares: string[], more: Partial<ReportRow> = {}): ReportRow {
  return {
    holder_is: holder.split('/').map((name) => name.trim().toLowerCase()), key: `${party}/I-${squares.join('')}${holder}`, party, holder, matter: 'control_of_ground', ended: false, withdrawn: false,
    until_ms: 1, released_ms: 1, squares: squares.map((name) => ({ name, ring: [] })), ...more,
  } as ReportRow;
}
const told = (rows: ReportRow[]): string[] =>
  compared(rows).map((one) => `${one.square.name} ${one.difference} ${one.sayings.map((s) => `${s.party}:${s.holder}`).join(' ')}`);

describe('ground side by side', () => {
  it('says what one names alone, what both name, and where they differ', () => {
    expect(told([ground('A', 'A', ['1', '2', '3']), ground('B', 'B', ['2', '4']), ground('B', 'A', ['3'])])).toEqual([
      '1 one A:A', '2 differ A:A B:B', '3 same A:A B:A', '4 one B:B',
    ]);
  });
  it('takes the last word of each party, whatever came in which order', () => {
    const rows = [ground('A', 'B', ['1'], { until_ms: 9 }), ground('A', 'A', ['1'], { until_ms: 5 }), ground('B', 'B', ['1'])];
    expect(told(rows)).toEqual(['1 same A:B B:B']);
    expect(told([...rows].reverse())).toEqual(['1 same A:B B:B']);
  });
  it('takes a holder for one under any name that two share, over a third too', () => {
    const rows = [ground('A', 'North Group / NG', ['1', '2']), ground('B', 'ng', ['1']), ground('B', 'Northern Group', ['2']), ground('J', 'Northern Group / North Group', ['2'])];
    expect(told(rows).map((one) => one.split(' ')[1])).toEqual(['same', 'same']);
    expect(told(rows.slice(0, 3)).map((one) => one.split(' ')[1])).toEqual(['same', 'differ']);
  });
  it('leaves out what was taken back or is told no more, and every other matter', () => {
    expect(told([ground('A', 'A', ['1'], { ended: true }), ground('B', 'B', ['1'], { withdrawn: true }), ground('A', '', ['1'], { matter: 'front_line' })])).toEqual([]);
  });
});
