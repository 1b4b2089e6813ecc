/** The camp's own map for the inset: districts and roads from the node's `zaatari.json`, whatever it calls its collections. */
import { api } from '../lib/api';
import type { LonLat } from './geodesy';

export interface CampMap { districts: LonLat[][]; roads: LonLat[][]; box: { west: number; south: number; east: number; north: number } }

interface Geometry { type: string; coordinates: unknown }
interface Collection { type: 'FeatureCollection'; features: { geometry: Geometry | null }[] }

let loading: Promise<CampMap | null> | null = null;

/** Null when the node has no such map. */
export function loadCampMap(): Promise<CampMap | null> {
  loading ??= api.zaatari().then(readCampMap, () => null);
  return loading;
}

export function readCampMap(data: unknown): CampMap | null {
  const found = collections(data).flatMap((c) => c.features.map((f) => f.geometry)).filter((g) => g !== null);
  const districts = found.flatMap((g) => (g.type === 'Polygon' ? (g.coordinates as LonLat[][]).slice(0, 1) : g.type === 'MultiPolygon' ? (g.coordinates as LonLat[][][]).flatMap((p) => p.slice(0, 1)) : []));
  const roads = found.flatMap((g) => (g.type === 'LineString' ? [g.coordinates as LonLat[]] : g.type === 'MultiLineString' ? (g.coordinates as LonLat[][]) : []));
  const points = districts.flat();
  if (points.length === 0) return null;
  const [lon, lat] = [points.map((p) => p[0]), points.map((p) => p[1])];
  return { districts, roads, box: { west: Math.min(...lon), south: Math.min(...lat), east: Math.max(...lon), north: Math.max(...lat) } };
}

function collections(data: unknown): Collection[] {
  if (typeof data !== 'object' || data === null) return [];
  if ((data as { type?: unknown }).type === 'FeatureCollection') return [data as Collection];
  return Object.values(data).flatMap(collections);
}

export interface Spot<T> { row: T; x: number; y: number; tile: boolean }

/** Which sites get a tile and which only a dot, so that tiles do not cover each other; the first in the list come first. */
export function thinned<T>(spots: { row: T; x: number; y: number }[], width: number, height: number, apart: number): Spot<T>[] {
  const kept: { x: number; y: number }[] = [];
  return spots.map((s) => {
    const inside = s.x > apart / 2 && s.y > apart / 2 && s.x < width - apart / 2 && s.y < height - apart / 2;
    const tile = inside && !kept.some((k) => Math.hypot(k.x - s.x, k.y - s.y) < apart);
    if (tile) kept.push(s);
    return { ...s, tile };
  });
}
