/** Site tiles: a square with the category's glyph, or with a count for a group. Drawn once per look and kept. */
import Icon from 'ol/style/Icon';
import Style from 'ol/style/Style';
import { ICONS, type IconName } from '../lib/icons';
import type { Colours } from './colours';

export interface TileLook {
  icon: IconName;
  /** More than one = a group with this count. */
  count: number;
  selected: boolean;
  /** Expired or not active: grey and dashed. */
  faded: boolean;
  /** The place is only known roughly: dashed edge. */
  rough: boolean;
}

const SIZE = 20;
const kept = new Map<string, Style>();

export function tileStyle(look: TileLook, c: Colours): Style {
  const key = JSON.stringify([look, c.lab, c.fg]);
  let style = kept.get(key);
  if (style === undefined) {
    if (kept.size > 400) kept.clear();
    const ratio = Math.max(1, Math.ceil(window.devicePixelRatio));
    style = new Style({ image: new Icon({ img: draw(look, c, ratio), scale: 1 / ratio }), zIndex: look.selected ? 20 : 15 });
    kept.set(key, style);
  }
  return style;
}

/** Width in CSS pixels of a tile with this count. */
export function tileWidth(count: number): number {
  return count > 1 ? SIZE + 4 + 7 * String(count).length : SIZE;
}

function draw(look: TileLook, c: Colours, ratio: number): HTMLCanvasElement {
  const width = tileWidth(look.count);
  const edge = look.selected ? 4 : 1;
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * edge) * ratio;
  canvas.height = (SIZE + 2 * edge) * ratio;
  const g = canvas.getContext('2d');
  if (g === null) return canvas;
  g.scale(ratio, ratio);
  g.translate(edge, edge);
  if (look.selected) {
    g.lineWidth = 2;
    g.strokeStyle = c.sel;
    g.beginPath();
    g.roundRect(-2.5, -2.5, width + 5, SIZE + 5, 5);
    g.stroke();
  }
  const ink = look.faded ? c.ended : c.fg;
  g.fillStyle = c.lab;
  g.strokeStyle = look.faded ? c.ended : c.fg2;
  g.lineWidth = 1.2;
  if (look.faded || look.rough) g.setLineDash([2.5, 2]);
  g.beginPath();
  g.roundRect(0.6, 0.6, width - 1.2, SIZE - 1.2, 3);
  g.fill();
  g.stroke();
  g.setLineDash([]);
  g.save();
  g.translate(3, 3);
  g.scale(14 / 16, 14 / 16);
  glyph(g, look.icon, ink, c.lab);
  g.restore();
  if (look.count > 1) {
    g.fillStyle = ink;
    g.font = '600 11px Plex, sans-serif';
    g.textBaseline = 'middle';
    g.fillText(String(look.count), SIZE, SIZE / 2 + 0.5);
  }
  return canvas;
}

function glyph(g: CanvasRenderingContext2D, icon: IconName, ink: string, ground: string): void {
  for (const part of ICONS[icon]) {
    const path = new Path2D(part.d);
    if (part.fill === true) {
      g.fillStyle = ink;
      g.fill(path, 'evenodd');
    }
    if (part.w !== undefined) {
      g.strokeStyle = part.over === true ? ground : ink;
      g.lineWidth = part.w;
      g.stroke(path);
    }
  }
}
