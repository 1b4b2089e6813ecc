/**
 * Editing of rings and paths: corners as whole nanodegrees, moved by metres, added, taken away.
 *
 * Used by the map's handles and by the corner rows alike, so that nothing needs dragging (WCAG 2.2, 2.5.7).
 * It draws nothing and decides nothing: whatever is checked is computed by the node.
 */
import { between as geodesic, go } from '../map/geodesy';

export type Corner = [lon_nd: number, lat_nd: number];
export const ND = 1e9;
/** Degrees, for the map. */
export const degrees = (c: Corner): [number, number] => [c[0] / ND, c[1] / ND];

/** Nanodegrees from degrees, longitude folded into [-180, 180). */
export function corner(lon: number, lat: number): Corner {
  const folded = ((((lon + 180) % 360) + 360) % 360) - 180;
  return [Math.round(folded * ND), Math.round(Math.max(-90, Math.min(90, lat)) * ND)];
}

/** Geodesic distance in metres. */
export function distance_m(a: Corner, b: Corner): number {
  return geodesic(degrees(a), degrees(b)).length_m;
}

/** The point `length_m` metres from `start` on the bearing (degrees clockwise from north). */
export function along(start: Corner, bearing_deg: number, length_m: number): Corner {
  return corner(...go(degrees(start), bearing_deg, length_m));
}

/** Point of the geodesic between two corners, `share` of the way. */
export function between(a: Corner, b: Corner, share: number): Corner {
  const { length_m, start_deg } = geodesic(degrees(a), degrees(b));
  return along(a, start_deg, length_m * share);
}

export const MIN_CORNERS = { polygon: 3, corridor: 2 } as const;

/** A corner added after `index`, half way to the next one; past the end of an open path it goes on straight. */
export function withCornerAfter(ring: readonly Corner[], index: number, closed: boolean): Corner[] {
  const here = ring[index]!;
  const next = ring[closed ? (index + 1) % ring.length : index + 1];
  const before = ring[index - 1];
  const added = next ? between(here, next, 0.5) : before ? mirrored(before, here) : along(here, 90, 5000);
  return [...ring.slice(0, index + 1), added, ...ring.slice(index + 1)];
}

function mirrored(before: Corner, here: Corner): Corner {
  const [[lon0, lat0], [lon1, lat1]] = [degrees(before), degrees(here)];
  return corner(2 * lon1 - lon0, 2 * lat1 - lat0);
}

/** The ring without one corner; unchanged when it would fall under `least`. */
export function withoutCorner(ring: readonly Corner[], index: number, least: number): Corner[] {
  return ring.length <= least ? [...ring] : ring.filter((_, i) => i !== index);
}

/** The ring with one corner replaced. */
export function withCorner(ring: readonly Corner[], index: number, at: Corner): Corner[] {
  return ring.map((c, i) => (i === index ? at : c));
}

/** A step of the arrow keys in metres east and north, or null for another key. */
export function arrowStep(key: string, step_m: number): [east_m: number, north_m: number] | null {
  const steps: Record<string, [number, number]> = {
    ArrowUp: [0, step_m], ArrowDown: [0, -step_m], ArrowRight: [step_m, 0], ArrowLeft: [-step_m, 0],
  };
  return steps[key] ?? null;
}

/** The corner moved east and north. */
export function moved(c: Corner, east_m: number, north_m: number): Corner {
  const length_m = Math.hypot(east_m, north_m);
  return length_m === 0 ? c : along(c, (Math.atan2(east_m, north_m) * 180) / Math.PI, length_m);
}

function turns(a: Corner, b: Corner, c: Corner): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

/** The first two edges that cross, counted from 1, or null. A hint while drawing: the node decides. */
export function crossing(ring: readonly Corner[]): [number, number] | null {
  const n = ring.length;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 2; j < n; j += 1) {
      if (i === 0 && j === n - 1) continue;
      const [a, b, c, d] = [ring[i]!, ring[(i + 1) % n]!, ring[j]!, ring[(j + 1) % n]!];
      if (turns(a, b, c) * turns(a, b, d) < 0 && turns(c, d, a) * turns(c, d, b) < 0) return [i + 1, j + 1];
    }
  }
  return null;
}
