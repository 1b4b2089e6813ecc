/** Finding a phrase by words of any of the three languages, by group, and in the order of the book. */
import { LANGS } from '../lib/lang.svelte';
import type { Lang } from '../lib/types';
import { book, bookText } from './catalogue';
import { EMPTY } from './say';

/** Letters as they are compared: no case, no vowel signs, one form of alef, ya and ta marbuta. */
export function plain(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u2066-\u2069]/g, '')
    .replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه').replace(/ё/g, 'е');
}

/** The text of a phrase with a mark where each slot stands. */
export function shape(id: string, lang: Lang): string {
  const slots = Object.fromEntries((book().phrases[id]?.slots ?? []).map((name) => [name.replace('?', ''), EMPTY]));
  return bookText(lang, `ph-${id}`, slots) ?? id;
}

let index: Map<string, string> | null = null;
function words(id: string): string {
  index ??= new Map(Object.keys(book().phrases).map((one) => {
    const group = book().phrases[one]!.group;
    return [one, plain(LANGS.map((lang) => `${shape(one, lang)} ${bookText(lang, `ph-group-${group}`) ?? ''}`).join(' ') + ` ${one.replaceAll('_', ' ')}`)];
  }));
  return index.get(id) ?? '';
}

/** Phrases that may be said: those of a form's own list, and in a real room none of a drill's. */
export function sayable(only: readonly string[] | null, inDrill: boolean): readonly string[] {
  return (only ?? Object.keys(book().phrases)).filter((id) => inDrill || book().phrases[id]?.group !== 'drill');
}

/** Ids of phrases that hold every word asked for, in the order of the book; those that begin so come first. */
export function find(asked: string, lang: Lang, group = '', only: readonly string[] | null = null): string[] {
  const parts = plain(asked).split(/\s+/).filter((one) => one !== '');
  const found = Object.keys(book().phrases).filter((id) =>
    (group === '' || book().phrases[id]!.group === group) && (only === null || only.includes(id)) && parts.every((one) => words(id).includes(one)));
  if (parts.length === 0) return found;
  const begins = (id: string): boolean => plain(shape(id, lang)).startsWith(plain(asked).trim());
  return [...found.filter(begins), ...found.filter((id) => !begins(id))];
}
