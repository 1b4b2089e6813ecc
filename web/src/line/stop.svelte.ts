/**
 * The STOP key. One press sends to all others; a second press within five seconds adds "pressed by mistake" to the same
 * call, and nothing is unsent. The node decides what a press was; this only remembers what to show and keeps presses in order.
 */
import { OutOfReach } from '../lib/api';
import { reasonOf } from '../lib/reason';
import { line } from './line.svelte';
import { lineApi } from './lineApi';
import type { CallRow } from './types';

export const MISTAKE_MS = 5000;

class Stop {
  /** The calls of the last press, as the node answered. */
  rows = $state.raw<CallRow[]>([]);
  /** By the page's clock; 0 = not pressed. */
  pressed_ms = $state(0);
  sending = $state(false);
  mistake = $state(false);
  error = $state('');
  /** True when nothing at all came back: the telephone is the way then. */
  unreached = $state(false);
  #last: Promise<void> = Promise.resolve();

  /** Each press waits for the one before it, so that the second always meets the call of the first. */
  press(): Promise<void> {
    if (!this.sending) this.pressed_ms = Date.now();
    this.sending = true;
    this.#last = this.#last.then(() => this.#send());
    return this.#last;
  }
  async #send(): Promise<void> {
    try {
      const said = await lineApi.stop();
      this.rows = said.rows;
      this.mistake = said.mistake;
      this.error = '';
      this.unreached = false;
      line.put(...said.rows);
    } catch (refused) {
      this.unreached = refused instanceof OutOfReach;
      this.error = reasonOf(refused);
    } finally {
      this.sending = false;
    }
  }
}

export const stop = new Stop();
