/**
 * Flights and constraints as map features: state is the pattern of the line and a word, never a colour alone.
 * Own flights have the party's hue, those of others a grey; where a flight that strayed is expected is hatched.
 */
import Feature from 'ol/Feature';
import OlPoint from 'ol/geom/Point';
import OlPolygon from 'ol/geom/Polygon';
import { fromLonLat } from 'ol/proj';
import { Fill, RegularShape, Stroke, Style, Text } from 'ol/style';
import type { Volume } from '../lib/types';
import { fade, partyColour, type Colours } from '../map/colours';
import { hatch } from '../areas/draw';
import { ringsOf } from '../map/geodesy';
import type { DroneRow, FlightState, PeerRow, RuleRow } from './types';

export const DASHES: Record<string, number[]> = {
  '': [1, 6], Accepted: [7, 4], Activated: [], Nonconforming: [12, 3], Contingent: [12, 3, 2, 3], constraint: [2, 4],
};

/** Labels of own flights stand above their shape and those of others below it, so that neighbours do not hide each other. */
function outline(volume: Volume, colour: string, dash: number[], label: string, colours: Colours, strayed: boolean, own: boolean): Feature {
  const shape = new OlPolygon(ringsOf(volume.footprint).map((ring) => ring.map((p) => fromLonLat(p))));
  const made = new Feature(shape);
  const [west = 0, south = 0, east = 0, north = 0] = shape.getExtent();
  const paint = new Style({
    stroke: new Stroke({ color: colour, width: strayed ? 1.2 : 2, lineDash: dash }),
    fill: new Fill({ color: strayed ? hatch(fade(colour, 0.5), true) : fade(colour, 0.12) }),
  });
  made.setStyle(label === '' ? paint : [paint, new Style({
    geometry: new OlPoint([(west + east) / 2, own ? north : south]),
    text: new Text({
      text: label, font: '500 12px "IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif', overflow: true,
      textBaseline: own ? 'bottom' : 'top', offsetY: own ? -4 : 5,
      fill: new Fill({ color: colours.fg }), stroke: new Stroke({ color: colours['m-land'], width: 3 }),
    }),
  })]);
  return made;
}

/** Where an own flight was heard last: a plain square, as tracks are drawn. */
function heard(row: DroneRow, colours: Colours): Feature[] {
  if (row.track === null) return [];
  const made = new Feature(new OlPoint(fromLonLat([row.track.lon_nd / 1e9, row.track.lat_nd / 1e9])));
  made.setStyle(new Style({ image: new RegularShape({ points: 4, angle: Math.PI / 4, radius: 6, fill: new Fill({ color: colours.fg }), stroke: new Stroke({ color: colours['m-land'], width: 1.5 }) }) }));
  return [made];
}

/** The features of an own flight; `name` is how its state is read. */
export function flightFeatures(row: DroneRow, colours: Colours, letter: string, name: (state: FlightState) => string): Feature[] {
  const colour = partyColour(colours, letter);
  const dash = DASHES[row.state] ?? [];
  return [
    ...row.volumes.map((volume, i) => outline(volume, colour, dash, i === 0 ? `${letter} ${name(row.state)} · ${row.rank}` : '', colours, false, true)),
    ...row.off_nominal.map((volume) => outline(volume, colour, [2, 5], '', colours, true, true)),
    ...heard(row, colours),
  ];
}

/** The features of an own constraint; `name` is how it is called. */
export function ruleFeatures(row: RuleRow, colours: Colours, letter: string, name: string): Feature[] {
  const colour = partyColour(colours, letter);
  return row.volumes.map((volume, i) => outline(volume, colour, DASHES['constraint'] ?? [], i === 0 ? `${letter} ${name}` : '', colours, false, true));
}

/** The features of what another service told. */
export function peerFeatures(row: PeerRow, colours: Colours, name: (row: PeerRow) => string): Feature[] {
  const dash = DASHES[row.what === 'constraint' ? 'constraint' : row.state] ?? [];
  return [
    ...row.volumes.map((volume, i) => outline(volume, colours.fg2, dash, i === 0 ? name(row) : '', colours, false, false)),
    ...row.off_nominal.map((volume) => outline(volume, colours.fg2, [2, 5], '', colours, true, false)),
  ];
}
