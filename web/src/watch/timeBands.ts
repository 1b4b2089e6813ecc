/** Steps of the time slider and the ready-made altitude bands. */
import { ALL_ALTITUDES, type AltitudeBand } from '../lib/store.svelte';

export const STEP_MS = 5 * 60_000;
export const SHIFTS_H = [0, 1, 6, 24] as const;
export const BANDS: readonly (AltitudeBand & { name: string })[] = [
  { name: 'all', ...ALL_ALTITUDES },
  { name: 'SFC–FL100', lower_ft: 0, upper_ft: 10_000 },
  { name: 'FL100–FL245', lower_ft: 10_000, upper_ft: 24_500 },
  { name: 'FL245+', lower_ft: 24_500, upper_ft: ALL_ALTITUDES.upper_ft },
];

/** Which ready-made band is set; -1 = one of the reader's own. */
export function bandIndex(band: AltitudeBand): number {
  return BANDS.findIndex((b) => b.lower_ft === band.lower_ft && b.upper_ft === band.upper_ft);
}
