/**
 * Own drone flights and what other services told, as the picture brought them and the feed changes them: always of now.
 * It draws nothing and decides nothing: what a plan meets and what stops it is the node's to say.
 */
import { SvelteMap } from 'svelte/reactivity';
import { post } from '../lib/api';
import type { Difference, Rows } from '../lib/types';
import type { Checked, CheckedRule, DroneRow, FlightChanges, FlightLists, NewPlan, NewRule, PeerRow, Planned, RuleRow, ServiceRow } from './types';

const seg = encodeURIComponent;
const NONE: ServiceRow = { key: '', uss: '', base_url: '', dss_url: '', availability: { said: '', since_ms: 0, asked_ms: 0, problem: '' }, failing: [] };

class Held {
  flights = new SvelteMap<string, DroneRow>();
  rules = new SvelteMap<string, RuleRow>();
  peers = new SvelteMap<string, PeerRow>();
  /** Which service plans here, with which DSS, and what that holds it to be. */
  service = $state.raw<ServiceRow>(NONE);
  peersTotal = $state(0);

  /** Those of a picture of now. */
  take(lists: Partial<FlightLists>): void {
    this.service = lists.drone_service?.rows[0] ?? NONE;
    fill(this.flights, lists.drone_flights);
    fill(this.rules, lists.drone_rules);
    fill(this.peers, lists.drone_peers);
    this.peersTotal = lists.drone_peers?.total ?? 0;
  }

  /** What the feed brought. */
  change(changed: Partial<FlightChanges>): void {
    this.service = changed.drone_service?.rows[0] ?? this.service;
    differ(this.flights, changed.drone_flights);
    differ(this.rules, changed.drone_rules);
    const cut = this.peersTotal > this.peers.size;
    differ(this.peers, changed.drone_peers);
    this.peersTotal = cut ? Math.max(this.peersTotal, this.peers.size) : this.peers.size;
  }

  check = (plan: NewPlan): Promise<Checked> => post<Checked>('/api/drones/check', plan);
  plan = (plan: NewPlan): Promise<Planned> => this.#done(post<Planned>('/api/drones', plan));
  amend = (id: string, plan: NewPlan): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/change`, plan));
  activate = (id: string): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/activate`));
  stray = (id: string, state: string): Promise<Planned> => this.#done(post<Planned>(`/api/drones/${seg(id)}/stray`, { state }));
  async end(id: string): Promise<void> {
    await post(`/api/drones/${seg(id)}/end`);
    this.flights.delete(id);
  }
  checkRule = (rule: NewRule): Promise<CheckedRule> => post<CheckedRule>('/api/drones/constraints/check', rule);
  publish = (rule: NewRule): Promise<{ constraint: RuleRow }> => this.#ruled(post('/api/drones/constraints', rule));
  changeRule = (id: string, rule: NewRule): Promise<{ constraint: RuleRow }> => this.#ruled(post(`/api/drones/constraints/${seg(id)}/change`, rule));
  async endRule(id: string): Promise<void> {
    await post(`/api/drones/constraints/${seg(id)}/end`);
    this.rules.delete(id);
  }

  /** What an action answered stands at once; the feed brings it again. */
  async #done(asked: Promise<Planned>): Promise<Planned> {
    const planned = await asked;
    this.flights.set(planned.flight.id, planned.flight);
    return planned;
  }

  async #ruled(asked: Promise<{ constraint: RuleRow }>): Promise<{ constraint: RuleRow }> {
    const done = await asked;
    this.rules.set(done.constraint.id, done.constraint);
    return done;
  }
}

function fill<R extends { key: string }>(map: SvelteMap<string, R>, list: Rows<R> | undefined): void {
  const rows = list?.rows ?? [];
  const now = new Set(rows.map((row) => row.key));
  for (const key of [...map.keys()]) if (!now.has(key)) map.delete(key);
  for (const row of rows) map.set(row.key, row);
}

function differ<R extends { key: string }>(map: SvelteMap<string, R>, change: Difference<R> | undefined): void {
  for (const key of change?.gone ?? []) map.delete(key);
  for (const row of change?.rows ?? []) map.set(row.key, row);
}

export const drones = new Held();
