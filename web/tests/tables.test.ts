import { describe, expect, it } from 'vitest';
import { isOpen, messageRank, settledKeys } from '../src/lib/messageRank';
import type { MessageRow, NoticeRow } from '../src/lib/types';
import { filtered, sorted, type Column } from '../src/tables/columns';

interface Row { key: string; name: string; size: number }
const rows: Row[] = [{ key: 'b', name: 'Site 10', size: 3 }, { key: 'a', name: 'Site 9', size: 3 }, { key: 'c', name: 'School', size: 1 }];
const columns: Column<Row>[] = [{ id: 'name', label: 'Name', value: (r) => r.name }, { id: 'size', label: 'Size', num: true, value: (r) => r.size, text: (r) => `${r.size} ha` }];

describe('columns', () => {
  it('sorts words as people count, figures as figures, ties by key', () => {
    expect(sorted(rows, columns, { id: 'name', down: false }, 'en').map((r) => r.name)).toEqual(['School', 'Site 9', 'Site 10']);
    expect(sorted(rows, columns, { id: 'size', down: true }, 'en').map((r) => r.key)).toEqual(['a', 'b', 'c']);
  });
  it('finds rows that hold every word', () => {
    expect(filtered(rows, columns, 'site 3').map((r) => r.key)).toEqual(['b', 'a']);
    expect(filtered(rows, columns, ' ').length).toBe(3);
    expect(filtered(rows, columns, 'nothing')).toEqual([]);
  });
});

describe('messages', () => {
  const m = (more: Partial<MessageRow>): MessageRow => ({ key: 'k', direction: 'in', party: 'B', post: '', kind: 'question', about: 'A/N-1', t_ms: 100, text: null, code: '', precedence: 'FLASH', state: 'delivered', ...more });
  const none = new Set<string>();
  it('ranks what asks for something by precedence, and the rest last', () => {
    expect(messageRank(m({}), none)).toBe(1);
    expect(messageRank(m({ precedence: 'IMMEDIATE' }), none)).toBe(2);
    expect(messageRank(m({ direction: 'out' }), none)).toBe(3);
    expect(messageRank(m({ kind: 'understood' }), none)).toBe(3);
    expect(messageRank(m({ kind: 'read_back', matches: true }), none)).toBe(3);
    expect(messageRank(m({ kind: 'read_back', matches: false, precedence: 'ROUTINE' }), none)).toBe(2);
    expect(messageRank(m({ kind: 'warning', precedence: 'ROUTINE' }), none)).toBe(2);
  });
  const settled = (rows: MessageRow[], notice?: NoticeRow): string[] => [...settledKeys(rows, () => notice)];
  it('settles by a later word about the same thing, not by an earlier or another one', () => {
    expect(settled([m({}), m({ key: 'o', direction: 'out', t_ms: 101 })])).toEqual(['k']);
    expect(settled([m({}), m({ key: 'o', direction: 'out', t_ms: 99 })])).toEqual([]);
    expect(settled([m({}), m({ key: 'o', direction: 'out', t_ms: 101, about: 'A/N-2' })])).toEqual([]);
    expect(isOpen(m({}), new Set(['k']))).toBe(false);
  });
  it('settles by a later version of an own notice', () => {
    expect(settled([m({})], { own: true, released_ms: 101 } as NoticeRow)).toEqual(['k']);
    expect(settled([m({})], { own: true, released_ms: 99 } as NoticeRow)).toEqual([]);
    expect(settled([m({})], { own: false, released_ms: 101 } as NoticeRow)).toEqual([]);
  });
  it('settles a wrong read-back by a later right one of the same party', () => {
    const wrong = m({ kind: 'read_back', matches: false });
    expect(settled([wrong, m({ key: 'r', kind: 'read_back', matches: true, t_ms: 101 })])).toEqual(['k']);
    expect(settled([wrong, m({ key: 'r', kind: 'read_back', matches: true, t_ms: 101, party: 'J' })])).toEqual([]);
  });
});
