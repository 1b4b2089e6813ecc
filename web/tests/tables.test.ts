import { describe, expect, it } from 'vitest';
import { isOpen, messageRank } from '../src/lib/messageRank';
import type { MessageRow } from '../src/lib/types';
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
  const m = (more: Partial<MessageRow>): MessageRow => ({ key: 'k', direction: 'in', party: 'B', post: '', kind: 'question', about: '', t_ms: 0, text: null, code: '', precedence: 'FLASH', state: 'delivered', ...more });
  it('ranks what waits by precedence, and what is done or sent last', () => {
    expect(messageRank(m({}))).toBe(1);
    expect(messageRank(m({ precedence: 'IMMEDIATE' }))).toBe(2);
    expect(messageRank(m({ state: 'acted' }))).toBe(3);
    expect(messageRank(m({ direction: 'out' }))).toBe(3);
    expect(isOpen(m({ state: 'read' }))).toBe(true);
  });
});
