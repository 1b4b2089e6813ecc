/**
 * How points read: DD, DMS, MGRS and bearing from the nearest named place, asked of the node once per point.
 *
 * Kept for the length of the visit. When the node is out of reach a point has no rendering; nothing is guessed.
 */
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../lib/api';
import type { Point, Rendering } from '../lib/types';

const known = new SvelteMap<string, Rendering>();
const asked = new Set<string>();
const KEPT_MAX = 2000;

const keyOf = (p: Point): string => `${p[0]},${p[1]}`;

/** The rendering of a point if it is known; asks for it otherwise and appears when it comes. */
export function renderingOf(point: Point): Rendering | undefined {
  return known.get(keyOf(point));
}

/** Ask the node how a point reads. */
export async function askRendering(point: Point): Promise<void> {
  const key = keyOf(point);
  if (known.has(key) || asked.has(key)) return;
  asked.add(key);
  try {
    keep(point, await api.place(point[0], point[1]));
  } catch {
    // Out of reach or outside every grid: the row shows decimal degrees only.
  } finally {
    asked.delete(key);
  }
}

/** Remember a rendering that came with another answer. */
export function keep(point: Point, rendering: Rendering): void {
  if (known.size >= KEPT_MAX) known.clear();
  known.set(keyOf(point), rendering);
}

/** Decimal degrees with six decimals and hemisphere letters, the form in which a point can be typed back. */
export function decimalDegrees(point: Point): string {
  const part = (nd: number, letters: string): string =>
    `${(Math.abs(nd) / 1e9).toFixed(6)} ${nd < 0 ? letters[1] : letters[0]}`;
  return `${part(point[1], 'NS')} ${part(point[0], 'EW')}`;
}
