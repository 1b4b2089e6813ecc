/**
 * Drills as this page knows them: whether it is the page of one, how that stands, and what alarms in the real room.
 * A drill's page asks every second, and says so itself when it no longer hears of the real room. It draws nothing.
 */
import { api } from '../lib/api';
import { room } from '../lib/store.svelte';
import type { DrillStatus, RealCall } from './types';

const EVERY_MS = 1000;
const SILENT_MS = 5000;

class Drill {
  isDrill = $state(false);
  status = $state.raw<DrillStatus | null>(null);
  /** Moment of the last answer, by this page's own clock. */
  #heard_ms = Date.now();
  silent = $state(false);
  readonly calls = $derived<readonly RealCall[]>(this.status?.real?.calls ?? []);

  async start(): Promise<void> {
    try {
      this.isDrill = (await api.drillMark()).drill;
    } catch {
      setTimeout(() => void this.start(), 3000);
      return;
    }
    if (this.isDrill) {
      document.documentElement.dataset.drill = '';
      this.#heard_ms = Date.now();
      void this.#follow();
    }
  }

  async ask(): Promise<void> {
    this.status = await api.drill();
    this.#heard_ms = Date.now();
  }

  async #follow(): Promise<void> {
    try {
      if (room.session === null) this.#heard_ms = Date.now();
      else await this.ask();
    } catch {
      // Out of reach: the bar says that the real room is not heard of.
    }
    this.silent = Date.now() - this.#heard_ms > SILENT_MS;
    setTimeout(() => void this.#follow(), EVERY_MS);
  }

  async end(): Promise<void> {
    await api.endDrill();
    await this.ask();
  }
}

export const drill = new Drill();
