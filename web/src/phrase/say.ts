/**
 * A message in words: exactly the same in the three languages, from one record. The node says the same
 * (`web/phrase_text.py`); `vectors/phrases` holds both together. Every figure and name is isolated; marks that turn the
 * order of what is read are shown by their numbers; a phrase of a newer book is shown as not understood.
 */
import { figure } from '../lib/figure';
import type { Lang } from '../lib/types';
import { book, bookText } from './catalogue';
import * as figures from './figures';
import type { Message, Reader, Slot } from './message';

const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const KEPT_IN_TEXTS = '\u200e\u200f\u061c';
const OF_GAZETTEER = '\u2066\u2069';
/** Where a slot is still empty. */
export const EMPTY = '[…]';
const PLAIN = /^[A-Za-z0-9_-]+$/;

/** A text with marks that cannot be seen, or that turn what is read, shown by their numbers. */
export function visible(said: string, kept = ''): string {
  return said.replace(UNSEEN, (mark) => (kept.includes(mark) ? mark : `⟨U+${mark.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`));
}
/** Free text as it is shown. */
export function visibleText(said: string): string {
  return visible(said, KEPT_IN_TEXTS);
}

const isolated = (written: string): string => `\u2066${written}\u2069`;
const named = (said: string, kept = ''): string => `\u2068${visible(said, kept)}\u2069`;

function known(lang: Lang, key: string): string | null {
  return PLAIN.test(key) ? bookText(lang, key) : null;
}
function word(lang: Lang, group: string, one: string): string {
  return known(lang, `ph-${group}-${one}`) ?? named(one);
}
export function slotName(lang: Lang, name: string): string {
  return known(lang, `ph-slot-${name}`) ?? named(name);
}

function written(slot: Slot, zone: string): string {
  switch (slot.type) {
    case 'time': return figures.moment(slot.t_ms, zone);
    case 'period': return figures.period(slot.from_ms, slot.until_ms, zone);
    case 'level': return figures.altitude(slot.level);
    case 'band': return figures.band(slot.lower, slot.upper);
    case 'distance': return figures.distance(slot.distance_tmm);
    case 'bearing': return figures.bearing(slot.bearing_mdeg);
    case 'speed': return figures.speed(slot.value, slot.unit);
    case 'frequency': return figures.frequency(slot.frequency_khz);
    case 'number': return String(slot.number);
    case 'entity': return `${visible(slot.about.entity)} (${visible(slot.about.author)})`;
    default: throw new Error(`no figure: ${slot.type}`);
  }
}

/** One slot in words. */
export function slotText(name: string, slot: Slot, lang: Lang, reader: Reader): string {
  switch (slot.type) {
    case 'place': {
      const here = isolated(figures.point(slot.place));
      const where = reader.names[name]?.[lang] ?? '';
      return where === '' ? here : bookText(lang, 'ph-value-place', { name: named(where, OF_GAZETTEER), point: here }) ?? here;
    }
    case 'unlocated': return bookText(lang, 'ph-value-unlocated', { words: named(slot.words) }) ?? named(slot.words);
    case 'party': return named(reader.parties[slot.party]?.[lang] || slot.party);
    case 'post': return word(lang, 'post', slot.post);
    case 'language': return word(lang, 'language', slot.lang);
    case 'channel': return word(lang, 'channel', slot.channel_class);
    case 'code': return word(lang, name, slot.code);
    case 'count': {
      const shown = isolated(figure(slot.n));
      return bookText(lang, `ph-count-${name}`, { n: slot.n, shown }) ?? shown;
    }
    default: return isolated(written(slot, reader.zone));
  }
}

/** A phrase that is being written: a mark stands where a slot is still empty. */
export function preview(message: Message, lang: Lang, reader: Reader): string {
  return say(message, lang, reader, EMPTY);
}

/** A phrase in one language; a free text is not translated and comes as it was said. */
export function say(message: Message, lang: Lang, reader: Reader, empty: string | null = null): string {
  if (message.text) return visibleText(message.text.text);
  const id = message.phrase ?? '';
  const phrase = Object.hasOwn(book().phrases, id) ? book().phrases[id] : undefined;
  const values: Record<string, string> = {};
  for (const [name, slot] of Object.entries(message.slots ?? {})) values[name] = slotText(name, slot, lang, reader);
  const order = phrase === undefined
    ? Object.keys(values).sort()
    : phrase.slots.filter((one) => one.endsWith('?')).map((one) => one.slice(0, -1)).filter((one) => one in values);
  if (empty !== null) for (const one of phrase?.slots ?? []) if (!one.endsWith('?')) values[one] ??= empty;
  const head = phrase === undefined
    ? bookText(lang, 'ph-value-unknown', { phrase: named(id) }) : bookText(lang, `ph-${id}`, values);
  const rest = order.map((name) => (book().counts.includes(name) ? values[name]! : `${slotName(lang, name)}: ${values[name]}`));
  return [head ?? id, ...rest.map((one) => `${one}.`)].join(' ');
}

/** A piece of a message: words of the text, a figure (left to right, in one piece), or a name with its own direction. */
export interface Piece { text: string; as: 'words' | 'figure' | 'name' }

/** A message in pieces, for a screen: figures are not broken at the end of a line. */
export function pieces(said: string): Piece[] {
  const found: Piece[] = [];
  for (const part of said.split(/(\u2066[^\u2066\u2068\u2069]*\u2069|\u2068(?:[^\u2066\u2068\u2069]|\u2066[^\u2069]*\u2069)*\u2069)/u)) {
    if (part === '') continue;
    const as = part.startsWith('\u2066') ? 'figure' : part.startsWith('\u2068') ? 'name' : 'words';
    found.push({ text: as === 'words' ? part : part.slice(1, -1), as });
  }
  return found;
}
