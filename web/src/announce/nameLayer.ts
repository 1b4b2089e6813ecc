/**
 * Names for the small maps: places, countries and notices, in the chosen language, decluttered by rank.
 *
 * The watch map places its labels itself; here the canvas does, because these maps are there to draw or to pick on.
 */
import Feature, { type FeatureLike } from 'ol/Feature';
import OlPoint from 'ol/geom/Point';
import { getCenter } from 'ol/extent';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style';
import type { Lang, NoticeRow } from '../lib/types';
import type { PlaceName } from '../map/base';
import type { Colours } from '../map/colours';
import { noticeExtent } from '../map/surface';

const FONT = '"Plex", "Plex Arabic", "Noto Sans", "Noto Sans Arabic", sans-serif';
/** From which zoom a place of a rank is named; beyond the last rank, from 10. */
const ZOOM_OF_RANK = [0, 4, 5, 6, 6.5, 7, 7.5, 8, 8.5, 9];

export class NameLayer {
  readonly layer: VectorLayer;
  readonly #source = new VectorSource();
  #colours: Colours;
  #lang: Lang = 'en';
  #zoom: () => number;
  #notices: Feature[] = [];

  constructor(colours: Colours, zoom: () => number) {
    this.#colours = colours;
    this.#zoom = zoom;
    this.layer = new VectorLayer({
      source: this.#source, zIndex: 25, declutter: 'names', updateWhileInteracting: true, style: (f) => this.#style(f),
      renderOrder: (a, b) => (a.get('rank') as number) - (b.get('rank') as number),
    });
  }

  setPlaces(places: readonly PlaceName[]): void {
    this.#source.addFeatures(places.map((p) => {
      const feature = new Feature(new OlPoint([...p.at]));
      feature.setProperties({ name: p.name, rank: p.rank + 2, kind: p.kind }, true);
      return feature;
    }));
  }

  setNotices(rows: readonly NoticeRow[]): void {
    for (const old of this.#notices) this.#source.removeFeature(old);
    this.#notices = rows.map((row) => {
      const feature = new Feature(new OlPoint(getCenter(noticeExtent(row))));
      feature.setProperties({ id: row.id, rank: 0, kind: 'notice' }, true);
      return feature;
    });
    this.#source.addFeatures(this.#notices);
  }

  show(colours: Colours, lang: Lang): void {
    this.#colours = colours;
    this.#lang = lang;
    this.layer.changed();
  }

  #style(f: FeatureLike): Style | undefined {
    const c = this.#colours;
    const kind = f.get('kind') as PlaceName['kind'] | 'notice';
    const halo = new Stroke({ color: c['m-halo'], width: 3 });
    if (kind === 'notice') {
      return new Style({ text: new Text({ text: f.get('id') as string, font: `500 12px ${FONT}`, fill: new Fill({ color: c.fg }), backgroundFill: new Fill({ color: c.lab }), backgroundStroke: new Stroke({ color: c['m-bound'], width: 1 }), padding: [1, 4, 0, 4] }) });
    }
    const rank = (f.get('rank') as number) - 2;
    if (kind !== 'country' && this.#zoom() < (ZOOM_OF_RANK[rank] ?? 10)) return undefined;
    if (kind === 'country' && this.#zoom() > 8) return undefined;
    const name = (f.get('name') as Record<Lang, string>)[this.#lang];
    const far = kind === 'country' || kind === 'sea';
    return new Style({
      image: far ? undefined : new Circle({ radius: 1.7, fill: new Fill({ color: c['m-place'] }) }),
      text: new Text({
        text: name, font: `${kind === 'capital' || far ? 500 : 400} ${far ? 13 : 12}px ${FONT}`, offsetX: far ? 0 : 6, textAlign: far ? 'center' : 'left',
        fill: new Fill({ color: far ? c['m-country'] : c['m-place'] }), stroke: halo,
      }),
    });
  }
}
