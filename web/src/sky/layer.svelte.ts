/** The layer of drones on the watch map: above everything else, since it moves; it follows what is known and the theme. */
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { toLonLat } from 'ol/proj';
import { look } from '../lib/lang.svelte';
import { room } from '../lib/store.svelte';
import { readColours } from '../map/colours';
import { between } from '../map/geodesy';
import type { Surface } from '../map/surface';
import { clusterFeature, droneFeatures } from './draw';
import { sky } from './sky.svelte';

const REACH_PX = 13;
const ND = 1e9;

/** Add the layer to a surface and tell where it looks, until it is disposed of. */
export function droneLayer(surface: Surface): { dispose: () => void; moved: () => void } {
  const source = new VectorSource();
  surface.map.addLayer(new VectorLayer({ source, zIndex: 25, renderBuffer: 80, updateWhileInteracting: true }));
  const detach = sky.attach();
  const end = $effect.root(() => {
    $effect(() => {
      void look.theme;
      const [drones, clusters, selected] = [sky.drones, sky.clusters, room.selected];
      requestAnimationFrame(() => {
        const colours = readColours();
        source.clear(true);
        source.addFeatures(clusters.map((row) => clusterFeature(row, colours)));
        source.addFeatures(drones.flatMap((row) => droneFeatures(row, colours, row.key === selected)));
      });
    });
  });
  return {
    dispose: () => { end(); detach(); },
    moved: () => tellView(surface),
  };
}

/** Say to the sky which ground the map shows now. */
function tellView(surface: Surface): void {
  const extent = surface.extent();
  if (!sky.enabled || extent === null) return;
  const [west = 0, south = 0] = toLonLat([extent[0]!, extent[1]!]);
  const [east = 0, north = 0] = toLonLat([extent[2]!, extent[3]!]);
  const nd = (degrees: number): number => Math.round(degrees * ND);
  const corners = { west_nd: nd(west), south_nd: nd(south), east_nd: nd(east), north_nd: nd(north) };
  const kept = sky.corners;
  if (kept !== null && (Object.keys(corners) as (keyof typeof corners)[]).every((name) => kept[name] === corners[name])) return;
  sky.watch(corners, between([west, south], [east, north]).length_m);
}

/** The drone under a pointer, the nearest within reach. */
export function droneAt(surface: Surface, pixel: number[]): string | null {
  const [x = 0, y = 0] = pixel;
  let best: string | null = null;
  let least = REACH_PX;
  for (const row of sky.drones) {
    if (row.lon_nd === null || row.lat_nd === null) continue;
    const [px, py] = surface.pixelsOf([[row.lon_nd / ND, row.lat_nd / ND]])[0]!;
    const away = Math.hypot(px - x, py - y);
    if (away < least) [best, least] = [row.key, away];
  }
  return best;
}
