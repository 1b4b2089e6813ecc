/** An outline as a form holds it and as a report says it: whole or not at all, and its heights as they were where nobody touched them. */
import type { Announcing } from '../announce/announcing.svelte';
import { controlsOf, fromControls } from '../announce/altitude';
import { drawnFootprint, volumeForm } from '../announce/form';
import type { Altitude, Footprint } from '../lib/types';

export interface Outline { footprint: Footprint; lower?: Altitude; upper?: Altitude }

/** Start a form from an outline that was said. */
export function begin(a: Announcing, footprint: Footprint, lower: Altitude | null, upper: Altitude | null): void {
  const floor = lower ?? { value_tmm: 0, reference: 'AGL', unit: 'FT' };
  a.form.volumes = [volumeForm({ footprint, lower: floor, upper, from_ms: 0, until_ms: 0 })];
}

/** Whether its shape, and with `high` its heights, are complete. */
export function isWhole(a: Announcing, high: boolean): boolean {
  const heights = high ? ['v0-lower', 'v0-upper'] : [];
  const shape = /^v0-(r\d|center|radius|width)/;
  return drawnFootprint(a.volumeForm) !== null && !a.problems.some((p) => shape.test(p.field) || heights.includes(p.field));
}

/** What is said; `was` are heights that stay to the last digit where the fields still show them. */
export function said(a: Announcing, high: boolean, was: { lower: Altitude | null; upper: Altitude | null }): Outline | undefined {
  const footprint = drawnFootprint(a.volumeForm);
  if (footprint === null) return undefined;
  const lower = high ? height(a.volumeForm.lower, 'lower', was.lower) : null;
  const upper = high ? height(a.volumeForm.upper, 'upper', was.upper) : null;
  return { footprint, ...(lower === null ? {} : { lower }), ...(upper === null ? {} : { upper }) };
}

function height(value: { figure: string; kind: Parameters<typeof fromControls>[1] }, side: 'lower' | 'upper', was: Altitude | null): Altitude | null {
  const before = was === null ? null : controlsOf(was);
  if (before !== null && before.figure === value.figure && before.kind === value.kind) return was;
  const read = fromControls(value.figure, value.kind, side);
  return read.ok ? read.value : null;
}
