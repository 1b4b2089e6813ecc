/** The page says every published case as the node does. */
import { beforeAll, describe, expect, it } from 'vitest';
import phrases from '../../../vectors/phrases/phrases.json';
import values from '../../../vectors/phrases/values.json';
import { LANGS } from '../lib/lang.svelte';
import { book, loadBook } from './catalogue';
import type { Message, Reader } from './message';
import { pieces, say, visibleText } from './say';

interface Case extends Reader { what?: string; message: Message; said: Record<string, string> }
const cases = [...phrases, ...values] as unknown as Case[];

beforeAll(loadBook);

describe('the phrase book', () => {
  it('says the published cases', () => {
    for (const one of cases) {
      for (const lang of LANGS) expect(say(one.message, lang, one)).toBe(one.said[lang]);
    }
  });
  it('has a case for every phrase', () => {
    expect(new Set(phrases.map((one) => one.message.phrase))).toEqual(new Set(Object.keys(book().phrases)));
  });
  it('comes in pieces that are the whole', () => {
    for (const one of cases) {
      for (const lang of LANGS) {
        const said = one.said[lang]!;
        const found = pieces(said);
        expect(found.map((p) => p.text).join('').replace(/[\u2066-\u2069]/g, '')).toBe(said.replace(/[\u2066-\u2069]/g, ''));
        expect(found.some((p) => p.as === 'words' && /[\u2066-\u2069]/.test(p.text))).toBe(false);
      }
    }
  });
  it('shows what turns the order of a free text', () => {
    expect(say({ text: { lang: 'ar', text: 'a\u202eb\u200f' } }, 'ru', cases[0]!)).toBe('a⟨U+202E⟩b\u200f');
    expect(visibleText('a\nb')).toBe('a\nb');
  });
});
