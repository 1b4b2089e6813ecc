/** What the map's labels say and where they may hang: notices by the edges of their shape, places and sites by their point. */
import type { NoticeRow } from '../lib/types';
import { keptRings, type Surface } from '../map/surface';
import { inside, type Anchor, type Box, type Side } from '../map/placement';

const INSIDE_MIN_PX = 150;

/** Anchors of a shape: the extreme visible points of its outline, and its middle when there is room inside. */
export function noticeAnchors(row: NoticeRow, surface: Surface, width: number, height: number): Anchor[] {
  const points = row.notice.volumes.flatMap((v) => (keptRings(v.footprint)[0] === undefined ? [] : surface.pixelsOf(keptRings(v.footprint)[0]!)));
  const seen = points.filter(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height);
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  if (box.right < 0 || box.left > width || box.bottom < 0 || box.top > height) return [];
  if (seen.length === 0) return inside(points, width / 2, height / 2) ? [{ x: width / 2, y: height / 2, side: 'c' }] : [];
  const best = (score: (p: [number, number]) => number): [number, number] => seen.reduce((a, b) => (score(b) > score(a) ? b : a));
  const sides: [Side, (p: [number, number]) => number][] = [
    ['r', (p) => p[0]], ['b', (p) => p[1]], ['t', (p) => -p[1]], ['l', (p) => -p[0]],
    ['tr', (p) => p[0] - p[1]], ['br', (p) => p[0] + p[1]], ['bl', (p) => p[1] - p[0]], ['tl', (p) => -p[0] - p[1]],
  ];
  const anchors: Anchor[] = sides.map(([side, score]) => {
    const [x, y] = best(score);
    return { x, y, side };
  });
  if (row.notice.volumes[0]?.footprint.type !== 'corridor' && box.right - box.left > INSIDE_MIN_PX && box.bottom - box.top > 60) {
    anchors.push({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, side: 'c' });
  }
  return anchors;
}

/** A round number of metres for a scale bar no wider than `most_px`. */
export function scaleBar(metres_per_px: number, most_px: number): { length_m: number; width_px: number } {
  const most_m = metres_per_px * most_px;
  const power = 10 ** Math.floor(Math.log10(most_m));
  const length_m = [5, 2, 1].map((k) => k * power).find((v) => v <= most_m) ?? power;
  return { length_m, width_px: length_m / metres_per_px };
}

/** How fine-grained place names may be at a zoom: Natural Earth ranks, 0 = largest. */
export function placeRankAt(zoom: number): number {
  return zoom < 5 ? 3 : zoom < 6 ? 6 : zoom < 7 ? 8 : zoom < 8 ? 9 : 12;
}

/** Small boxes along the outlines of a notice, so that labels keep off the lines. */
export function outlineBoxes(row: NoticeRow, surface: Surface, width: number, height: number): Box[] {
  const out: Box[] = [];
  for (const volume of row.notice.volumes) {
    for (const ring of keptRings(volume.footprint)) {
      const points = surface.pixelsOf(ring);
      for (let i = 0; i + 1 < points.length; i += 1) {
        const [[x, y], [u, v]] = [points[i]!, points[i + 1]!];
        const parts = Math.min(200, Math.ceil(Math.hypot(u - x, v - y) / 12));
        for (let k = 0; k < parts; k += 1) {
          const [px, py] = [x + ((u - x) * k) / parts, y + ((v - y) * k) / parts];
          if (px > -8 && py > -8 && px < width + 8 && py < height + 8) out.push({ left: px - 4, top: py - 4, right: px + 4, bottom: py + 4 });
        }
      }
    }
  }
  return out;
}

/** The outline of a notice's first volume in pixels. */
export function shapeOf(row: NoticeRow, surface: Surface): [number, number][] {
  const footprint = row.notice.volumes[0]?.footprint;
  const ring = footprint === undefined ? undefined : keptRings(footprint)[0];
  return ring === undefined ? [] : surface.pixelsOf(ring);
}
