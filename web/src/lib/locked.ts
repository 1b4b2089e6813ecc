/** Why nothing can be said now: the past is shown, or the node is out of reach; '' = it can. */
import { t } from './fluent';
import { room } from './store.svelte';

export function lockedNow(): string {
  return !room.live ? t('locked-as-of') : room.stale ? t('locked-stale') : '';
}
