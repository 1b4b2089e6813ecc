/**
 * Greedy label placement: labels in order of rank take the first free of eight positions round their anchor, then
 * farther out. A label that must stay is put where it overlaps least; others go. Pure: sizes in, positions out.
 */
export interface Box { left: number; top: number; right: number; bottom: number }
export type Side = 'r' | 'l' | 'b' | 't' | 'br' | 'tr' | 'bl' | 'tl' | 'c';
/** A point of the object and the side on which a label there would lie best. */
export interface Anchor { x: number; y: number; side: Side }
export interface LabelIn {
  id: string; anchors: Anchor[]; width: number; height: number;
  /** Lower is placed first. */
  rank: number; gap: number;
  /** May not be dropped. */
  must: boolean;
  /** Only the anchors' own sides, no others. */
  fixed?: boolean;
}
export interface LabelOut { id: string; left: number; top: number; anchor: Anchor; far: boolean }

const ORDER: readonly Side[] = ['r', 'l', 'b', 't', 'br', 'tr', 'bl', 'tl'];
const STEPS = [1, 1.8, 2.8, 4, 5.5, 7.5, 10];
const EDGE = 4;

export function touches(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

function at(label: LabelIn, anchor: Anchor, side: Side, gap: number): { left: number; top: number } {
  const { width: w, height: h } = label;
  const left = side === 'c' || side === 't' || side === 'b' ? anchor.x - w / 2 : side.includes('r') ? anchor.x + gap : anchor.x - gap - w;
  const top = side === 'c' || side === 'r' || side === 'l' ? anchor.y - h / 2 : side.includes('t') ? anchor.y - gap - h : anchor.y + gap;
  return { left, top };
}

function boxOf(label: LabelIn, place: { left: number; top: number }): Box {
  return { left: place.left - 2, top: place.top - 1, right: place.left + label.width + 2, bottom: place.top + label.height + 1 };
}

function sharedArea(a: Box, b: Box): number {
  return Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
}

const CELL_PX = 48;

/** Boxes by the cells of a grid they touch, so that a candidate is held only against its neighbours. */
class Boxes {
  readonly #cells = new Map<number, Box[]>();
  readonly length: number;

  constructor(boxes: readonly Box[]) {
    this.length = boxes.length;
    for (const box of boxes) this.add(box);
  }

  *#cellsOf(b: Box): Generator<number> {
    for (let x = Math.floor(b.left / CELL_PX); x <= Math.floor(b.right / CELL_PX); x += 1) {
      for (let y = Math.floor(b.top / CELL_PX); y <= Math.floor(b.bottom / CELL_PX); y += 1) yield x * 4096 + y;
    }
  }

  add(box: Box): void {
    for (const cell of this.#cellsOf(box)) {
      const list = this.#cells.get(cell);
      if (list === undefined) this.#cells.set(cell, [box]);
      else list.push(box);
    }
  }

  /** Square pixels of a box that these boxes cover; overlaps among them count twice. */
  covered(box: Box): number {
    let sum = 0;
    const met = new Set<Box>();
    for (const cell of this.#cellsOf(box)) {
      for (const other of this.#cells.get(cell) ?? []) {
        if (met.has(other)) continue;
        met.add(other);
        sum += sharedArea(box, other);
      }
    }
    return sum;
  }
}

/** Positions to try, best first: each anchor's own side, then all sides of every anchor, then farther out. */
function* tries(label: LabelIn): Generator<{ anchor: Anchor; left: number; top: number; far: boolean }> {
  for (const anchor of label.anchors) yield { anchor, ...at(label, anchor, anchor.side, label.gap), far: false };
  if (label.fixed === true) return;
  for (const step of label.must ? STEPS : [1]) {
    for (const anchor of label.anchors) {
      for (const side of ORDER) yield { anchor, ...at(label, anchor, side, label.gap * step), far: step > 2.5 };
    }
  }
}

/** What covering one square pixel of a drawn line costs, against one step farther out. */
const DRAWN_WEIGHT = 0.02;
const FAR_WEIGHT = 3;
/** A label in the middle of another's area would be read as that one's. */
const FOREIGN_WEIGHT = 5;

/** A label that may go is left out rather than laid over this much of what is drawn. */
const COVER_LIMIT = 12;

/** A drawn area in pixels. */
export interface Area { id: string; ring: [number, number][] }

/** Whether a point lies in a ring, both in pixels. */
export function inside(ring: [number, number][], x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i]!, ring[j]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}


/**
 * `taken` may not be covered; `drawn` (lines of shapes) should not be, if another place is about as near.
 * The result does not depend on the order of `labels`.
 */
export function placeLabels(labels: LabelIn[], taken: Box[], width: number, height: number, drawn: Box[] = [], areas: Area[] = []): LabelOut[] {
  const boxes = new Boxes(taken);
  const lines = new Boxes(drawn);
  const out: LabelOut[] = [];
  for (const label of [...labels].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))) {
    const chosen = place(label, boxes, width, height, lines, areas);
    if (chosen === null) continue;
    out.push(chosen);
    boxes.add(boxOf(label, chosen));
  }
  return out;
}

function place(label: LabelIn, boxes: Boxes, width: number, height: number, drawn: Boxes, areas: Area[]): LabelOut | null {
  let free: LabelOut | null = null;
  let cost = Infinity;
  let fallback: LabelOut | null = null;
  let least = Infinity;
  let tried = 0;
  if (label.anchors.length === 0) return null;
  for (const p of tries(label)) {
    tried += 1;
    if (free !== null && (p.far || tried > 90)) break;
    if (p.left < EDGE || p.top < EDGE || p.left + label.width > width - EDGE || p.top + label.height > height - EDGE) continue;
    const box = boxOf(label, p);
    const cover = boxes.covered(box);
    const { anchor, left, top, far } = p;
    if (cover === 0) {
      const away = Math.hypot((box.left + box.right) / 2 - anchor.x, (box.top + box.bottom) / 2 - anchor.y) / 40;
      const foreign = label.anchors.length > 1 && areas.some((a) => a.id !== label.id && inside(a.ring, (box.left + box.right) / 2, (box.top + box.bottom) / 2)) ? FOREIGN_WEIGHT : 0;
      const own = foreign + DRAWN_WEIGHT * drawn.covered(box) + FAR_WEIGHT * (far ? 1 : 0) + away + tried * 0.01;
      if (own < cost) {
        cost = own;
        free = { id: label.id, anchor, left, top, far };
      }
      if (drawn.length === 0 && foreign === 0) break;
    } else if (cover < least) {
      least = cover;
      fallback = { id: label.id, anchor, left, top, far };
    }
  }
  if (!label.must && label.anchors.length > 1 && cost > COVER_LIMIT) return null;
  return free ?? (label.must ? (fallback ?? clamped(label, width, height)) : null);
}

function clamped(label: LabelIn, width: number, height: number): LabelOut | null {
  const anchor = label.anchors[0];
  if (anchor === undefined) return null;
  const p = at(label, anchor, anchor.side, label.gap);
  return {
    id: label.id, anchor, far: false,
    left: Math.max(EDGE, Math.min(width - label.width - EDGE, p.left)),
    top: Math.max(EDGE, Math.min(height - label.height - EDGE, p.top)),
  };
}
