/**
 * The drawing surface: an OpenLayers canvas map with the base layers, notices and site tiles, no controls and no motion.
 * It turns rows into features and answers what lies under a pointer; which rows are shown is decided by the screen.
 */
import Feature, { type FeatureLike } from 'ol/Feature';
import Map from 'ol/Map';
import View from 'ol/View';
import { extend, getCenter, getHeight, getWidth, type Extent } from 'ol/extent';
import LineString from 'ol/geom/LineString';
import OlPoint from 'ol/geom/Point';
import Polygon from 'ol/geom/Polygon';
import DoubleClickZoom from 'ol/interaction/DoubleClickZoom';
import DragPan from 'ol/interaction/DragPan';
import KeyboardPan from 'ol/interaction/KeyboardPan';
import KeyboardZoom from 'ol/interaction/KeyboardZoom';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom';
import PinchZoom from 'ol/interaction/PinchZoom';
import VectorLayer from 'ol/layer/Vector';
import { fromLonLat, toLonLat } from 'ol/proj';
import Cluster from 'ol/source/Cluster';
import VectorSource from 'ol/source/Vector';
import { Fill, Stroke, Style } from 'ol/style';
import { categoryIcon } from '../lib/icons';
import { isFaded } from '../lib/rows';
import type { MapView } from '../lib/store.svelte';
import type { Footprint, NoticeRow, SiteRow } from '../lib/types';
import { BaseLayers, type BaseMap, type PlaceName } from './base';
import { readColours, type Colours } from './colours';
import { circleRing, degrees, middleLine, ringsOf, type LonLat } from './geodesy';
import { middleStyles, noticeStyles, waypointStyle, type Look } from './noticeStyle';
import { tileStyle, tileWidth } from './tiles';

const GROUP_PX = 26;
const DEEPEST_ZOOM = 17;
const TINY_PX = 20;
/** Once round the Earth, in units of the map. */
const ROUND = 2 * fromLonLat([180, 0])[0]!;

export type Under = { kind: 'notice'; key: string } | { kind: 'sites'; keys: string[]; extent: Extent };

const outlines = new WeakMap<Footprint, LonLat[][]>();
/** Rings of a footprint, computed once per footprint object. */
export function keptRings(footprint: Footprint): LonLat[][] {
  let rings = outlines.get(footprint);
  if (rings === undefined) outlines.set(footprint, (rings = ringsOf(footprint)));
  return rings;
}

const project = (line: LonLat[]): number[][] => line.map((p) => fromLonLat(p));

export class Surface {
  readonly map: Map;
  colours: Colours = readColours();
  #base: BaseLayers | null = null;
  #places: PlaceName[] = [];
  #looks: (key: string) => Look = () => ({ state: 'announced', late: false, letter: '', movement: false });
  #selected: ReadonlySet<string> = new Set();
  readonly #notices = new VectorSource();
  readonly #sites = new VectorSource<Feature<OlPoint>>();
  readonly #detail = new VectorSource();
  readonly #noticeLayer = new VectorLayer({ source: this.#notices, zIndex: 10, renderBuffer: 100, updateWhileInteracting: true, style: (f) => this.#noticeStyle(f) });
  readonly #cluster = new Cluster({ source: this.#sites, distance: GROUP_PX, minDistance: GROUP_PX });
  readonly #siteLayer = new VectorLayer({ source: this.#cluster, zIndex: 20, renderBuffer: 60, updateWhileInteracting: true, style: (f) => this.#siteStyle(f) });
  readonly #detailLayer = new VectorLayer({ source: this.#detail, zIndex: 15 });

  constructor(target: HTMLElement) {
    this.map = new Map({
      target,
      controls: [],
      interactions: [
        new DragPan(), new MouseWheelZoom({ duration: 0, timeout: 60 }), new DoubleClickZoom({ duration: 0 }), new PinchZoom({ duration: 0 }),
        new KeyboardPan({ duration: 0, pixelDelta: 96 }), new KeyboardZoom({ duration: 0 }),
      ],
      layers: [this.#noticeLayer, this.#detailLayer, this.#siteLayer],
      view: new View({ center: fromLonLat([38, 34]), zoom: 6, minZoom: 3.5, maxZoom: DEEPEST_ZOOM, enableRotation: false, constrainResolution: false, smoothResolutionConstraint: false }),
    });
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  setBase(base: BaseMap): void {
    this.#places = base.places;
    this.#base = new BaseLayers(base);
    this.#base.paint(this.colours);
    for (const layer of this.#base.all) this.map.addLayer(layer);
  }

  get places(): readonly PlaceName[] {
    return this.#places;
  }

  showDots(places: PlaceName[]): void {
    this.#base?.showDots(places.map((p) => new Feature({ geometry: new OlPoint([...p.at]), capital: p.kind === 'capital' })));
  }

  paint(): void {
    this.colours = readColours();
    this.#base?.paint(this.colours);
    this.#redraw();
  }

  setNotices(rows: readonly NoticeRow[]): void {
    this.#notices.clear(true);
    this.#notices.addFeatures(rows.flatMap((row) => row.notice.volumes.flatMap((v) => noticeFeatures(row.key, v.footprint))));
  }

  setSites(rows: readonly SiteRow[]): void {
    this.#sites.clear(true);
    this.#sites.addFeatures(rows.map((row) => {
      const feature = new Feature(new OlPoint(fromLonLat(degrees([row.place.lon_nd, row.place.lat_nd]))));
      feature.setProperties({ key: row.key, row }, true);
      return feature;
    }));
  }

  /** What each notice looks like now, and what is selected. */
  setLooks(looks: (key: string) => Look, selected: ReadonlySet<string>, selectedSites: readonly SiteRow[]): void {
    this.#looks = looks;
    this.#selected = selected;
    this.#detail.clear(true);
    for (const site of selectedSites) this.#detail.addFeatures(siteDetail(site, this.colours));
    this.#redraw();
  }

  #redraw(): void {
    this.#noticeLayer.changed();
    this.#siteLayer.changed();
  }

  #noticeStyle(f: FeatureLike): Style[] {
    const key = f.get('key') as string;
    const look = this.#looks(key);
    const waypoint = f.get('waypoint') as number | undefined;
    if (waypoint !== undefined) {
      const near = (this.map.getView().getZoom() ?? 0) > 7;
      return look.movement === true && near ? [waypointStyle(look, this.colours, waypoint)] : [];
    }
    return f.get('middle') === true ? middleStyles(look, this.colours) : noticeStyles(look, this.colours, this.#selected.has(key));
  }

  #siteStyle(f: FeatureLike): Style {
    const rows = membersOf(f);
    const first = rows[0];
    const icons = new Set(rows.map((r) => categoryIcon(r.category)));
    const faded = rows.every(isFaded);
    return tileStyle({
      icon: icons.size === 1 && first !== undefined ? categoryIcon(first.category) : 'site',
      count: rows.length,
      selected: rows.some((r) => this.#selected.has(r.key)),
      faded,
      rough: rows.length === 1 && first?.place.precision !== 'exact',
    }, this.colours);
  }

  /** Groups of sites now on the map, with their place on the screen. */
  siteGroups(): { rows: SiteRow[]; x: number; y: number }[] {
    const extent = this.extent();
    const resolution = this.map.getView().getResolution();
    if (extent === null || resolution === undefined) return [];
    this.#cluster.loadFeatures(extent, resolution, this.map.getView().getProjection());
    const out: { rows: SiteRow[]; x: number; y: number }[] = [];
    this.#cluster.forEachFeatureInExtent(extent, (f) => {
      const at = this.map.getPixelFromCoordinate((f.getGeometry() as OlPoint).getCoordinates());
      if (at !== null) out.push({ rows: membersOf(f), x: at[0] ?? 0, y: at[1] ?? 0 });
    });
    return out;
  }

  extent(): Extent | null {
    const size = this.map.getSize();
    return size === undefined || size[0] === 0 ? null : this.map.getView().calculateExtent(size);
  }

  /** What a pointer at the pixel means: the nearest group of sites within a tile, else the smallest notice there. */
  under(pixel: number[]): Under | null {
    const [px = 0, py = 0] = pixel;
    const groups = this.siteGroups().filter((g) => Math.abs(g.x - px) <= tileWidth(g.rows.length) / 2 + 2 && Math.abs(g.y - py) <= 12);
    const group = groups.sort((a, b) => Math.hypot(a.x - px, a.y - py) - Math.hypot(b.x - px, b.y - py))[0];
    if (group !== undefined) {
      const { rows } = group;
      const extent = rows.reduce<Extent | null>((box, r) => {
        const [x = 0, y = 0] = fromLonLat(degrees([r.place.lon_nd, r.place.lat_nd]));
        return box === null ? [x, y, x, y] : extend(box, [x, y, x, y]);
      }, null);
      return { kind: 'sites', keys: rows.map((r) => r.key), extent: extent ?? [0, 0, 0, 0] };
    }
    let best: Feature | null = null;
    let least = Infinity;
    for (const f of this.#notices.getFeaturesAtCoordinate(this.map.getCoordinateFromPixel(pixel) ?? [0, 0])) {
      const box = f.getGeometry()?.getExtent();
      if (box === undefined) continue;
      const size = getWidth(box) * getHeight(box);
      if (size < least) [best, least] = [f, size];
    }
    return best === null ? null : { kind: 'notice', key: best.get('key') as string };
  }

  /** Show an extent; a point is shown at a middling zoom. */
  fit(extent: Extent, padding = 60): void {
    const view = this.map.getView();
    if (Math.max(getWidth(extent), getHeight(extent)) < 50) {
      view.setCenter(getCenter(extent));
      view.setZoom(Math.max(view.getZoom() ?? 0, 11));
      return;
    }
    view.fit(extent, { padding: [padding, padding, padding, padding], maxZoom: 16, duration: 0 });
  }

  fitArea(area: { lon_min: number; lat_min: number; lon_max: number; lat_max: number }): void {
    this.fit([...fromLonLat([area.lon_min, area.lat_min]), ...fromLonLat([area.lon_max, area.lat_max])], 8);
  }

  /** True when no part of the extent is visible, or it is far larger or smaller than the view. */
  isAway(extent: Extent): boolean {
    const now = this.extent();
    if (now === null) return false;
    const [x, y] = getCenter(extent);
    return x === undefined || y === undefined || x < now[0]! || x > now[2]! || y < now[1]! || y > now[3]!;
  }

  /** True when an extent is hardly more than a dot on the screen. */
  isTiny(extent: Extent): boolean {
    const resolution = this.map.getView().getResolution() ?? 1;
    return Math.max(getWidth(extent), getHeight(extent)) / resolution < TINY_PX;
  }

  /** Where the map looks, to look there again. */
  lookingAt(): MapView | null {
    const [x, y] = this.map.getView().getCenter() ?? [];
    const zoom = this.map.getView().getZoom();
    return x === undefined || y === undefined || zoom === undefined ? null : { center: [x, y], zoom };
  }

  lookAt(view: MapView): void {
    this.map.getView().setCenter(view.center);
    this.map.getView().setZoom(view.zoom);
  }

  zoomBy(step: number): void {
    const view = this.map.getView();
    view.setZoom((view.getZoom() ?? 6) + step);
  }

  deepest(): boolean {
    return (this.map.getView().getZoom() ?? 0) >= 15;
  }

  /** Ground metres per pixel in the middle of the map. */
  metresPerPixel(): number {
    const view = this.map.getView();
    const [, lat = 0] = toLonLat(view.getCenter() ?? [0, 0]);
    return (view.getResolution() ?? 1) * Math.cos((lat * Math.PI) / 180);
  }

  /** Pixels of points, each on the side of the antimeridian that the map looks at. */
  pixelsOf(lines: LonLat[]): [number, number][] {
    const [middle = 0] = this.map.getView().getCenter() ?? [];
    return lines.map((p) => {
      const [x = 0, y = 0] = fromLonLat(p);
      const near = x + Math.round((middle - x) / ROUND) * ROUND;
      return (this.map.getPixelFromCoordinate([near, y]) ?? [0, 0]) as [number, number];
    });
  }

  /** False until the first frame: before it no coordinate has a pixel. */
  drawn(): boolean {
    return this.map.getPixelFromCoordinate([0, 0]) !== null;
  }

  pixelAt(coordinate: [number, number]): [number, number] {
    return (this.map.getPixelFromCoordinate([...coordinate]) ?? [-1e4, -1e4]) as [number, number];
  }
}

function membersOf(f: FeatureLike): SiteRow[] {
  return ((f.get('features') as Feature[] | undefined) ?? []).map((m) => m.get('row') as SiteRow);
}

function noticeFeatures(key: string, footprint: Footprint): Feature<Polygon | LineString | OlPoint>[] {
  const area = new Feature<Polygon | LineString | OlPoint>(new Polygon(keptRings(footprint).map(project)));
  area.set('key', key, true);
  const middle = middleLine(footprint);
  if (middle.length < 2) return [area];
  const line = new Feature<Polygon | LineString | OlPoint>(new LineString(project(middle)));
  line.setProperties({ key, middle: true }, true);
  const path = footprint.type === 'corridor' ? footprint.path : [];
  const waypoints = path.map((p, i) => {
    const point = new Feature<Polygon | LineString | OlPoint>(new OlPoint(fromLonLat(degrees(p))));
    point.setProperties({ key, waypoint: i + 1 }, true);
    return point;
  });
  return [area, line, ...waypoints];
}

function siteDetail(site: SiteRow, c: Colours): Feature[] {
  const out: Feature[] = [];
  const style = new Style({ stroke: new Stroke({ color: c.fg2, width: 1.2, lineDash: [3, 3] }), fill: new Fill({ color: c.fg2 + '14' }) });
  const rings = site.footprint !== null ? keptRings(site.footprint) : site.place.radius_tmm > 0 ? [circleRing(degrees([site.place.lon_nd, site.place.lat_nd]), site.place.radius_tmm / 10_000)] : [];
  if (rings.length > 0) {
    const feature = new Feature(new Polygon(rings.map(project)));
    feature.setStyle(style);
    out.push(feature);
  }
  return out;
}

/** The extent of everything a notice covers. */
export function noticeExtent(row: NoticeRow): Extent {
  return row.notice.volumes.flatMap((v) => keptRings(v.footprint)).map((ring) => new LineString(project(ring)).getExtent()).reduce((a, b) => extend(a.slice(), b));
}

export function siteExtent(row: SiteRow): Extent {
  const [x = 0, y = 0] = fromLonLat(degrees([row.place.lon_nd, row.place.lat_nd]));
  return [x, y, x, y];
}
