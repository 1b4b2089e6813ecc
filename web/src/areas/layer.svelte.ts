/** The layer of areas, stand-down areas and observed flights on the watch map: below the notices, and never in their way. */
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { look } from '../lib/lang.svelte';
import { room } from '../lib/store.svelte';
import { readColours } from '../map/colours';
import type { Surface } from '../map/surface';
import { areaFeatures, commitmentFeature, flightFeature } from './draw';
import { agreed } from './held.svelte';

const DAY_MS = 86_400_000;
const FLIGHTS_MAX = 50;

/** Add the layer to a surface; it follows what is held, the moment shown and the theme until it is disposed of. */
export function agreementLayer(surface: Surface): { dispose: () => void } {
  const source = new VectorSource();
  surface.map.addLayer(new VectorLayer({ source, zIndex: 8, updateWhileInteracting: true }));
  const end = $effect.root(() => {
    $effect(() => {
      void look.theme;
      const letterOf = (party: string): string => room.partyOf(party)?.letter ?? '';
      const at_ms = room.minute_ms;
      const shown = room.layers.agreements;
      const areas = shown ? [...agreed.areas.values()].filter((row) => row.copies.some((copy) => copy.until_ms >= at_ms)) : [];
      const committed = shown ? [...agreed.commitments.values()].filter((row) => row.state !== 'cancelled' && row.volume.until_ms >= at_ms) : [];
      const flights = shown ? [...agreed.flights.values()].filter((row) => !row.ended && row.volume.until_ms >= at_ms - DAY_MS && row.volume.from_ms <= at_ms) : [];
      requestAnimationFrame(() => {
        const colours = readColours();
        source.clear(true);
        source.addFeatures(areas.flatMap((row) => areaFeatures(row, colours, letterOf)));
        source.addFeatures(committed.map((row) => commitmentFeature(row, colours, letterOf(row.party))));
        source.addFeatures(flights.slice(0, FLIGHTS_MAX).map((row) => flightFeature(row, colours)));
      });
    });
  });
  return { dispose: end };
}
