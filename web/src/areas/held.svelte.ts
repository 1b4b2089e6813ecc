/** Areas, agreed texts, commitments and flights that this page holds: whole with the picture, then by what changed. */
import { SvelteMap } from 'svelte/reactivity';
import type { AgreementChanges, AgreementLists, AreaRow, CommitmentRow, FlightRow, InstrumentRow } from './types';

class Agreed {
  areas = new SvelteMap<string, AreaRow>();
  instruments = new SvelteMap<string, InstrumentRow>();
  commitments = new SvelteMap<string, CommitmentRow>();
  flights = new SvelteMap<string, FlightRow>();
  totals = $state.raw({ areas: 0, instruments: 0, commitments: 0, flights: 0 });

  /** Those of a picture, of now or of another moment. */
  take(lists: Partial<AgreementLists>): void {
    fill(this.areas, lists.areas?.rows ?? []);
    fill(this.instruments, lists.instruments?.rows ?? []);
    fill(this.commitments, lists.commitments?.rows ?? []);
    fill(this.flights, lists.flights?.rows ?? []);
    this.totals = {
      areas: lists.areas?.total ?? 0, instruments: lists.instruments?.total ?? 0,
      commitments: lists.commitments?.total ?? 0, flights: lists.flights?.total ?? 0,
    };
  }

  change(changed: Partial<AgreementChanges>): void {
    put(this.areas, changed.areas);
    put(this.instruments, changed.instruments);
    put(this.commitments, changed.commitments);
    put(this.flights, changed.flights);
    const { areas, instruments, commitments, flights } = this;
    this.totals = {
      areas: Math.max(this.totals.areas, areas.size), instruments: Math.max(this.totals.instruments, instruments.size),
      commitments: Math.max(this.totals.commitments, commitments.size), flights: Math.max(this.totals.flights, flights.size),
    };
  }

  forget(): void {
    this.take({});
  }
}

function put<T extends { key: string }>(map: SvelteMap<string, T>, rows: T[] | undefined): void {
  for (const row of rows ?? []) map.set(row.key, row);
}

function fill<T extends { key: string }>(map: SvelteMap<string, T>, rows: T[]): void {
  const keys = new Set(rows.map((row) => row.key));
  for (const key of [...map.keys()]) if (!keys.has(key)) map.delete(key);
  put(map, rows);
}

export const agreed = new Agreed();
