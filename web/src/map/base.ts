/**
 * The base map: land, water, boundaries in greys from the node's own `basemap.json`, no tile server.
 * International boundaries dash-dot; disputed lines and lines of control dotted, never solid. Names are not drawn
 * here: the label layer places them among the other labels.
 */
import Feature, { type FeatureLike } from 'ol/Feature';
import LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { Circle, Fill, RegularShape, Stroke, Style } from 'ol/style';
import { fromLonLat } from 'ol/proj';
import { api } from '../lib/api';
import type { Text3 } from '../lib/types';
import type { Colours } from './colours';

export interface PlaceName { name: Text3; at: [x: number, y: number]; rank: number; kind: 'place' | 'capital' | 'country' | 'sea' }
export interface BaseMap {
  land: Feature[]; lakes: Feature[]; rivers: Feature[]; admin: Feature[]; bounds: Feature[]; disputed: Feature[];
  airports: Feature[]; places: PlaceName[];
}

/** `basemap.json`: lines are `[x, y, dx, dy, ...]` in parts of a degree (`scale` to one), areas are lists of rings. */
interface BaseFile {
  scale: number;
  land: number[][][]; lakes: number[][][]; disputed_areas: number[][][];
  rivers: { rank: number; lines: number[][] }[];
  boundaries: { disputed: 0 | 1; lines: number[][] }[];
  admin1: number[][];
  airports: { name: string; iata: string; icao: string; at: [number, number] }[];
  countries: (Text3 & { at: [number, number] })[];
  seas: (Text3 & { at: [number, number] })[];
  places: [x: number, y: number, rank: number, capital: 0 | 1, en: string, ar: string, ru: string][];
}

let loading: Promise<BaseMap> | null = null;

/** Read once per page; a failed read may be tried again. */
export function loadBaseMap(): Promise<BaseMap> {
  loading ??= api.basemap().then((file) => readBaseMap(file as BaseFile)).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

function readBaseMap(file: BaseFile): BaseMap {
  const at = (x: number, y: number): [number, number] => fromLonLat([x / file.scale, y / file.scale]) as [number, number];
  const line = (deltas: number[]): number[][] => {
    const out: number[][] = [];
    for (let i = 0, x = 0, y = 0; i + 1 < deltas.length; i += 2) {
      x += deltas[i] ?? 0;
      y += deltas[i + 1] ?? 0;
      out.push(at(x, y));
    }
    return out;
  };
  const areas = (list: number[][][]): Feature[] => list.map((rings) => new Feature(new Polygon(rings.map(line))));
  const lines = (list: number[][]): Feature[] => list.map((deltas) => new Feature(new LineString(line(deltas))));
  const boundaries = (disputed: 0 | 1): Feature[] => file.boundaries.filter((b) => b.disputed === disputed).flatMap((b) => lines(b.lines));
  const name = (n: Text3): Text3 => ({ en: n.en, ar: n.ar, ru: n.ru });
  return {
    land: areas(file.land),
    lakes: areas(file.lakes),
    rivers: file.rivers.flatMap((r) => lines(r.lines)),
    admin: lines(file.admin1),
    bounds: boundaries(0),
    disputed: [...boundaries(1), ...areas(file.disputed_areas)],
    airports: file.airports.map((a) => new Feature(new Point(at(...a.at)))),
    places: [
      ...file.countries.map((c) => ({ name: name(c), at: at(...c.at), rank: 0, kind: 'country' as const })),
      ...file.seas.map((c) => ({ name: name(c), at: at(...c.at), rank: 1, kind: 'sea' as const })),
      ...file.places.map(([x, y, rank, capital, en, ar, ru]) => ({
        name: { en, ar, ru }, at: at(x, y), rank, kind: capital === 1 ? 'capital' as const : 'place' as const,
      })),
    ],
  };
}

const layer = (features: Feature[], zIndex: number): VectorLayer =>
  new VectorLayer({ source: new VectorSource({ features }), zIndex, renderBuffer: 40, updateWhileAnimating: true, updateWhileInteracting: true });

export class BaseLayers {
  readonly all: VectorLayer[];
  readonly #by: Record<'land' | 'admin' | 'rivers' | 'lakes' | 'bounds' | 'disputed' | 'airports' | 'dots', VectorLayer>;

  constructor(base: BaseMap) {
    this.#by = {
      land: layer(base.land, 0),
      admin: layer(base.admin, 1),
      rivers: layer(base.rivers, 2),
      lakes: layer(base.lakes, 3),
      bounds: layer(base.bounds, 4),
      disputed: layer(base.disputed, 5),
      airports: layer(base.airports, 6),
      dots: layer([], 7),
    };
    this.all = Object.values(this.#by);
  }

  /** Places to be marked with a dot: those whose names are shown. */
  showDots(features: Feature[]): void {
    const source = this.#by.dots.getSource();
    source?.clear(true);
    source?.addFeatures(features);
  }

  paint(c: Colours): void {
    const line = (color: string, width: number, lineDash?: number[]): Style =>
      new Style({ stroke: new Stroke(lineDash === undefined ? { color, width } : { color, width, lineDash, lineCap: 'butt' }) });
    this.#by.land.setStyle(new Style({ fill: new Fill({ color: c['m-land'] }) }));
    this.#by.admin.setStyle(line(c['m-admin'], 1));
    this.#by.rivers.setStyle(line(c['m-river'], 1.2));
    this.#by.lakes.setStyle(new Style({ fill: new Fill({ color: c['m-sea'] }), stroke: new Stroke({ color: c['m-river'], width: 0.8 }) }));
    this.#by.bounds.setStyle(line(c['m-bound'], 1.1, [9, 2.5, 2, 2.5]));
    this.#by.disputed.setStyle(line(c['m-bound'], 1.1, [2, 3]));
    this.#by.airports.setMinZoom(6.5);
    this.#by.airports.setStyle(new Style({ image: new Circle({ radius: 3.6, stroke: new Stroke({ color: c['m-bound'], width: 1 }), fill: new Fill({ color: c['m-land'] }) }) }));
    const dot = new Style({ image: new Circle({ radius: 1.7, fill: new Fill({ color: c['m-place'] }) }) });
    const square = new Style({ image: new RegularShape({ points: 4, angle: Math.PI / 4, radius: 3.8, stroke: new Stroke({ color: c['m-place'], width: 1.3 }) }) });
    this.#by.dots.setStyle((f: FeatureLike) => (f.get('capital') === true ? square : dot));
  }
}
