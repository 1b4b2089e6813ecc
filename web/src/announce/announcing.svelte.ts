/**
 * One announcement being prepared: the form, the overlap report that belongs to it, and what was acknowledged.
 *
 * The report is run again whenever the draft changes and is marked old until the answer has come; nothing of a
 * draft leaves the node. Release asks the node, which checks once more and may find hits that were not here.
 */
import { api, ApiError } from '../lib/api';
import { look } from '../lib/lang.svelte';
import { room } from '../lib/store.svelte';
import type { Draft, DraftRow, Hit, NoticeRow, Point, Report } from '../lib/types';
import { acknowledge, acknowledgedKeys, goesAtOnce, lockOf, withMissing, type Acknowledged } from './acknowledge';
import { draftOf, emptyForm, emptyVolume, formOf, problemsOf, repeated, type DraftForm, type Slot, type VolumeForm } from './form';
import { withCornerAfter, type Corner } from './ring';

export type Drawing = 'off' | 'corners' | 'centre';
export interface At { ring: number; corner: number }
export type Outcome = null | { what: 'held' | 'released'; id: string; leaf: { index: number; size: number } | null };

export class Announcing {
  form = $state<DraftForm>(emptyForm(room.now_ms, look.lang));
  /** The volume being edited and the corner that has the handle. */
  volume = $state(0);
  at = $state<At | null>(null);
  drawing = $state<Drawing>('off');

  report = $state.raw<Report | null>(null);
  reportFor = $state('');
  checking = $state(false);
  checkError = $state.raw<unknown>(null);
  acknowledged = $state.raw<Acknowledged>({});
  /** Hits that only the check at release found. */
  fresh = $state.raw<ReadonlySet<string>>(new Set());
  /** Groups whose list has been opened. */
  opened = $state.raw<ReadonlySet<string>>(new Set());
  /** The hit shown on the map. */
  shown = $state('');
  sending = $state(false);
  sendError = $state.raw<unknown>(null);
  outcome = $state.raw<Outcome>(null);
  saved_ms = $state(0);

  #minute = $derived(Math.floor(room.now_ms / 60_000) * 60_000);
  problems = $derived(problemsOf(this.form, this.#minute));
  draft = $derived.by((): Draft | null => (this.problems.length === 0 ? draftOf(this.form) : null));
  draftText = $derived(this.draft === null ? '' : checkedPart(this.draft));
  current = $derived(this.report !== null && this.reportFor === this.draftText);
  atOnce = $derived(this.draft !== null && goesAtOnce(this.draft));
  lock = $derived(
    this.draft === null
      ? ({ why: 'incomplete', count: this.problems.length } as const)
      : lockOf(this.draft, 0, this.report, this.current && !this.checking, this.acknowledged),
  );
  #turn = 0;
  /** What was acknowledged for the release that is held: it counts again when the release is undone. */
  #before: Acknowledged = {};

  get volumeForm(): VolumeForm {
    return this.form.volumes[Math.min(this.volume, this.form.volumes.length - 1)]!;
  }

  /** The list of corners being edited: a ring of a polygon or the path of a corridor. */
  slots(ring: number): Slot[] {
    return this.volumeForm.shape === 'corridor' ? this.volumeForm.path : (this.volumeForm.rings[ring] ?? []);
  }
  setSlots(ring: number, slots: Slot[]): void {
    if (this.volumeForm.shape === 'corridor') this.volumeForm.path = slots;
    else this.volumeForm.rings[ring] = slots;
  }
  /** A point was typed, not drawn: the map brings it into view. */
  typed = $state(0);
  setCorner(at: At, point: Point | null): void {
    this.slots(at.ring)[at.corner] = point;
  }
  /** A corner after this one: half way to the next, or an empty row when there is nothing to halve. */
  addCornerAfter(at: At): void {
    const slots = this.slots(at.ring);
    const here = slots[at.corner];
    const closed = this.volumeForm.shape === 'polygon';
    const whole = slots.every((slot) => slot !== null);
    const next = here && whole && slots.length > 1 ? withCornerAfter(slots as Corner[], at.corner, closed)
      : [...slots.slice(0, at.corner + 1), null, ...slots.slice(at.corner + 1)];
    this.setSlots(at.ring, next);
    this.at = { ring: at.ring, corner: at.corner + 1 };
  }
  removeCorner(at: At): void {
    const slots = this.slots(at.ring).filter((_, i) => i !== at.corner);
    if (slots.length === 0 && at.ring > 0) this.volumeForm.rings.splice(at.ring, 1);
    else this.setSlots(at.ring, slots);
    this.at = null;
  }
  addHole(): void {
    this.volumeForm.rings.push([]);
    this.at = { ring: this.volumeForm.rings.length - 1, corner: 0 };
    this.drawing = 'corners';
  }
  /** A point picked on the map: the next corner, or the centre. */
  picked(point: Point): void {
    if (this.volumeForm.shape === 'circle') {
      this.volumeForm.center = point;
      this.drawing = 'off';
      return;
    }
    const ring = this.volumeForm.shape === 'corridor' ? 0 : (this.at?.ring ?? this.volumeForm.rings.length - 1);
    const slots = this.slots(ring);
    const hole = slots.indexOf(null);
    if (hole >= 0) slots[hole] = point;
    else slots.push(point);
    this.at = { ring, corner: hole >= 0 ? hole : slots.length - 1 };
  }

  addVolume(): void {
    const copy = this.volumeForm;
    this.form.volumes.push({ ...emptyVolume(room.now_ms), shape: copy.shape, lower: { ...copy.lower }, upper: { ...copy.upper }, from: copy.from, until: copy.until });
    this.volume = this.form.volumes.length - 1;
    this.at = null;
  }
  /** The current volume again, `times` times, each as a volume with its own window. */
  repeatVolume(step_ms: number, times: number): void {
    const copies = repeated($state.snapshot(this.volumeForm) as VolumeForm, step_ms, times);
    this.form.volumes.splice(this.volume + 1, 0, ...copies);
  }
  removeVolume(index: number): void {
    if (this.form.volumes.length < 2) return;
    this.form.volumes.splice(index, 1);
    this.volume = Math.min(this.volume, this.form.volumes.length - 1);
    this.at = null;
  }

  startAnew(): void {
    this.#show(emptyForm(room.now_ms, look.lang));
  }
  open(row: DraftRow): void {
    this.#show(formOf({ ...row.draft, draft_id: row.id }));
    this.saved_ms = row.saved_ms;
  }
  /** The draft of a release that was undone, with what was acknowledged for it. */
  undone(row: DraftRow): void {
    this.open(row);
    this.acknowledged = this.#before;
  }
  /** Amend or cancel one of the own notices: the form starts from its last version. */
  startFrom(row: NoticeRow, action: 'amend' | 'cancel'): void {
    const recipients = row.recipients.map(({ party, mode }) => ({ party, mode }));
    const { draft_id } = this.form;
    this.#show(formOf({
      draft_id, entity: row.id, version: row.version, notice: { ...row.notice, action }, recipients, immediate: false,
    }));
  }
  #show(form: DraftForm): void {
    this.form = form;
    this.volume = 0;
    this.at = null;
    this.drawing = 'off';
    this.report = null;
    this.reportFor = '';
    this.acknowledged = {};
    this.fresh = new Set();
    this.opened = new Set();
    this.shown = '';
    this.sendError = null;
    this.checkError = null;
    this.outcome = null;
    this.saved_ms = 0;
  }

  /** Ask the node what this draft meets. A newer question makes the answer of an older one void. */
  async check(): Promise<void> {
    const [draft, asked, turn] = [this.draft, this.draftText, ++this.#turn];
    if (draft === null) return;
    this.checking = true;
    try {
      const report = await api.check(draft);
      if (turn !== this.#turn) return;
      this.report = report;
      this.reportFor = asked;
      this.checkError = null;
    } catch (error) {
      if (turn === this.#turn) this.checkError = error;
    } finally {
      if (turn === this.#turn) this.checking = false;
    }
  }

  acknowledge(hits: readonly Hit[]): void {
    this.acknowledged = acknowledge(this.acknowledged, hits, room.now_ms);
  }
  openGroup(key: string): void {
    this.opened = new Set([...this.opened, key]);
  }

  async save(): Promise<void> {
    if (this.draft === null) return;
    this.sendError = null;
    try {
      const row = await api.saveDraft(this.draft);
      this.form.draft_id = row.id;
      this.saved_ms = row.saved_ms;
    } catch (error) {
      this.sendError = error;
    }
  }

  async release(): Promise<void> {
    if (this.draft === null || this.lock !== null || this.sending) return;
    this.sending = true;
    this.sendError = null;
    try {
      const keys = acknowledgedKeys(this.acknowledged, this.report);
      const done = await api.release(this.draft, keys, this.report?.report_id ?? '');
      if ('held' in done) this.#finish({ what: 'held', id: done.held.id_of_entity, leaf: null });
      else {
        room.put(done.released);
        this.#finish({ what: 'released', id: done.released.id, leaf: done.leaf });
      }
    } catch (error) {
      this.sendError = error;
      if (error instanceof ApiError && error.kind === 'MissingKeys') await this.#foundMore(error);
    } finally {
      this.sending = false;
    }
  }
  #finish(outcome: Outcome): void {
    this.#before = this.acknowledged;
    this.startAnew();
    this.outcome = outcome;
  }
  async #foundMore(error: ApiError): Promise<void> {
    const missing = (Array.isArray(error.detail['missing']) ? error.detail['missing'] : []) as Hit[];
    this.fresh = new Set(missing.map((hit) => hit.key));
    if (this.report) this.report = withMissing(this.report, missing);
    await this.check();
  }
}

/** What the overlap check depends on: not the remarks, the contact or the recipients. */
function checkedPart(draft: Draft): string {
  const { activity_class, action, volumes, crew, recurrence } = draft.notice;
  return JSON.stringify([draft.entity, draft.version, activity_class, action, volumes, crew, recurrence, draft.immediate]);
}
