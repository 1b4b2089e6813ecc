import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical, checkBody, checkInclusion, hexOf, type Shown } from './proof';

/** A naive tree of RFC 6962, kept apart from the code under test. */
const sha = (...parts: Uint8Array[]): Buffer => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest();
const leafOf = (entry: Uint8Array): Buffer => sha(Uint8Array.of(0), entry);
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
function root(entries: Uint8Array[]): Buffer {
  if (entries.length === 1) return leafOf(entries[0]!);
  const k = split(entries.length);
  return sha(Uint8Array.of(1), root(entries.slice(0, k)), root(entries.slice(k)));
}
function path(index: number, entries: Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return index < k
    ? [...path(index, entries.slice(0, k)), root(entries.slice(k))]
    : [...path(index - k, entries.slice(k)), root(entries.slice(0, k))];
}
function shown(index: number, size: number): Shown {
  const entries = Array.from({ length: size }, (_, i) => Uint8Array.of(i, 7));
  return {
    entry: hexOf(entries[index]!), leaf_hash: hexOf(leafOf(entries[index]!)), root: hexOf(root(entries)),
    proof: path(index, entries).map(hexOf), leaf: { index, size },
  };
}
describe('a body', () => {
  const body = { salt: 'ab'.repeat(32), n: -5, name: { ru: '«Юг»', ar: 'الجنوب', en: 'a"b\n' }, list: [1, true, []] };
  it('is written with sorted keys and no blanks', () => {
    expect(canonical(body)).toBe(`{"list":[1,true,[]],"n":-5,"name":{"ar":"الجنوب","en":"a\\"b\\n","ru":"«Юг»"},"salt":"${'ab'.repeat(32)}"}`);
  });
  it('hashes to its entry and to no other', async () => {
    const entry = sha(Buffer.from('commonground/entry/v1\n'), Buffer.from(canonical(body))).toString('hex');
    expect(await checkBody(body, entry)).toBe('holds');
    expect(await checkBody({ ...body, n: -6 }, entry)).toBe('broken');
  });
});
const flipped = (hex: string): string => (hex[0] === '0' ? '1' : '0') + hex.slice(1);

describe('inclusion', () => {
  it('holds for every leaf of every tree up to 20', async () => {
    for (let size = 1; size <= 20; size += 1) {
      for (let index = 0; index < size; index += 1) expect(await checkInclusion(shown(index, size))).toBe('holds');
    }
  });
  it('breaks by one changed digit anywhere', async () => {
    const good = shown(5, 11);
    const broken: Shown[] = [
      { ...good, entry: flipped(good.entry) }, { ...good, root: flipped(good.root) },
      { ...good, leaf_hash: flipped(good.leaf_hash) }, { ...good, leaf: { index: 4, size: 11 } },
      { ...good, leaf: { index: 5, size: 3 } }, { ...good, proof: good.proof.slice(1) },
      { ...good, proof: [...good.proof, good.root] }, { ...good, proof: ['zz'] },
      ...good.proof.map((_, i) => ({ ...good, proof: good.proof.map((h, j) => (i === j ? flipped(h) : h)) })),
    ];
    for (const one of broken) expect(await checkInclusion(one)).toBe('broken');
  });
});
