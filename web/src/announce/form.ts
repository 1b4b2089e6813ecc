/**
 * What the announce form holds while a person fills it, and the draft that follows from it.
 *
 * Fields keep the text as typed; a corner is a point only after the node has read it. `problemsOf` names every
 * field that is missing or unreadable, so that a locked key can say why and lead there. It sends nothing.
 */
import type { Draft, Footprint, Notice, Volume } from '../lib/types';
import { bandUpsideDown, controlsOf, fromControls, type AltitudeKind } from './altitude';
import { crossing, MIN_CORNERS, type Corner } from './ring';
import { readUtc, writeUtc } from './window';

export type Shape = 'polygon' | 'circle' | 'corridor';
export type LengthUnit = 'm' | 'km' | 'NM';
export const UNIT_TMM: Record<LengthUnit, number> = { m: 10_000, km: 10_000_000, NM: 18_520_000 };
export type Slot = Corner | null;

export interface VolumeForm {
  shape: Shape;
  rings: Slot[][];
  path: Slot[];
  center: Slot;
  radius: { figure: string; unit: LengthUnit };
  width: { figure: string; unit: LengthUnit };
  lower: { figure: string; kind: AltitudeKind };
  upper: { figure: string; kind: AltitudeKind };
  from: string;
  until: string;
}

export interface DraftForm {
  draft_id: string;
  entity: string;
  version: number;
  action: Notice['action'];
  activity_class: Notice['activity_class'] | '';
  crew: Notice['crew'] | '';
  volumes: VolumeForm[];
  controlling_post: string;
  contact: { via: 'line' | 'other'; text: string };
  lang: string;
  remarks: string;
  translations: Record<string, { text: string; made_by: 'human' | 'machine' }>;
  recurrence: Notice['recurrence'];
  immediate: boolean;
  recipients: { party: string; mode: 'keep' | 'view' }[];
}

export interface Problem { field: string; key: string; args?: Record<string, string | number> }

const HOUR_MS = 3_600_000;

/** A volume with nothing drawn, planned for tomorrow so that it is not late by default. */
export function emptyVolume(now_ms: number): VolumeForm {
  const from_ms = Math.ceil(now_ms / HOUR_MS) * HOUR_MS + 25 * HOUR_MS;
  return {
    shape: 'polygon', rings: [[]], path: [], center: null,
    radius: { figure: '', unit: 'km' }, width: { figure: '', unit: 'km' },
    lower: { figure: '', kind: 'SFC' }, upper: { figure: '', kind: 'FT AMSL' },
    from: writeUtc(from_ms), until: writeUtc(from_ms + 2 * HOUR_MS),
  };
}

/** The volume again in later windows: `times` copies, each `step_ms` after the last; none when its window is unreadable. */
export function repeated(form: VolumeForm, step_ms: number, times: number): VolumeForm[] {
  const [from, until] = [readUtc(form.from), readUtc(form.until)];
  if (from === null || until === null) return [];
  return Array.from({ length: times }, (_, i) => ({
    ...form, rings: form.rings.map((ring) => [...ring]), path: [...form.path], radius: { ...form.radius }, width: { ...form.width },
    lower: { ...form.lower }, upper: { ...form.upper }, from: writeUtc(from + (i + 1) * step_ms), until: writeUtc(until + (i + 1) * step_ms),
  }));
}

export function emptyForm(now_ms: number, lang: string): DraftForm {
  return {
    draft_id: '', entity: '', version: 0, action: 'establish', activity_class: '', crew: '',
    volumes: [emptyVolume(now_ms)], controlling_post: '', contact: { via: 'line', text: '' },
    lang, remarks: '', translations: {}, recurrence: 'once', immediate: false, recipients: [],
  };
}

/** A length typed with its unit in tenths of a millimetre, or null. */
export function readLength(length: { figure: string; unit: LengthUnit }): number | null {
  const plain = length.figure.replace(/[\s\u00a0\u2009\u202f]/g, '');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const tmm = Math.round(Number(plain) * UNIT_TMM[length.unit]);
  return tmm > 0 ? tmm : null;
}

function lengthOf(tmm: number): { figure: string; unit: LengthUnit } {
  const unit: LengthUnit = tmm >= UNIT_TMM.km ? 'km' : 'm';
  return { figure: String(tmm / UNIT_TMM[unit]), unit };
}

const filled = (slots: Slot[]): Corner[] => slots.filter((slot): slot is Corner => slot !== null);

/** The footprint as far as it is drawn, for the map; null while nothing can be shown. */
export function drawnFootprint(form: VolumeForm): Footprint | null {
  if (form.shape === 'circle') {
    const radius_tmm = readLength(form.radius);
    return form.center && radius_tmm ? { type: 'circle', center: form.center, radius_tmm } : null;
  }
  if (form.shape === 'corridor') {
    const path = filled(form.path);
    return path.length > 1 ? { type: 'corridor', path, width_tmm: readLength(form.width) ?? 0 } : null;
  }
  const rings = form.rings.map(filled).filter((ring) => ring.length > 1);
  return rings.length > 0 ? { type: 'polygon', rings } : null;
}

function cornerProblems(slots: Slot[], prefix: string, least: number): Problem[] {
  const unread = slots.flatMap((slot, i): Problem[] =>
    slot === null ? [{ field: `${prefix}-c${i}`, key: 'an-problem-corner', args: { n: i + 1 } }] : []);
  const few = slots.length < least ? [{ field: `${prefix}-c0`, key: 'an-problem-corners', args: { least, now: slots.length } }] : [];
  return [...few, ...unread];
}

function shapeProblems(form: VolumeForm, at: string): Problem[] {
  if (form.shape === 'circle') {
    return [
      ...(form.center ? [] : [{ field: `${at}-center`, key: 'an-problem-center' }]),
      ...(readLength(form.radius) ? [] : [{ field: `${at}-radius`, key: 'an-problem-radius' }]),
    ];
  }
  if (form.shape === 'corridor') {
    const width = readLength(form.width) ? [] : [{ field: `${at}-width`, key: 'an-problem-width' }];
    return [...cornerProblems(form.path, `${at}-r0`, MIN_CORNERS.corridor), ...width];
  }
  return form.rings.flatMap((ring, r) => {
    const found = cornerProblems(ring, `${at}-r${r}`, MIN_CORNERS.polygon);
    const crossed = found.length === 0 ? crossing(filled(ring)) : null;
    return crossed ? [{ field: `${at}-r${r}-c0`, key: 'an-problem-crossing', args: { a: crossed[0], b: crossed[1] } }] : found;
  });
}

function altitudeProblems(form: VolumeForm, at: string): Problem[] {
  const lower = fromControls(form.lower.figure, form.lower.kind, 'lower');
  const upper = fromControls(form.upper.figure, form.upper.kind, 'upper');
  const found: Problem[] = [];
  if (!lower.ok) found.push({ field: `${at}-lower`, key: `an-altitude-${lower.why}` });
  if (!upper.ok) found.push({ field: `${at}-upper`, key: `an-altitude-${upper.why}` });
  if (lower.ok && upper.ok && lower.value && bandUpsideDown(lower.value, upper.value)) {
    found.push({ field: `${at}-upper`, key: 'an-problem-band' });
  }
  return found;
}

function windowProblems(form: VolumeForm, at: string, now_ms: number): Problem[] {
  const [from, until] = [readUtc(form.from), readUtc(form.until)];
  const found: Problem[] = [];
  if (from === null) found.push({ field: `${at}-from`, key: 'an-problem-time' });
  if (until === null) found.push({ field: `${at}-until`, key: 'an-problem-time' });
  if (from !== null && until !== null && until <= from) found.push({ field: `${at}-until`, key: 'an-problem-window' });
  else if (until !== null && until <= now_ms) found.push({ field: `${at}-until`, key: 'an-problem-past' });
  return found;
}

/** Everything that keeps this form from being a draft the node can check. */
export function problemsOf(form: DraftForm, now_ms: number): Problem[] {
  const found: Problem[] = [];
  if (form.action !== 'establish' && form.entity === '') found.push({ field: 'entity', key: 'an-problem-entity' });
  if (form.action === 'cancel') return found;
  if (form.activity_class === '') found.push({ field: 'class', key: 'an-problem-class' });
  if (form.crew === '') found.push({ field: 'crew', key: 'an-problem-crew' });
  form.volumes.forEach((volume, v) => {
    const at = `v${v}`;
    found.push(...shapeProblems(volume, at), ...altitudeProblems(volume, at), ...windowProblems(volume, at, now_ms));
  });
  if (form.controlling_post === '') found.push({ field: 'post', key: 'an-problem-post' });
  if (form.contact.via === 'other' && form.contact.text.trim() === '') found.push({ field: 'contact', key: 'an-problem-contact' });
  return found;
}

function altitudeOf(side: VolumeForm['lower'], which: 'lower' | 'upper') {
  const read = fromControls(side.figure, side.kind, which);
  if (!read.ok) throw new Error(`${which}: ${read.why}`);
  return read.value;
}

export function volumeOf(form: VolumeForm): Volume {
  const footprint = drawnFootprint(form);
  const lower = altitudeOf(form.lower, 'lower');
  if (footprint === null || lower === null) throw new Error('the volume is not complete');
  return {
    footprint, lower, upper: altitudeOf(form.upper, 'upper'),
    from_ms: readUtc(form.from) ?? 0, until_ms: readUtc(form.until) ?? 0,
  };
}

/** The draft of a form without problems; throws when `problemsOf` was not asked first. */
export function draftOf(form: DraftForm): Draft {
  const translations = Object.entries(form.translations)
    .filter(([lang, t]) => lang !== form.lang && t.text.trim() !== '')
    .map(([lang, t]) => ({ lang, text: t.text.trim(), made_by: t.made_by }));
  return {
    draft_id: form.draft_id, entity: form.entity, version: form.version, immediate: form.immediate,
    recipients: form.recipients.map(({ party, mode }) => ({ party, mode })),
    notice: {
      activity_class: form.activity_class || 'transit', action: form.action, crew: form.crew || 'manned',
      volumes: form.volumes.map(volumeOf), controlling_post: form.controlling_post,
      contact: form.contact.via === 'line' ? 'line' : form.contact.text.trim(),
      remarks: { lang: form.lang, text: form.remarks.trim(), translations }, recurrence: form.recurrence,
    },
  };
}

export function volumeForm(volume: Volume): VolumeForm {
  const { footprint } = volume;
  const form = emptyVolume(0);
  return {
    ...form, shape: footprint.type,
    rings: footprint.type === 'polygon' ? footprint.rings.map((ring) => ring.map((c): Slot => [c[0], c[1]])) : [[]],
    path: footprint.type === 'corridor' ? footprint.path.map((c): Slot => [c[0], c[1]]) : [],
    center: footprint.type === 'circle' ? [footprint.center[0], footprint.center[1]] : null,
    radius: footprint.type === 'circle' ? lengthOf(footprint.radius_tmm) : form.radius,
    width: footprint.type === 'corridor' ? lengthOf(footprint.width_tmm) : form.width,
    lower: controlsOf(volume.lower), upper: controlsOf(volume.upper),
    from: writeUtc(volume.from_ms), until: writeUtc(volume.until_ms),
  };
}

/** The form that shows a saved draft or a notice to amend. */
export function formOf(draft: Draft): DraftForm {
  const { notice } = draft;
  return {
    draft_id: draft.draft_id, entity: draft.entity, version: draft.version, immediate: draft.immediate,
    action: notice.action, activity_class: notice.activity_class, crew: notice.crew,
    volumes: notice.volumes.map(volumeForm), controlling_post: notice.controlling_post,
    contact: notice.contact === 'line' ? { via: 'line', text: '' } : { via: 'other', text: notice.contact },
    lang: notice.remarks.lang, remarks: notice.remarks.text, recurrence: notice.recurrence,
    translations: Object.fromEntries(notice.remarks.translations.map((t) => [t.lang, { text: t.text, made_by: t.made_by }])),
    recipients: draft.recipients.map(({ party, mode }) => ({ party, mode })),
  };
}
