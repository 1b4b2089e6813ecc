/**
 * Drones of the map's view: asked for every two seconds while a map or their table is open, and growing old meanwhile.
 * What services say is kept by the node for a minute and by this page not at all: with the view it is forgotten.
 */
import { ApiError, get, OutOfReach } from '../lib/api';
import { room } from '../lib/store.svelte';
import { aged } from './aging';
import type { ClusterRow, Corners, DroneDetails, DroneRow, SkyView } from './types';

const ASK_MS = 2_000;
/** The widest view that services answer (F3411-22a), from corner to corner; the node knows it exactly. */
const VIEW_M = 7_000;

class Sky {
  /** The ground that the map shows, and its diagonal. */
  corners = $state.raw<Corners | null>(null);
  diagonal_m = $state(0);
  seen = $state.raw<SkyView | null>(null);
  /** The node did not answer the last question. */
  failed = $state(false);
  readonly #page = Math.random().toString(36).slice(2, 12);
  #users = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;

  readonly enabled = $derived(room.session?.sky === true);
  /** Drones are of now: beside a picture of another moment there are none. */
  readonly now = $derived(room.live && room.shown_ms === null);
  readonly on = $derived(this.enabled && this.now && room.layers.drones);
  readonly wide = $derived(this.diagonal_m > (this.seen?.view_m ?? VIEW_M));
  readonly drones = $derived.by<DroneRow[]>(() => (this.on ? (this.seen?.drones ?? []) : []).flatMap((row) => aged(row, room.now_ms) ?? []));
  readonly clusters = $derived<ClusterRow[]>(this.on && this.seen !== null && room.now_ms - this.seen.now_ms < 60_000 ? this.seen.clusters : []);
  readonly count = $derived(this.drones.filter((d) => d.lon_nd !== null).length + this.clusters.reduce((sum, c) => sum + c.aircraft, 0));
  readonly troubled = $derived((this.on ? (this.seen?.services ?? []) : []).filter((s) => ['late', 'access', 'refused'].includes(s.state) || s.refused > 0));

  byKey(key: string): DroneRow | undefined {
    return this.drones.find((row) => row.key === key);
  }

  /** The map shows this ground now. */
  watch(corners: Corners, diagonal_m: number): void {
    this.corners = corners;
    this.diagonal_m = diagonal_m;
    // What was known of the ground nearby stays until there is an answer, and grows old if there is none.
    if (diagonal_m > VIEW_M) this.seen = null;
    if (this.#users > 0) this.#soon(0);
  }

  /** Ask while a screen is open that shows drones; the result ends it. */
  attach(): () => void {
    this.#users += 1;
    if (this.#users === 1) this.#soon(0);
    return () => {
      this.#users -= 1;
      if (this.#users === 0 && this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  #soon(wait_ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), wait_ms);
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const corners = this.corners;
    if (this.on && corners !== null && this.diagonal_m <= VIEW_M && document.visibilityState === 'visible') {
      try {
        const values = { page: this.#page, ...corners };
        const seen = await get<SkyView>(`/api/sky?${new URLSearchParams(Object.entries(values).map(([k, v]) => [k, String(v)])).toString()}`);
        if (turn === this.#turn) this.seen = seen;
        this.failed = false;
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof OutOfReach)) throw error;
        this.failed = true;
      }
    } else if (!this.on) {
      this.seen = null;
    }
    if (turn === this.#turn && this.#users > 0) this.#soon(ASK_MS);
  }

  details(key: string): Promise<DroneDetails> {
    return get<DroneDetails>(`/api/sky/details?${new URLSearchParams({ key }).toString()}`);
  }
}

export const sky = new Sky();
