/** The rings of the first polygon of a GeoJSON file, as corners without the closing one; null where there is none. */
import { corner } from '../announce/ring';
import type { Point } from '../lib/types';

const CORNERS_MAX = 10_000;

export function ringsFrom(text: string): Point[][] | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  const coordinates = polygonOf(found);
  if (coordinates === null) return null;
  const rings = coordinates.map(ringOf);
  if (rings.some((ring) => ring === null)) return null;
  const whole = rings as Point[][];
  return whole.length > 0 && whole.reduce((n, ring) => n + ring.length, 0) <= CORNERS_MAX ? whole : null;
}

function polygonOf(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, features, geometry, coordinates } = value as Record<string, unknown>;
  if (type === 'FeatureCollection' && Array.isArray(features)) {
    for (const one of features) {
      const rings = polygonOf(one);
      if (rings !== null) return rings;
    }
    return null;
  }
  if (type === 'Feature') return polygonOf(geometry);
  return type === 'Polygon' && Array.isArray(coordinates) ? coordinates : null;
}

function ringOf(ring: unknown): Point[] | null {
  if (!Array.isArray(ring)) return null;
  const points: Point[] = [];
  for (const at of ring) {
    if (!Array.isArray(at) || typeof at[0] !== 'number' || typeof at[1] !== 'number') return null;
    if (Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90) return null;
    points.push(corner(at[0], at[1]));
  }
  const [first, last] = [points[0], points.at(-1)];
  if (first && last && first[0] === last[0] && first[1] === last[1]) points.pop();
  return points.length > 2 ? points : null;
}

/** A common name from a title: small letters, digits and dashes. */
export function nameFrom(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
}
