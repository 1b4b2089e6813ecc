/** The phrase book for reading, fetched when the first phrase is to be shown; until then a phrase shows its id. */
import { look } from '../lib/lang.svelte';
import { room } from '../lib/store.svelte';
import type { Text3 } from '../lib/types';
import type { Message } from './types';

class Phrases {
  #say = $state.raw<typeof import('../phrase/say').say | null>(null);
  #asked = false;

  /** In words of the reader's language; null while the book is on its way. `names` are names of places by slot. */
  inWords(message: Message, names: Record<string, Text3> = {}): string | null {
    if (this.#say === null) {
      this.#ask();
      return null;
    }
    const parties = Object.fromEntries((room.session?.parties ?? []).map((one) => [one.id, one.short]));
    return this.#say(message, look.lang, { zone: room.zone, parties, names });
  }
  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    Promise.all([import('../phrase/say'), import('../phrase/catalogue')])
      .then(async ([say, catalogue]) => {
        await catalogue.loadBook();
        this.#say = say.say;
      })
      .catch(() => {
        this.#asked = false;
      });
  }
}

export const phrases = new Phrases();
