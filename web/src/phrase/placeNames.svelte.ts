/** Where the places of a message lie, in words: asked of the node, which has the gazetteer, and kept. */
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../lib/api';
import { room } from '../lib/store.svelte';
import type { Text3 } from '../lib/types';
import type { Message, PlaceBlock, Reader } from './message';

const KEPT_MAX = 500;
const names = new SvelteMap<string, Text3 | null>();
const keyOf = (place: PlaceBlock): string => `${place.lon_nd} ${place.lat_nd} ${place.gazetteer_id ?? ''}`;

/** Ask for the names of places that are not known yet; without an answer a place is its coordinates. */
export function askNames(message: Message): void {
  for (const slot of Object.values(message.slots ?? {})) {
    if (slot.type !== 'place' || names.has(keyOf(slot.place))) continue;
    if (names.size >= KEPT_MAX) names.clear();
    const key = keyOf(slot.place);
    names.set(key, null);
    api.sayMessage({ phrase: 'our_location', slots: { place: slot } }).then(
      (said) => names.set(key, said.names['place'] ?? null), () => names.delete(key),
    );
  }
}

/** The reader of this room for one message; `given` are names that came with it. */
export function readerOf(message: Message, given: Record<string, Text3> = {}): Reader {
  const found: Record<string, Text3> = { ...given };
  for (const [name, slot] of Object.entries(message.slots ?? {})) {
    if (slot.type !== 'place' || found[name] !== undefined) continue;
    const known = names.get(keyOf(slot.place));
    if (known) found[name] = known;
  }
  const parties = Object.fromEntries((room.session?.parties ?? []).map((one) => [one.id, one.short]));
  return { zone: room.zone, parties, names: found };
}
