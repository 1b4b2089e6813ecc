import { describe, expect, it } from 'vitest';
import { placeLabels, touches, type Box, type LabelIn, type LabelOut } from '../src/map/placement';

const label = (id: string, x: number, y: number, more: Partial<LabelIn> = {}): LabelIn => ({
  id, anchors: [{ x, y, side: 'r' }], width: 80, height: 30, rank: 1, gap: 8, must: false, ...more,
});
const boxes = (out: LabelOut[], size = { width: 80, height: 30 }): Box[] => out.map((o) => ({ left: o.left, top: o.top, right: o.left + size.width, bottom: o.top + size.height }));

describe('placeLabels', () => {
  it('takes the wished side when it is free', () => {
    expect(placeLabels([label('a', 100, 100)], [], 400, 300)).toMatchObject([{ id: 'a', left: 108, top: 85, far: false }]);
  });
  it('never lets two labels cover each other while there is room', () => {
    const many = Array.from({ length: 12 }, (_, i) => label(`n${i}`, 400 + (i % 4) * 3, 300 + i, { must: true }));
    const placed = boxes(placeLabels(many, [], 1000, 700));
    expect(placed).toHaveLength(12);
    placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => expect(touches(a, b)).toBe(false)));
  });
  it('keeps away from what is taken', () => {
    const taken = { left: 100, top: 60, right: 260, bottom: 140 };
    for (const box of boxes(placeLabels([label('a', 100, 100)], [taken], 400, 300))) expect(touches(box, taken)).toBe(false);
  });
  it('drops a label that may go and keeps one that may not', () => {
    const wall = { left: 0, top: 0, right: 400, bottom: 300 };
    expect(placeLabels([label('a', 100, 100)], [wall], 400, 300)).toEqual([]);
    expect(placeLabels([label('a', 100, 100, { must: true })], [wall], 400, 300)).toHaveLength(1);
  });
  it('stays inside the map', () => {
    const corners = [[2, 2], [398, 2], [2, 298], [398, 298]].map(([x, y], i) => label(`c${i}`, x!, y!, { must: true }));
    for (const b of boxes(placeLabels(corners, [], 400, 300))) {
      expect(b.left).toBeGreaterThanOrEqual(4);
      expect(b.right).toBeLessThanOrEqual(396);
      expect(b.top).toBeGreaterThanOrEqual(4);
      expect(b.bottom).toBeLessThanOrEqual(296);
    }
  });
  it('places the lower rank first and does not depend on the order given', () => {
    const [a, b] = [label('a', 100, 100, { rank: 5 }), label('b', 100, 100, { rank: 1 })];
    const one = placeLabels([a, b], [], 400, 300);
    expect(one.find((o) => o.id === 'b')).toMatchObject({ left: 108, top: 85 });
    expect(placeLabels([b, a], [], 400, 300)).toEqual(one);
  });
  it('rather covers nothing drawn when another side is as near', () => {
    const drawn = [{ left: 110, top: 80, right: 190, bottom: 120 }];
    expect(placeLabels([label('a', 100, 100)], [], 400, 300, drawn)[0]).not.toMatchObject({ left: 108, top: 85 });
  });
});
