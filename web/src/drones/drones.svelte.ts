/**
 * What the screen of drone flights knows: it asks the node every few seconds while it is open, and after each of its own
 * changes. It draws nothing and decides nothing: what a plan meets and what stops it is the node's to say.
 */
import { get, post } from '../lib/api';
import { SvelteMap } from 'svelte/reactivity';
import type { Availability, Checked, CheckedRule, DroneRow, Drones, NewPlan, NewRule, PeerRow, Planned, RuleRow } from './types';

const EVERY_MS = 2_000;
const seg = encodeURIComponent;

class Held {
  flights = new SvelteMap<string, DroneRow>();
  rules = new SvelteMap<string, RuleRow>();
  peers = new SvelteMap<string, PeerRow>();
  service = $state.raw({ uss: '', base_url: '', dss_url: '' });
  availability = $state.raw<Availability>({ said: '', since_ms: 0, asked_ms: 0, problem: '' });
  peersTotal = $state(0);
  /** When the node was asked last with success; 0 = not yet. */
  asked_ms = $state(0);
  error = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Ask now and every two seconds until the returned function is called. */
  follow(): () => void {
    void this.load();
    this.#timer = setInterval(() => void this.load(), EVERY_MS);
    return () => {
      if (this.#timer !== null) clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  async load(): Promise<void> {
    try {
      const found = await get<Drones>('/api/drones');
      replace(this.flights, found.rows);
      replace(this.rules, found.constraints);
      replace(this.peers, found.peers);
      this.peersTotal = found.peers_total;
      this.service = { uss: found.uss, base_url: found.base_url, dss_url: found.dss_url };
      this.availability = found.availability;
      this.asked_ms = found.now_ms;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  check = (plan: NewPlan): Promise<Checked> => post<Checked>('/api/drones/check', plan);
  plan = (plan: NewPlan): Promise<Planned> => this.#done(post<Planned>('/api/drones', plan));
  change = (id: string, plan: NewPlan): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/change`, plan));
  activate = (id: string): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/activate`));
  stray = (id: string, state: string): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/stray`, { state }));
  end = (id: string): Promise<unknown> => this.#done(post(`/api/drones/${seg(id)}/end`));
  checkRule = (rule: NewRule): Promise<CheckedRule> => post<CheckedRule>('/api/drones/constraints/check', rule);
  publish = (rule: NewRule): Promise<{ constraint: RuleRow }> => this.#done(post('/api/drones/constraints', rule));
  changeRule = (id: string, rule: NewRule): Promise<{ constraint: RuleRow }> => this.#done(post(`/api/drones/constraints/${seg(id)}/change`, rule));
  endRule = (id: string): Promise<unknown> => this.#done(post(`/api/drones/constraints/${seg(id)}/end`));

  async #done<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } finally {
      await this.load();
    }
  }
}

function replace<R extends { id: string }>(map: SvelteMap<string, R>, rows: R[]): void {
  const now = new Set(rows.map((row) => row.id));
  for (const id of [...map.keys()]) if (!now.has(id)) map.delete(id);
  for (const row of rows) map.set(row.id, row);
}

export const drones = new Held();
