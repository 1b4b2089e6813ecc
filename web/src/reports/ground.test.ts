import { describe, expect, it } from 'vitest';
import { compared } from './ground';
import type { ReportRow } from './types';

function ground(party: string, holder: string, squares: string[], more: Partial<ReportRow> = {}): ReportRow {
  return {
    key: `${party}/I-${squares.join('')}${holder}`, party, holder, matter: 'control_of_ground', ended: false, withdrawn: false,
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
  it('leaves out what was taken back or is told no more, and every other matter', () => {
    expect(told([ground('A', 'A', ['1'], { ended: true }), ground('B', 'B', ['1'], { withdrawn: true }), ground('A', '', ['1'], { matter: 'front_line' })])).toEqual([]);
  });
});
