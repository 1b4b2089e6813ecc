/** What an alarm is called: its word, with the thing, the class or the party that it is about. */
import { has, pick, t, word } from '../lib/fluent';
import { idOf } from '../lib/rows';
import { room } from '../lib/store.svelte';
import { CLASSES, type ChannelClass } from '../line/types';

/** The class of the line that an alarm is about, as in `B/SAFETY`. */
export function classOf(about: string): ChannelClass | undefined {
  return CLASSES.find((one) => about.endsWith(`/${one}`));
}

export function alarmTitle(what: string, about: string, party: string): string {
  const channel = classOf(about);
  const id = channel === undefined ? idOf(about) : word('channel', channel);
  return t(has(`alert-${what}`) ? `alert-${what}` : 'alert-other', { id, party: pick(room.partyOf(party)?.name) });
}
