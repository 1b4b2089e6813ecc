// One volume of drone traffic while it is drafted: checked a moment after each change, sent once all it meets was seen.
import { Announcing } from '../announce/announcing.svelte';
import { type VolumeForm, volumeForm, volumeOf } from '../announce/form';
import { writeUtc } from '../announce/window';
import { ApiError } from '../lib/api';
import { t } from '../lib/fluent';
import { room } from '../lib/store.svelte';
import type { Hit, Report, Volume } from '../lib/types';
import type { MetRow } from './types';

const QUARTER_MS = 900_000;
const CHECK_AFTER_MS = 600;

/** What a check answers, whatever is drafted. */
export interface Answer {
  report: Report;
  met: MetRow[];
}

/** What is drafted: how it begins, and how the node is asked. */
export interface Terms<C extends Answer> {
  /** What stands already, where it is changed. */
  row: { id: string; volumes: Volume[] } | null;
  radius: VolumeForm['radius'];
  quarters: number;
  /** What else the answer depends on: read each time, so a change of it asks again. */
  about?: () => unknown;
  check: (volumes: Volume[], acknowledged: string[]) => Promise<C>;
  send: (volumes: Volume[], acknowledged: string[]) => Promise<string>;
  ondone: (id: string) => void;
}

/** Made while a component is set up, and gone with it. */
export class Drafting<C extends Answer> {
  readonly a = new Announcing();
  told = $state(false);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  checked = $state.raw<C | null>(null);
  met = $state.raw<MetRow[]>([]);
  seen = $state<string[]>([]);
  readonly problems = $derived(this.a.problems.filter((p) => p.field.startsWith('v0-')));
  readonly hits = $derived<Hit[]>(this.checked?.report.hits ?? []);
  readonly unseen = $derived(this.hits.filter((hit) => !this.seen.includes(hit.key)));
  readonly locked = $derived(
    room.stale ? t('locked-stale') : this.told && this.problems.length > 0 ? t('ag-incomplete') : this.unseen.length > 0 ? t('dr-see-first') : '',
  );
  readonly #terms: Terms<C>;
  readonly #asked = $derived.by(() =>
    this.problems.length > 0 ? '' : JSON.stringify([$state.snapshot(this.a.volumeForm), this.#terms.about?.()]),
  );

  constructor(terms: Terms<C>) {
    this.#terms = terms;
    const first = terms.row?.volumes[0];
    if (first) this.a.form.volumes = [volumeForm(first)];
    else this.#begin();
    $effect(() => {
      if (this.#asked === '') return;
      const timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
      return () => clearTimeout(timer);
    });
  }

  #begin(): void {
    const from_ms = Math.ceil(room.now_ms / QUARTER_MS) * QUARTER_MS + QUARTER_MS;
    const v = this.a.volumeForm;
    v.shape = 'circle';
    // The first press on the map is the centre: nobody who drafts a volume wants anything else of it.
    this.a.drawing = 'centre';
    v.radius = this.#terms.radius;
    v.lower = { figure: '', kind: 'M W84' };
    v.upper = { figure: '', kind: 'M W84' };
    v.from = writeUtc(from_ms);
    v.until = writeUtc(from_ms + this.#terms.quarters * QUARTER_MS);
  }

  #volume(): Volume {
    return volumeOf($state.snapshot(this.a.volumeForm) as VolumeForm);
  }

  /** Move the window to begin then, as long as it was. */
  put(from_ms: number): void {
    const { from_ms: was_ms, until_ms } = this.#volume();
    const whole_ms = Math.ceil(from_ms / 60_000) * 60_000;
    this.a.volumeForm.from = writeUtc(whole_ms);
    this.a.volumeForm.until = writeUtc(whole_ms + until_ms - was_ms);
  }

  mark(key: string, isSeen: boolean): void {
    this.seen = isSeen ? [...this.seen, key] : this.seen.filter((one) => one !== key);
  }

  async #check(): Promise<void> {
    const about = this.#asked;
    try {
      const answer = await this.#terms.check([this.#volume()], $state.snapshot(this.seen));
      if (about !== this.#asked) return;
      this.checked = answer;
      this.met = answer.met.filter((one) => one.id !== this.#terms.row?.id);
      this.error = null;
    } catch (refused) {
      if (about === this.#asked) this.error = refused;
    }
  }

  async send(): Promise<void> {
    this.told = true;
    if (this.problems.length > 0 || this.unseen.length > 0) return;
    this.busy = true;
    this.error = null;
    try {
      this.#terms.ondone(await this.#terms.send([this.#volume()], $state.snapshot(this.seen)));
    } catch (refused) {
      this.error = refused;
      if (refused instanceof ApiError && Array.isArray(refused.detail['met'])) this.met = refused.detail['met'] as MetRow[];
      if (refused instanceof ApiError && Array.isArray(refused.detail['missing'])) await this.#check();
    } finally {
      this.busy = false;
    }
  }
}
