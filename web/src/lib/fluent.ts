/** `t(key, args)`: the text in the chosen language. Reading it in a component follows a change of language. */
import { look } from './lang.svelte';
import { format, hasMessage, type Args } from './messages';
import type { Text3, TextIn } from './types';

export type { Args } from './messages';

export function t(key: string, args?: Args): string {
  return format(look.lang, key, args);
}

export function has(key: string): boolean {
  return hasMessage(look.lang, key);
}

/** A value from the wire (a class, a state) as a word: `word('state', 'active')` reads `state-active`. Unknown values are shown as they came. */
export function word(group: string, value: string): string {
  const key = `${group}-${value}`;
  return has(key) ? t(key) : value;
}

/** The chosen language of a three-language text; falls back to whatever is there. */
export function pick(text: Partial<Text3> | null | undefined): string {
  if (text === null || text === undefined) return '';
  const own = text[look.lang];
  if (own !== undefined && own !== '') return own;
  return text.en || text.ar || text.ru || '';
}

/** The language `pick` would choose, for the `lang` attribute. */
export function pickedLang(text: Partial<Text3>): string {
  if (text[look.lang]) return look.lang;
  return text.en ? 'en' : text.ar ? 'ar' : 'ru';
}

/** Text of a message row, whatever form it has. */
export function said(text: TextIn | Text3 | string | null): string {
  if (text === null) return '';
  if (typeof text === 'string') return text;
  if ('text' in text) return text.text;
  return pick(text);
}
