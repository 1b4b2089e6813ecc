/**
 * Areas and stand-down areas as map features (LANGUAGE section 5): A and B outlines in their hues, only A hatched /,
 * only B hatched \, both grey 10 %. It draws what the node computed and computes nothing.
 */
import Feature from 'ol/Feature';
import OlPolygon from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { Fill, Stroke, Style } from 'ol/style';
import type { Footprint, Point } from '../lib/types';
import { fade, partyColour, type Colours } from '../map/colours';
import { ringsOf } from '../map/geodesy';
import type { AreaCopy, AreaDifference, AreaRow, CommitmentRow, FlightRow } from './types';

const STEP_PX = 8;

/** Lines rising to the right for the first party, falling for the second. */
export function hatch(colour: string, rising: boolean): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = STEP_PX;
  const pen = tile.getContext('2d');
  if (pen === null) return fade(colour, 0.2);
  pen.strokeStyle = fade(colour, 0.75);
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-STEP_PX, 0, STEP_PX]) {
    pen.moveTo(shift, rising ? STEP_PX : 0);
    pen.lineTo(shift + STEP_PX, rising ? 0 : STEP_PX);
  }
  pen.stroke();
  return pen.createPattern(tile, 'repeat') ?? fade(colour, 0.2);
}

function feature(footprint: Footprint, key: string, style: Style): Feature {
  const made = new Feature(new OlPolygon(ringsOf(footprint).map((ring) => ring.map((p) => fromLonLat(p)))));
  made.setProperties({ key }, true);
  made.setStyle(style);
  return made;
}

const polygon = (rings: Point[][]): Footprint => ({ type: 'polygon', rings });

/** The parts of two versions that differ, and the outline of each. */
export function differenceFeatures(row: AreaRow, difference: AreaDifference, colours: Colours, letterOf: (party: string) => string): Feature[] {
  const { a_party, b_party } = difference;
  const hue = (party: string): string => partyColour(colours, letterOf(party));
  const same = a_party === b_party;
  const parts: Feature[] = [
    ...difference.both.map((p) => feature(polygon(p.rings), row.key, new Style({ fill: new Fill({ color: fade(colours.fg2, 0.1) }) }))),
    ...difference.only_a.map((p) => feature(polygon(p.rings), row.key, new Style({ fill: new Fill({ color: hatch(same ? colours.fg3 : hue(a_party), true) }) }))),
    ...difference.only_b.map((p) => feature(polygon(p.rings), row.key, new Style({ fill: new Fill({ color: hatch(hue(b_party), false) }) }))),
  ];
  const wanted = [difference.a, difference.b].flatMap((hash) => row.copies.filter((copy) => copy.hash === hash));
  return [...parts, ...wanted.map((copy, i) => outline(copy, row.key, hue(copy.author), same && i === 0 ? [3, 5] : undefined))];
}

function outline(copy: AreaCopy, key: string, colour: string, lineDash?: number[]): Feature {
  return feature(copy.footprint, key, new Style({ stroke: new Stroke({ color: colour, width: 2, lineDash: lineDash ?? [] }), fill: new Fill({ color: fade(colour, 0.01) }) }));
}

/** An area as it stands: its difference where versions differ, else one outline; grey within once it is agreed. */
export function areaFeatures(row: AreaRow, colours: Colours, letterOf: (party: string) => string): Feature[] {
  const difference = row.differences[0];
  if (difference !== undefined && row.status === 'not_agreed') return differenceFeatures(row, difference, colours, letterOf);
  return row.copies.filter((copy) => copy.offered_by.length > 0 || copy.hash === row.in_force).map((copy) => {
    const colour = row.status === 'agreed' ? colours.fg2 : partyColour(colours, letterOf(copy.author));
    return feature(copy.footprint, row.key, new Style({
      stroke: new Stroke({ color: colour, width: 1.6, lineDash: row.status === 'agreed' ? [] : [7, 4] }),
      fill: new Fill({ color: fade(colours.fg2, row.status === 'agreed' ? 0.1 : 0.03) }),
    }));
  });
}

/** A stand-down area: the hue of who committed itself, a dotted edge; ended ones in grey. */
export function commitmentFeature(row: CommitmentRow, colours: Colours, letter: string): Feature {
  const over = row.state === 'ended' || row.state === 'cancelled';
  const colour = over ? colours.ended : partyColour(colours, letter);
  return feature(row.volume.footprint, row.key, new Style({
    stroke: new Stroke({ color: colour, width: 2, lineDash: row.state === 'active' ? [2, 4] : [1, 6] }), fill: new Fill({ color: fade(colour, over ? 0.02 : 0.06) }),
  }));
}

/** Where a flight was observed: a plain outline, as of whoever observed it. */
export function flightFeature(row: FlightRow, colours: Colours): Feature {
  return feature(row.volume.footprint, row.key, new Style({ stroke: new Stroke({ color: colours.fg, width: 1.4, lineDash: [4, 3] }), fill: new Fill({ color: fade(colours.fg, 0.08) }) }));
}
