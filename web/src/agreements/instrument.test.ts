import { describe, expect, it } from 'vitest';
import type { InstrumentRow } from '../areas/types';
import { left, reminder, stateNow } from './instrument';

const HOUR = 3_600_000;
const row = (changes: Partial<InstrumentRow>): InstrumentRow => ({ state: 'coming', start_ms: HOUR, end_ms: 49 * HOUR, ended_by: [], ...changes }) as InstrumentRow;

describe('an agreed text between two answers', () => {
  it('begins and lapses by the clock', () => {
    expect(stateNow(row({}), 0)).toBe('coming');
    expect(stateNow(row({}), HOUR)).toBe('in_force');
    expect(stateNow(row({}), 49 * HOUR - 1)).toBe('in_force');
    expect(stateNow(row({}), 49 * HOUR)).toBe('lapsed');
    expect(stateNow(row({ ended_by: ['A'] }), 49 * HOUR)).toBe('ended');
    expect(stateNow(row({ state: 'not_agreed' }), 2 * HOUR)).toBe('not_agreed');
  });
  it('is called to mind a day, six hours and one hour before its end', () => {
    const at = (hours: number) => reminder(row({}), 49 * HOUR - hours * HOUR);
    expect([at(25), at(24), at(7), at(6), at(1), at(0)]).toEqual([null, 24, 24, 6, 1, null]);
  });
  it('counts down', () => {
    expect(left(row({}), 48 * HOUR)).toBe('\u22121:00');
    expect(left(row({}), 50 * HOUR)).toBe('1:00');
  });
});
