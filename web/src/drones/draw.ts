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
import { FLOWN, hatch } from '../map/noticeStyle';
import { fade, partyColour, type Colours } from '../map/colours';
import { ringsOf } from '../map/geodesy';
import { hasStrayed } from './traffic';
import type { DroneRow, FlightState, PeerRow, RuleRow } from './types';

/** Labels of own flights stand above their shape and those of others below it, so that neighbours do not hide each other. */
function outline(volume: Volume, colour: string, dash: number[], label: string, colours: Colours, strayed: boolean, own: boolean, about: { id: string; first: number }): Feature {
  const shape = new OlPolygon(ringsOf(volume.footprint).map((ring) => ring.map((p) => fromLonLat(p))));
  const made = new Feature(shape);
  made.set('id', about.id, true);
  const [west = 0, south = 0, east = 0, north = 0] = shape.getExtent();
  const paint = new Style({
    stroke: new Stroke({ color: colour, width: strayed ? 1.2 : 2, lineDash: dash }),
    fill: new Fill({ color: strayed ? hatch(colour) : fade(colour, 0.12) }),
  });
  made.setStyle(label === '' ? paint : [paint, new Style({
    geometry: new OlPoint([(west + east) / 2, own ? north : south]),
    zIndex: about.first,
    text: new Text({
      text: label, font: '500 12px "IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif', overflow: true,
      textBaseline: own ? 'bottom' : 'top', offsetY: own ? -4 : 5,
      fill: new Fill({ color: colours.fg }), stroke: new Stroke({ color: colours['m-land'], width: 3 }),
    }),
  })]);
  return made;
}

/** The hue of a flight: that of warnings once it strayed; the line, the hatch and the word say the same. */
function inkOf(state: FlightState, colour: string, colours: Colours): string {
  return hasStrayed(state) ? colours.warn : colour;
}

/** Where an own flight was heard last: a plain square, as tracks are drawn. */
function heard(row: DroneRow, colours: Colours): Feature[] {
  if (row.track === null) return [];
  const made = new Feature(new OlPoint(fromLonLat([row.track.lon_nd / 1e9, row.track.lat_nd / 1e9])));
  made.setStyle(new Style({ image: new RegularShape({ declutterMode: 'none', points: 4, angle: Math.PI / 4, radius: 6, fill: new Fill({ color: colours.fg }), stroke: new Stroke({ color: colours['m-land'], width: 1.5 }) }) }));
  return [made];
}

/** Whose label stands where there is room for one alone: that of a flight that strayed, then own ones. */
function firstOf(state: FlightState, own: boolean): number {
  return (hasStrayed(state) ? 4 : 0) + (own ? 2 : 1);
}

/** The features of an own flight; `name` is how its state and its rank are read. */
export function flightFeatures(row: DroneRow, colours: Colours, letter: string, name: (row: DroneRow) => string): Feature[] {
  const colour = inkOf(row.state, partyColour(colours, letter), colours);
  const dash = FLOWN[row.state];
  const about = { id: row.id, first: firstOf(row.state, true) };
  return [
    ...row.volumes.map((volume, i) => outline(volume, colour, dash, i === 0 ? `${letter} ${name(row)}` : '', colours, false, true, about)),
    ...row.off_nominal.map((volume) => outline(volume, colour, [2, 5], '', colours, true, true, about)),
    ...heard(row, colours),
  ];
}

/** The features of an own constraint; `name` is how it is called. */
export function ruleFeatures(row: RuleRow, colours: Colours, letter: string, name: string): Feature[] {
  const colour = partyColour(colours, letter);
  return row.volumes.map((volume, i) => outline(volume, colour, FLOWN.constraint, i === 0 ? `${letter} ${name}` : '', colours, false, true, { id: row.id, first: 3 }));
}

/** The features of what another service told. */
export function peerFeatures(row: PeerRow, colours: Colours, name: (row: PeerRow) => string): Feature[] {
  const dash = FLOWN[row.what === 'constraint' ? 'constraint' : row.state];
  const about = { id: row.id, first: firstOf(row.what === 'constraint' ? '' : row.state, false) };
  const colour = inkOf(row.what === 'constraint' ? '' : row.state, colours.fg2, colours);
  return [
    ...row.volumes.map((volume, i) => outline(volume, colour, dash, i === 0 ? name(row) : '', colours, false, false, about)),
    ...row.off_nominal.map((volume) => outline(volume, colour, [2, 5], '', colours, true, false, about)),
  ];
}
