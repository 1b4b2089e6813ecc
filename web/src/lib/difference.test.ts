import { expect, test } from 'vitest';
import { gravest, taken } from './difference';
import type { AlertRow } from './types';

const alert = (key: string, rank: 1 | 2 | 3, t_ms: number): AlertRow => ({ key, rank, t_ms, what: 'peer_lost', party: 'B', about: '', text: { en: '', ar: '', ru: '' } });

test('a difference puts in, replaces and takes out, and the order is that of the whole list', () => {
  const held = [alert('a', 1, 5), alert('b', 2, 9)];
  const now = taken(held, { rows: [alert('b', 1, 9), alert('c', 1, 7)], gone: ['a'] }, gravest);
  expect(now.map((a) => a.key)).toEqual(['b', 'c']);
  expect(now[0]?.rank).toBe(1);
});

test('taking one up twice changes nothing, and none leaves the list as it is', () => {
  const change = { rows: [alert('b', 2, 9)], gone: ['a'] };
  const once = taken([alert('a', 1, 5)], change, gravest);
  expect(taken(once, change, gravest)).toEqual(once);
  expect(taken(once, undefined, gravest)).toBe(once);
});
