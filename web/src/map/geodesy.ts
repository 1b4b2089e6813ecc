/**
 * Outlines of footprints for drawing, on WGS84 geodesics (GeographicLib): circles are every point at the radius,
 * corridors have round ends and bends, edges are cut so that they bend as the geodesic does.
 * Rings are [lon, lat] in degrees, unwrapped, closed. It draws only: what overlaps is computed by the node.
 */
import geodesic from 'geographiclib-geodesic';
import type { Footprint, Point } from '../lib/types';

export type LonLat = [lon: number, lat: number];
const WGS84 = geodesic.Geodesic.WGS84;
const EDGE_M = 20_000;
const ARC_DEG = 4;

export const degrees = (p: Point): LonLat => [p[0] / 1e9, p[1] / 1e9];

/** The point `length_m` from `from` on the azimuth (degrees). */
export function go(from: LonLat, azimuth_deg: number, length_m: number): LonLat {
  const r = WGS84.Direct(from[1], from[0], azimuth_deg, length_m);
  return [r.lon2 ?? from[0], r.lat2 ?? from[1]];
}

/** Distance in metres and azimuths at both ends. */
export function between(a: LonLat, b: LonLat): { length_m: number; start_deg: number; end_deg: number } {
  const r = WGS84.Inverse(a[1], a[0], b[1], b[0]);
  return { length_m: r.s12 ?? 0, start_deg: r.azi1 ?? 0, end_deg: r.azi2 ?? 0 };
}

export function circleRing(center: LonLat, radius_m: number, step_deg = ARC_DEG): LonLat[] {
  const ring: LonLat[] = [];
  for (let azimuth = 0; azimuth < 360; azimuth += step_deg) ring.push(go(center, azimuth, radius_m));
  return closed(unwrapped(ring));
}

/** Points along the geodesics of a line, no further apart than `edge_m`. */
export function dense(line: LonLat[], edge_m = EDGE_M): LonLat[] {
  const out: LonLat[] = [];
  line.forEach((here, i) => {
    out.push(here);
    const next = line[i + 1];
    if (next === undefined) return;
    const { length_m, start_deg } = between(here, next);
    const parts = Math.ceil(length_m / edge_m);
    for (let k = 1; k < parts; k += 1) out.push(go(here, start_deg, (length_m * k) / parts));
  });
  return unwrapped(out);
}

/** The outline of every point within half the width of the path. */
export function corridorRing(path: LonLat[], width_m: number): LonLat[] {
  const half_m = width_m / 2;
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (path.length === 1) return circleRing(first, half_m);
  const raw = [...sideOf(path, half_m), ...sideOf([...path].reverse(), half_m)];
  const line = dense(path, half_m);
  return closed(unwrapped(raw.filter((p) => distanceTo(line, p) > half_m * 0.985)));
}

/** The left side of a path with a round end and round outer bends; points inside other parts come along and are dropped later. */
function sideOf(path: LonLat[], half_m: number): LonLat[] {
  const out: LonLat[] = [];
  let heading = Number.NaN;
  for (let i = 0; i + 1 < path.length; i += 1) {
    const [a, b] = [path[i]!, path[i + 1]!];
    const { length_m, start_deg, end_deg } = between(a, b);
    if (length_m === 0) continue;
    if (!Number.isNaN(heading)) out.push(...arc(a, heading - 90, start_deg - 90, half_m));
    const parts = Math.max(2, Math.ceil(length_m / Math.min(EDGE_M, half_m / 2)));
    for (let k = 0; k <= parts; k += 1) {
      const at = k === 0 ? a : go(a, start_deg, (length_m * k) / parts);
      const along_deg = k === 0 ? start_deg : k === parts ? end_deg : between(at, b).start_deg;
      out.push(go(at, along_deg - 90, half_m));
    }
    heading = end_deg;
  }
  const end = path.at(-1)!;
  out.push(...arc(end, heading - 90, heading + 90, half_m));
  return out;
}

/** Points of an arc turning clockwise or counter-clockwise, the short way; a half turn goes clockwise. */
function arc(center: LonLat, from_deg: number, to_deg: number, radius_m: number): LonLat[] {
  let turn = (((to_deg - from_deg) % 360) + 540) % 360 - 180;
  if (turn <= -179.999) turn = 180;
  const parts = Math.max(1, Math.ceil(Math.abs(turn) / ARC_DEG));
  return Array.from({ length: parts + 1 }, (_, k) => go(center, from_deg + (turn * k) / parts, radius_m));
}

/** Distance in metres to a line whose pieces are short; local scale at the point is enough to sort inside from outside. */
function distanceTo(line: LonLat[], p: LonLat): number {
  const kx = 111_320 * Math.cos((p[1] * Math.PI) / 180);
  const ky = 110_950;
  let best = Infinity;
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [a, b] = [line[i]!, line[i + 1]!];
    const [ax, ay] = [(a[0] - p[0]) * kx, (a[1] - p[1]) * ky];
    const [dx, dy] = [(b[0] - a[0]) * kx, (b[1] - a[1]) * ky];
    const share = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(ax + share * dx, ay + share * dy));
  }
  return best;
}

function closed(ring: LonLat[]): LonLat[] {
  const first = ring[0];
  return first === undefined ? ring : [...ring, first];
}

/** Longitudes without jumps over the antimeridian. */
function unwrapped(line: LonLat[]): LonLat[] {
  let last = line[0]?.[0] ?? 0;
  return line.map(([lon, lat]) => {
    const turned = lon + 360 * Math.round((last - lon) / 360);
    last = turned;
    return [turned, lat];
  });
}

/** Closed rings of a footprint: the outer first, holes after. */
export function ringsOf(footprint: Footprint): LonLat[][] {
  if (footprint.type === 'circle') return [circleRing(degrees(footprint.center), footprint.radius_tmm / 10_000)];
  if (footprint.type === 'corridor') return [corridorRing(footprint.path.map(degrees), footprint.width_tmm / 10_000)];
  return footprint.rings.map((ring) => {
    const points = ring.map(degrees);
    return points.length === 0 ? [] : dense([...points, points[0]!]);
  });
}

/** The middle line of a corridor; nothing for other shapes. */
export function middleLine(footprint: Footprint): LonLat[] {
  return footprint.type === 'corridor' ? dense(footprint.path.map(degrees)) : [];
}
