/**
 * Drones as map features (LANGUAGE section 5): a plain square with four arms, a line of a minute's speed, four past dots.
 * A stale one is hollow and dashed. Squares of the ground hold a count. No hue: whose it is, is said in words.
 */
import Feature from 'ol/Feature';
import LineString from 'ol/geom/LineString';
import OlPoint from 'ol/geom/Point';
import Polygon from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { Circle, Fill, Icon, Stroke, Style, Text } from 'ol/style';
import { t } from '../lib/fluent';
import { fade, type Colours } from '../map/colours';
import { go, type LonLat } from '../map/geodesy';
import { fourDots } from './aging';
import type { ClusterRow, DroneRow } from './types';

const SIZE = 22;
const LINE_S = 60;
const kept = new Map<string, Style>();

export function droneFeatures(row: DroneRow, c: Colours, selected: boolean): Feature[] {
  if (row.lon_nd === null || row.lat_nd === null) return [];
  const at: LonLat = [row.lon_nd / 1e9, row.lat_nd / 1e9];
  const stale = row.standing === 'stale';
  const ink = stale ? c.fg3 : c.fg;
  const out: Feature[] = fourDots(row).map(([lon, lat], i) => {
    const dot = new Feature(new OlPoint(fromLonLat([lon / 1e9, lat / 1e9])));
    dot.setStyle(new Style({ image: new Circle({ radius: 1.8, fill: new Fill({ color: fade(ink, 0.8 - 0.15 * i) }) }) }));
    return dot;
  });
  if (row.track_deg !== null && row.speed_m_s !== null && row.speed_m_s > 0 && !stale) {
    const line = new Feature(new LineString([fromLonLat(at), fromLonLat(go(at, row.track_deg, row.speed_m_s * LINE_S))]));
    line.setStyle(new Style({ stroke: new Stroke({ color: ink, width: 1.4 }) }));
    out.push(line);
  }
  const symbol = new Feature(new OlPoint(fromLonLat(at)));
  symbol.setProperties({ key: row.key }, true);
  symbol.setStyle(symbolStyle(stale, selected, c));
  out.push(symbol);
  return out;
}

export function clusterFeature(row: ClusterRow, c: Colours): Feature {
  const corners: LonLat[] = [[row.west_nd, row.south_nd], [row.east_nd, row.south_nd], [row.east_nd, row.north_nd], [row.west_nd, row.north_nd], [row.west_nd, row.south_nd]];
  const square = new Feature(new Polygon([corners.map(([x, y]) => fromLonLat([x / 1e9, y / 1e9]))]));
  square.setProperties({ key: row.key }, true);
  const middle = new OlPoint(fromLonLat([(row.west_nd + row.east_nd) / 2e9, (row.south_nd + row.north_nd) / 2e9]));
  const count = new Text({ text: row.simulated > 0 ? `× ${row.aircraft} ${t(row.simulated === row.aircraft ? 'drone-simulated' : 'drone-simulated-some', { count: row.simulated })}` : `× ${row.aircraft}`, textAlign: 'left', offsetX: 13, font: '600 14px Plex, sans-serif', fill: new Fill({ color: c.fg }), stroke: new Stroke({ color: c['m-halo'], width: 3 }) });
  square.setStyle([
    new Style({ stroke: new Stroke({ color: c.fg2, width: 1.2, lineDash: [2, 4] }), fill: new Fill({ color: fade(c.fg2, 0.07) }) }),
    new Style({ geometry: middle, image: symbolStyle(false, false, c).getImage() ?? undefined, text: count }),
  ]);
  return square;
}

function symbolStyle(stale: boolean, selected: boolean, c: Colours): Style {
  const key = JSON.stringify([stale, selected, c.fg, c.lab]);
  let style = kept.get(key);
  if (style === undefined) {
    const ratio = Math.max(1, Math.ceil(window.devicePixelRatio));
    style = new Style({ image: new Icon({ img: drawn(stale, selected, c, ratio), scale: 1 / ratio }), zIndex: selected ? 30 : 25 });
    kept.set(key, style);
  }
  return style;
}

/** A square with an arm to each corner: the body of a multirotor from above, and nothing that says whose it is. */
function drawn(stale: boolean, selected: boolean, c: Colours, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE * ratio;
  const g = canvas.getContext('2d');
  if (g === null) return canvas;
  g.scale(ratio, ratio);
  const [middle, half, arm] = [SIZE / 2, 3.6, 7.2];
  const ink = stale ? c.fg3 : c.fg;
  if (selected) {
    g.strokeStyle = c.sel;
    g.lineWidth = 2;
    g.strokeRect(1.5, 1.5, SIZE - 3, SIZE - 3);
  }
  for (const [colour, width] of [[c['m-halo'], 4], [ink, 1.6]] as const) {
    g.strokeStyle = colour;
    g.lineWidth = width;
    if (stale && width < 4) g.setLineDash([2, 2]);
    g.beginPath();
    for (const [x, y] of [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const) {
      g.moveTo(middle + x * half, middle + y * half);
      g.lineTo(middle + x * arm, middle + y * arm);
    }
    g.rect(middle - half, middle - half, 2 * half, 2 * half);
    g.stroke();
  }
  g.setLineDash([]);
  g.fillStyle = stale ? c.lab : ink;
  g.fillRect(middle - half + 0.8, middle - half + 0.8, 2 * half - 1.6, 2 * half - 1.6);
  return canvas;
}
