/** Squares of a report as map features: the hue of its party, a hatch beside it, and its letter, never colour alone. */
import Feature from 'ol/Feature';
import OlPolygon from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { Fill, Stroke, Style, Text } from 'ol/style';
import { hatch } from '../areas/draw';
import { fade, partyColour, type Colours } from '../map/colours';
import type { Square } from './types';

/** One square; A is hatched one way, B the other, further parties plain; `label` stands in its middle. */
export function squareFeature(square: Square, colours: Colours, letter: string, label: string, id = square.name): Feature {
  const made = new Feature(new OlPolygon([[...square.ring, square.ring[0]!].map(([lon, lat]) => fromLonLat([lon / 1e9, lat / 1e9]))]));
  const colour = partyColour(colours, letter);
  made.set('id', id, true);
  made.setStyle(new Style({
    stroke: new Stroke({ color: colour, width: 1.6, lineDash: letter === 'A' ? [] : letter === 'B' ? [7, 4] : [2, 3] }),
    fill: new Fill({ color: letter === 'A' || letter === 'B' ? hatch(colour, letter === 'A') : fade(colour, 0.12) }),
    text: new Text({
      text: label, overflow: true, font: '500 12px "IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif',
      fill: new Fill({ color: colours.fg }), stroke: new Stroke({ color: colours['m-land'], width: 3 }),
    }),
  }));
  return made;
}
