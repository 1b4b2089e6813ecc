/** What this page knows of the line: calls, channels, tests and beats, kept fresh by the picture and the feed. */
import type { AlarmItem } from '../alarm/order';

class Line {
  /** Calls that ask something of this centre; `letter` holds the id of the party. */
  readonly alarms: AlarmItem[] = [];
  /** One sentence about a call, for a screen reader. */
  saidOf(_key: string): string {
    return '';
  }
}

export const line = new Line();
