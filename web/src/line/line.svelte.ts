/**
 * What this page knows of the line: calls, channels, tests, beats and who is on duty, kept fresh by picture and feed;
 * and which of its sheets is open over the map. It asks the node for what a key does and draws nothing.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { AlarmItem } from '../alarm/order';
import type { Precedence } from '../lib/types';
import { mayCall, oldestWaiting, firstToReadBack, queue, rankOf } from './queue';
import type { BeatRow, CallRow, ChannelClass, ChannelRow, DutyRow, LineChange, LinePicture, LineRow } from './types';

/** What is open over the map. */
export type Sheet =
  | { what: 'call'; key: string }
  | { what: 'compose'; to: string[]; precedence: Precedence; channel_class: ChannelClass; phone: boolean; place: boolean }
  | { what: 'beat' }
  | { what: 'test'; party: string }
  | { what: 'channel'; channel_class: ChannelClass };

class Line {
  calls = new SvelteMap<string, CallRow>();
  beats = new SvelteMap<string, BeatRow>();
  lines = $state.raw<LineRow[]>([]);
  channels = $state.raw<ChannelRow[]>([]);
  duty = $state.raw<DutyRow[]>([]);
  /** Calls and beats of a past moment that is shown: for the last messages alone. The line itself is always of now. */
  past = $state.raw<{ calls: CallRow[]; beats: BeatRow[] } | null>(null);
  /** False while the node speaks of no line: an earlier release, or nothing read yet. */
  served = $state(false);
  sheet = $state.raw<Sheet | null>(null);

  readonly queue = $derived(queue(this.calls.values()));
  /** Calls that ask something of this centre, for the order of alarms; `letter` holds the id of the party. */
  readonly alarms = $derived.by((): AlarmItem[] =>
    this.queue.map((c) => ({ key: c.key, rank: rankOf(c), since_ms: c.clock_from_ms, unanswered: mayCall(c), letter: c.party })).filter((one) => one.rank < 3));

  lineTo(party: string): LineRow | undefined {
    return this.lines.find((one) => one.party === party);
  }

  /** Take what a picture of another moment holds. */
  takePast(picture: LinePicture): void {
    this.past = { calls: picture.calls?.rows ?? [], beats: picture.beats?.rows ?? [] };
  }
  /** Take what a picture holds. */
  take(picture: LinePicture): void {
    this.past = null;
    this.served = picture.calls !== undefined || picture.line !== undefined;
    refill(this.calls, picture.calls?.rows ?? []);
    refill(this.beats, picture.beats?.rows ?? []);
    this.lines = picture.line ?? [];
    this.channels = picture.channels ?? [];
    this.duty = picture.duty?.rows ?? [];
  }
  /** Take what the feed brings. */
  change(change: LineChange): void {
    for (const row of change.calls ?? []) this.calls.set(row.key, row);
    for (const row of change.beats ?? []) this.beats.set(row.key, row);
    if (change.line) this.lines = change.line;
    if (change.channels) this.channels = change.channels;
    if (change.duty) this.duty = change.duty;
  }
  forget(): void {
    this.take({});
    this.sheet = null;
  }
  /** Rows that an action returned; the feed brings them again. */
  put(...rows: CallRow[]): void {
    for (const row of rows) this.calls.set(row.key, row);
  }
  putLine(row: LineRow): void {
    this.lines = this.lines.map((one) => (one.party === row.party ? row : one));
  }
  putChannels(rows: readonly ChannelRow[]): void {
    const by = new Map(rows.map((row) => [row.key, row]));
    this.channels = this.channels.map((one) => by.get(one.key) ?? one);
  }

  open(sheet: Sheet): void {
    this.sheet = sheet;
  }
  /** Open what a due item of the line asks for; false when it is none of the line's. */
  openDue(row: { what: string; about: string }): boolean {
    const sheet: Sheet | null =
      this.calls.has(row.about) ? { what: 'call', key: row.about }
      : row.what === 'beat' ? { what: 'beat' }
      : row.what === 'line_test' ? { what: 'test', party: row.about }
      : row.what === 'channel_confirm' ? { what: 'channel', channel_class: this.channels.find((one) => one.proposal?.key === row.about)?.channel_class ?? 'SAFETY' }
      : null;
    if (sheet !== null) this.open(sheet);
    return sheet !== null;
  }
  close(): void {
    this.sheet = null;
  }
  get oldestWaiting(): CallRow | undefined {
    return oldestWaiting(this.calls.values());
  }
  get firstToReadBack(): CallRow | undefined {
    return firstToReadBack(this.calls.values());
  }
}

function refill<T extends { key: string }>(map: SvelteMap<string, T>, rows: readonly T[]): void {
  const keys = new Set(rows.map((row) => row.key));
  for (const key of [...map.keys()]) if (!keys.has(key)) map.delete(key);
  for (const row of rows) map.set(row.key, row);
}

export const line = new Line();
