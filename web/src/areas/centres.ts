/** The centres that a form begins with: those of the sides, not joint offices (drawn in outline), and the own one where it takes part. */
import { room } from '../lib/store.svelte';

export function centres(withOwn: boolean): string[] {
  const me = room.session?.party;
  return (room.session?.parties ?? []).filter((p) => (p.id === me ? withOwn : p.shape !== 'outline')).map((p) => p.id);
}
