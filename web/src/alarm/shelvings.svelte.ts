/** Alarms put aside that this page knows of: whole with the picture, then by what changed. It asks the node and draws nothing. */
import { SvelteMap } from 'svelte/reactivity';
import { post } from '../lib/api';
import type { Reason, ShelvingRow } from './types';

class Shelvings {
  rows = new SvelteMap<string, ShelvingRow>();
  /** Those that still hold, the one that ends first before the others. */
  readonly standing = $derived([...this.rows.values()].filter((one) => one.on).sort((a, b) => a.until_ms - b.until_ms));

  take(rows: readonly ShelvingRow[]): void {
    this.rows.clear();
    this.change(rows);
  }
  change(rows: readonly ShelvingRow[] | undefined): void {
    for (const row of rows ?? []) this.rows.set(row.key, row);
  }
  /** Put an alarm aside; the feed brings the alarm again, marked. */
  async shelve(alarm: string, reason: Reason, lang: string, text: string): Promise<void> {
    this.change([await post<ShelvingRow>('/api/shelvings', { alarm, reason, lang, text })]);
  }
  async bringBack(id: string): Promise<void> {
    this.change([await post<ShelvingRow>(`/api/shelvings/${encodeURIComponent(id)}/end`)]);
  }
}

export const shelvings = new Shelvings();
