import { describe, expect, it } from 'vitest';
import type { NoticeRow, NoticeState } from '../lib/types';
import { onePerFlight } from './same';

const row = (key: string, id: string, version = 1, state = 'announced', block: 'intent' | 'constraint' = 'intent'): NoticeRow =>
  ({ key, author: key[0], state, notice: id === '' ? {} : { [block]: { id, version } } }) as unknown as NoticeRow;
const keys = (rows: NoticeRow[], own = 'J', chosen: string[] = []): string[] =>
  onePerFlight(rows, own, new Set(chosen), (one) => one.state as NoticeState).map((one) => one.key);

describe('one flight is drawn once', () => {
  it('leaves what the room announces itself alone', () => {
    expect(keys([row('A/1', ''), row('B/2', ''), row('B/3', 'x')])).toEqual(['A/1', 'B/2', 'B/3']);
  });
  it('takes the latest version, and of the same one that of who asks', () => {
    expect(keys([row('B/1', 'x', 3), row('J/2', 'x', 2)])).toEqual(['B/1']);
    expect(keys([row('B/1', 'x', 2), row('J/2', 'x', 2)])).toEqual(['J/2']);
    expect(keys([row('B/1', 'x', 2), row('A/2', 'x', 2)])).toEqual(['A/2']);
  });
  it('takes one that stands before one that has ended, whatever its version', () => {
    expect(keys([row('B/1', 'x', 9, 'cancelled'), row('J/2', 'x', 2)])).toEqual(['J/2']);
  });
  it('draws the one that was chosen', () => {
    expect(keys([row('B/1', 'x', 2), row('J/2', 'x', 3)], 'J', ['B/1'])).toEqual(['B/1']);
  });
  it('takes constraints the same way, and keeps the order', () => {
    expect(keys([row('B/1', 'y', 1, 'active', 'constraint'), row('A/0', ''), row('B/4', 'y', 2, 'active', 'constraint')])).toEqual(['A/0', 'B/4']);
  });
});
