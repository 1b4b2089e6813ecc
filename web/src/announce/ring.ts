/**
 * Editing of rings and paths: corners as whole nanodegrees, moved by metres, added, taken away.
 *
 * Used by the map's handles and by the corner rows alike, so that nothing needs dragging (WCAG 2.2, 2.5.7).
 * Distances here are spherical and serve the pointer only; whatever is checked is computed by the node.
 */
import type { Footprint } from '../lib/types';

export type Corner = [lon_nd: number, lat_nd: number];
export const ND = 1e9;
const EARTH_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Degrees, for the map. */
export const degrees = (c: Corner): [number, number] => [c[0] / ND, c[1] / ND];

/** Nanodegrees from degrees, longitude folded into [-180, 180). */
export function corner(lon: number, lat: number): Corner {
  const folded = ((((lon + 180) % 360) + 360) % 360) - 180;
  return [Math.round(folded * ND), Math.round(Math.max(-90, Math.min(90, lat)) * ND)];
}

/** Great-circle distance in metres. */
export function distance_m(a: Corner, b: Corner): number {
  const [lon1, lat1] = degrees(a).map((d) => d * RAD) as [number, number];
  const [lon2, lat2] = degrees(b).map((d) => d * RAD) as [number, number];
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The point `length_m` metres from `start` on the bearing (degrees clockwise from north). */
export function along(start: Corner, bearing_deg: number, length_m: number): Corner {
  const [lon, lat] = degrees(start).map((d) => d * RAD) as [number, number];
  const [turn, arc] = [bearing_deg * RAD, length_m / EARTH_M];
  const lat2 = Math.asin(Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(turn));
  const y = Math.sin(turn) * Math.sin(arc) * Math.cos(lat);
  return corner((lon + Math.atan2(y, Math.cos(arc) - Math.sin(lat) * Math.sin(lat2))) / RAD, lat2 / RAD);
}

/** Point of the great circle between two corners, `share` of the way. */
export function between(a: Corner, b: Corner, share: number): Corner {
  const v = [a, b].map((c) => {
    const [lon, lat] = degrees(c).map((d) => d * RAD) as [number, number];
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as const;
  });
  const [p, q] = v as [readonly number[], readonly number[]];
  const arc = distance_m(a, b) / EARTH_M;
  if (arc < 1e-12) return a;
  const [s, e] = [Math.sin((1 - share) * arc) / Math.sin(arc), Math.sin(share * arc) / Math.sin(arc)];
  const [x, y, z] = [0, 1, 2].map((i) => s * p[i]! + e * q[i]!) as [number, number, number];
  return corner(Math.atan2(y, x) / RAD, Math.atan2(z, Math.hypot(x, y)) / RAD);
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
  return length_m === 0 ? c : along(c, Math.atan2(east_m, north_m) / RAD, length_m);
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

/** The outline of a footprint for the map, edges following the great circle, longitudes unwrapped. */
export function outline(footprint: Footprint): [number, number][][] {
  if (footprint.type === 'circle') {
    const centre = footprint.center as Corner;
    const radius_m = footprint.radius_tmm / 10000;
    return [unwrapped(Array.from({ length: 97 }, (_, i) => along(centre, (i * 360) / 96, radius_m)))];
  }
  if (footprint.type === 'polygon') return footprint.rings.map((ring) => dense(ring as Corner[], true));
  return [dense(footprint.path as Corner[], false)];
}

function dense(ring: readonly Corner[], closed: boolean): [number, number][] {
  const ends = closed && ring.length > 0 ? [...ring, ring[0]!] : [...ring];
  const out: Corner[] = [];
  ends.forEach((here, i) => {
    const next = ends[i + 1];
    out.push(here);
    if (!next) return;
    const parts = Math.min(64, Math.ceil(distance_m(here, next) / 25_000));
    for (let k = 1; k < parts; k += 1) out.push(between(here, next, k / parts));
  });
  return unwrapped(out);
}

function unwrapped(ring: readonly Corner[]): [number, number][] {
  let last = ring[0] ? ring[0][0] / ND : 0;
  return ring.map((c) => {
    let [lon, lat] = degrees(c);
    while (lon - last > 180) lon -= 360;
    while (lon - last < -180) lon += 360;
    last = lon;
    return [lon, lat];
  });
}

/** Both sides of a corridor, for the map: the path moved half the width to each side. */
export function corridorOutline(path: readonly Corner[], width_tmm: number): [number, number][] {
  const half_m = width_tmm / 20000;
  const [left, right]: [Corner[], Corner[]] = [[], []];
  path.forEach((here, i) => {
    const [before, after] = [path[i - 1] ?? here, path[i + 1] ?? here];
    const bearing = bearing_deg(before, after);
    left.push(along(here, bearing - 90, half_m));
    right.unshift(along(here, bearing + 90, half_m));
  });
  return dense([...left, ...right], true);
}

/** First bearing from one corner to another, degrees clockwise from north. */
export function bearing_deg(a: Corner, b: Corner): number {
  const [lon1, lat1] = degrees(a).map((d) => d * RAD) as [number, number];
  const [lon2, lat2] = degrees(b).map((d) => d * RAD) as [number, number];
  const y = Math.sin(lon2 - lon1) * Math.cos(lat2);
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lon2 - lon1);
  return (Math.atan2(y, x) / RAD + 360) % 360;
}
