/** A call while it is written: what is sent to each party, and what it lacks. Pure. */
import type { Place, Point, Post, Precedence } from '../lib/types';
import type { Words } from './lineApi';
import type { CallDraft, ChannelClass, ChannelRow, Phone } from './types';

/** As `PlacePicker` gives it. */
export interface PickedPlace { point: Point | null; how: Place['how_obtained']; gazetteer_id: string; words: string }
export interface Writing {
  to: string[]; to_post: Post | ''; precedence: Precedence; channel_class: ChannelClass; words: Words; place: PickedPlace | null; phone: Phone | null;
  via?: 'telephone' | 'backup_telephone';
}

export function placeOf(picked: PickedPlace): Place | undefined {
  if (picked.point === null) return undefined;
  return { lon_nd: picked.point[0], lat_nd: picked.point[1], radius_tmm: 0, precision: 'exact', how_obtained: picked.how, gazetteer_id: picked.gazetteer_id, admin_code: '' };
}

/** One call for each party: the node has one call to one party. Empty fields are left out. */
export function draftsOf(w: Writing): CallDraft[] {
  const place = w.place === null ? undefined : placeOf(w.place);
  const place_text = w.place?.words.trim() ?? '';
  return w.to.map((to) => ({
    to, to_post: w.to_post, precedence: w.precedence, channel_class: w.channel_class, ...w.words,
    ...(place === undefined ? {} : { place }), ...(place_text === '' ? {} : { place_text }), ...(w.phone === null ? {} : { phone: w.phone, via: w.via ?? 'telephone' }),
  }));
}

/** Parties with which the class is not open, so that the call would be refused; a FLASH of any class passes. */
export function heldBack(w: Pick<Writing, 'to' | 'precedence' | 'channel_class'>, channels: readonly ChannelRow[]): string[] {
  if (w.precedence === 'FLASH') return [];
  return w.to.filter((to) => channels.some((c) => c.party === to && c.channel_class === w.channel_class && (c.status === 'suspended' || c.status === 'resuming')));
}

/** `16:05` or `16:05:30` in UTC on the day of `near_ms`, the one that has passed; null when it is no time. */
export function timeOfDay(typed: string, near_ms: number): number | null {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed.trim());
  if (found === null) return null;
  const [h, m, s] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (h > 23 || m > 59 || s > 59) return null;
  const day_ms = 86_400_000;
  const at_ms = Math.floor(near_ms / day_ms) * day_ms + ((h * 60 + m) * 60 + s) * 1000;
  return at_ms > near_ms ? at_ms - day_ms : at_ms;
}
