/**
 * How a notice is drawn: the state is the line, the party is the hue. Ended and cancelled are grey; a late one is hatched.
 * A flight of drone traffic has the line of its own state; one that strayed is hatched in the hue of warnings, one that is
 * lost is hatched both ways, and both have a word beside them.
 */
import { Fill, RegularShape, Stroke, Style, Text } from 'ol/style';
import type { FlightState } from '../drones/types';
import type { NoticeRow, NoticeState } from '../lib/types';
import { fade, partyColour, type Colours } from './colours';

export interface Look { state: NoticeState; late: boolean; letter: string; movement?: boolean; flown?: FlightState | 'constraint' }

/** The state at a moment by the volumes' own times; withdrawn and cancelled do not change with the slider. */
export function stateAt(row: NoticeRow, t_ms: number | null): NoticeState {
  if (t_ms === null || row.state === 'cancelled' || row.state === 'withdrawn') return row.state;
  const from = Math.min(...row.notice.volumes.map((v) => v.from_ms));
  const until = Math.max(...row.notice.volumes.map((v) => v.until_ms));
  return t_ms < from ? 'announced' : t_ms < until ? 'active' : 'ended';
}

/** A late notice is shown as late only while it still matters; flights of services are never late. */
export function isLate(row: NoticeRow, state: NoticeState): boolean {
  return row.lateness !== 'planned' && !row.notice.intent && !row.notice.constraint && (state === 'announced' || state === 'active');
}

const hatches = new Map<string, CanvasPattern | null>();

/** Thin slanted lines in a hue, one way or both. */
export function hatch(color: string, crossed = false): CanvasPattern | null {
  const name = `${color} ${crossed}`;
  const kept = hatches.get(name);
  if (kept !== undefined) return kept;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 10;
  const context = tile.getContext('2d');
  if (context === null) return null;
  context.strokeStyle = fade(color, crossed ? 0.6 : 0.42);
  context.lineWidth = 1;
  context.beginPath();
  for (const shift of [-10, 0, 10]) {
    context.moveTo(shift, 10);
    context.lineTo(shift + 10, 0);
    if (!crossed) continue;
    context.moveTo(shift, 0);
    context.lineTo(shift + 10, 10);
  }
  context.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  hatches.set(name, pattern);
  return pattern;
}

/** Lines of the states of flights and of constraints: those of the states of notices where they mean the same. */
export const FLOWN: Record<FlightState | 'constraint', number[]> = {
  '': [1, 6], Accepted: [7, 4], Activated: [], Nonconforming: [12, 3], Contingent: [12, 3, 2, 3], constraint: [2, 4],
};

function flownStyles(flown: FlightState | 'constraint', hue: string, c: Colours, zIndex: number): Style[] {
  const strayed = flown === 'Nonconforming' || flown === 'Contingent';
  const ink = strayed ? c.warn : hue;
  const styles: Style[] = [];
  // The edge of who said it stays visible under that of the warning.
  if (strayed) styles.push(new Style({ stroke: new Stroke({ color: hue, width: 6 }), zIndex: 20 }), new Style({ stroke: new Stroke({ color: c['m-land'], width: 4 }), zIndex: 21 }));
  const fill = strayed ? hatch(c.warn, flown === 'Contingent') : fade(hue, flown === 'Activated' ? 0.13 : 0.004);
  styles.push(new Style({ fill: new Fill({ color: fill }), stroke: new Stroke({ color: ink, width: strayed ? 2.6 : flown === 'Activated' ? 2 : 1.5, lineDash: FLOWN[flown] }), zIndex: strayed ? 22 : zIndex }));
  return styles;
}

export function noticeStyles(look: Look, c: Colours, selected: boolean): Style[] {
  const hue = look.state === 'ended' || look.state === 'cancelled' ? c.ended : partyColour(c, look.letter);
  const styles: Style[] = [];
  if (selected) {
    styles.push(new Style({ stroke: new Stroke({ color: c.sel, width: 6 }), zIndex: 10 }));
    styles.push(new Style({ stroke: new Stroke({ color: c['m-land'], width: 3.8 }), zIndex: 11 }));
  }
  const zIndex = selected ? 12 : look.state === 'ended' || look.state === 'cancelled' ? 1 : 2;
  const line = (width: number, lineDash: number[], lineCap: CanvasLineCap = 'butt'): Stroke => new Stroke({ color: hue, width, lineDash, lineCap });
  // An invisible fill keeps the whole area pressable.
  const faint = new Fill({ color: fade(hue, 0.004) });
  if (look.flown && (look.state === 'announced' || look.state === 'active')) return [...styles, ...flownStyles(look.flown, hue, c, zIndex)];
  if (look.late) styles.push(new Style({ fill: new Fill({ color: hatch(hue) }), zIndex }));
  if (look.state === 'active') {
    styles.push(new Style({ fill: new Fill({ color: fade(hue, 0.13) }), stroke: new Stroke({ color: hue, width: 2 }), zIndex }));
  } else if (look.state === 'announced') {
    styles.push(new Style({ fill: faint, stroke: look.late ? line(2, [12, 3]) : line(1.5, [7, 4]), zIndex }));
  } else if (look.state === 'withdrawn') {
    styles.push(new Style({ fill: faint, stroke: line(1.6, [3, 3]), zIndex }));
  } else if (look.state === 'cancelled') {
    styles.push(new Style({ fill: faint, stroke: line(1.2, [8, 3, 1, 3, 1, 3]), zIndex }));
  } else {
    styles.push(new Style({ fill: faint, stroke: line(1.3, [0.5, 4], 'round'), zIndex }));
  }
  return styles;
}

/** The middle line of a corridor: thin, or double for a humanitarian movement. */
export function middleStyles(look: Look, c: Colours): Style[] {
  const over = look.state === 'ended' || look.state === 'cancelled';
  if (look.movement === true && !over) {
    return [new Style({ stroke: new Stroke({ color: c.hum, width: 4.6 }), zIndex: 3 }), new Style({ stroke: new Stroke({ color: c['m-land'], width: 2 }), zIndex: 4 })];
  }
  const hue = look.state === 'ended' || look.state === 'cancelled' ? c.ended : partyColour(c, look.letter);
  return [new Style({ stroke: new Stroke({ color: fade(hue, 0.7), width: 0.8 }), zIndex: 2 })];
}

/** A numbered point on the way of a humanitarian movement. */
export function waypointStyle(look: Look, c: Colours, number: number): Style {
  const ink = look.state === 'ended' || look.state === 'cancelled' ? c.ended : c.hum;
  return new Style({
    image: new RegularShape({ points: 4, radius: 5.5, fill: new Fill({ color: c['m-land'] }), stroke: new Stroke({ color: ink, width: 1.6 }) }),
    text: new Text({ text: String(number), offsetX: -9, offsetY: -9, font: '500 11px Plex, sans-serif', fill: new Fill({ color: ink }), stroke: new Stroke({ color: c['m-halo'], width: 3 }) }),
    zIndex: 5,
  });
}
