/** What a call is called in lists and in a sentence: its words, or what it is. */
import { pick, t, word } from '../lib/fluent';
import { look } from '../lib/lang.svelte';
import { room } from '../lib/store.svelte';
import type { CallRow, Message, Said } from './types';

/** Marks of the bar of a FLASH, ms after its start, where the charter does not say others. */
const LADDER_MS: readonly number[] = [60_000, 120_000, 300_000, 600_000];
export function ladder(): readonly number[] {
  return room.session?.room.flash_ladder_ms ?? LADDER_MS;
}

/** Free text of a message; null for a phrase and for nothing. */
export function freeText(message: Message | null): Said | null {
  return message?.text ?? null;
}

/** The name of a party as the room shortens it. */
export function shortName(party: string): string {
  return pick(room.partyOf(party)?.short);
}

/** One line for lists: what kind of call it is. Its words stand beside or below. */
export function titleOf(c: CallRow): string {
  if (c.stop) return t(c.mistake ? 'ln-title-stop-mistake' : 'ln-title-stop');
  if (c.via !== 'room') return t('ln-title-phone');
  return t('ln-title-call', { class: word('channel', c.channel_class) });
}

/** What has become of it, as one word. */
export function stateWord(c: CallRow): string {
  return word('call-state', c.state);
}

/** Names in one list, with the comma of the language. */
export function joined(names: readonly string[]): string {
  return names.join(look.lang === 'ar' ? '، ' : ', ');
}
