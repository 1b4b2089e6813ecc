/**
 * What a notice of the room says of drone traffic: a flight or a constraint that a service declared, with its state. The
 * rank is known where the service that manages it told this node the details, and only as of now.
 */
import { t } from '../lib/fluent';
import { room } from '../lib/store.svelte';
import type { NoticeRow, NoticeState } from '../lib/types';
import { drones } from './drones.svelte';
import type { FlightState } from './types';

export interface Traffic {
  what: 'intent' | 'constraint';
  id: string;
  manager: string;
  version: number;
  state: FlightState;
  rank: number | null;
  /** This party's own service plans it. */
  own: boolean;
}

export function trafficOf(row: NoticeRow): Traffic | null {
  const { intent, constraint } = row.notice;
  if (intent) {
    const own = drones.flights.get(intent.id);
    const rank = room.live ? (own?.rank ?? drones.peers.get(intent.id)?.rank ?? null) : null;
    return { what: 'intent', id: intent.id, manager: intent.manager, version: intent.version, state: intent.state, rank, own: own !== undefined };
  }
  if (!constraint) return null;
  return { what: 'constraint', id: constraint.id, manager: constraint.manager, version: constraint.version, state: '', rank: null, own: drones.rules.has(constraint.id) };
}

/** An aircraft that is not where it was planned to be, or lost. */
export function hasStrayed(state: FlightState): boolean {
  return state === 'Nonconforming' || state === 'Contingent';
}

/** The state of a flight as it stands: only while the notice has not ended, and never of a constraint. */
export function flownState(row: NoticeRow, state: NoticeState): FlightState {
  return state === 'announced' || state === 'active' ? (row.notice.intent?.state ?? '') : '';
}

/** Its state as a word: that of the standard for a flight, that of the room for a constraint. */
export function stateWord(row: NoticeRow, state: NoticeState): string {
  const flown = flownState(row, state);
  return t(flown === '' ? `state-${state}` : `dr-state-${flown}`);
}

/** Everything of it in one line, for a pointer that rests on it and for lists: state, service, rank. */
export function trafficLine(row: NoticeRow, state: NoticeState): string {
  const traffic = trafficOf(row);
  if (traffic === null) return '';
  const parts = [t(traffic.what === 'intent' ? 'dr-flight' : 'dr-constraint'), stateWord(row, state), traffic.manager];
  if (traffic.rank !== null) parts.push(`${t('dr-rank')} ${traffic.rank}`);
  return parts.join(' · ');
}
