/**
 * A notification of the browser, for a page that lies behind others. It holds the precedence and the sender's letter and
 * nothing else: it may be read over a shoulder, or kept by the system.
 */
import { t } from '../lib/fluent';
import type { AlarmItem } from './order';

export type Allowed = 'granted' | 'denied' | 'default' | 'none';

export function allowed(): Allowed {
  return typeof Notification === 'undefined' ? 'none' : Notification.permission;
}

/** Ask the browser for leave; only ever by a press of a key. */
export async function ask(): Promise<Allowed> {
  return typeof Notification === 'undefined' ? 'none' : Notification.requestPermission();
}

export function show(item: AlarmItem): void {
  if (allowed() !== 'granted' || item.rank === 3) return;
  const words = t(item.rank === 1 ? 'precedence-FLASH' : 'precedence-IMMEDIATE');
  // The sound is the page's own, so that its volume has a floor.
  const shown = new Notification(item.letter === '' ? words : `${words} · ${item.letter}`, { tag: item.key, silent: true, requireInteraction: item.rank === 1 });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
