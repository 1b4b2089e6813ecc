/**
 * The window of an activity: UTC text in, UTC milliseconds out, and the lead time that follows.
 *
 * Text is ISO 8601 without a zone mark and always means UTC; the local time is shown beside it, never typed.
 */

const UTC_TEXT = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):?(\d{2})Z?$/;

/** `2026-03-18 13:00` as UTC milliseconds, or null when it is no such minute (31 April, 25:00, another form). */
export function readUtc(text: string): number | null {
  const found = UTC_TEXT.exec(text.trim());
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number) as [number, number, number, number, number];
  const t_ms = Date.UTC(year, month - 1, day, hour, minute);
  return writeUtc(t_ms) === `${found[1]}-${found[2]}-${found[3]} ${found[4]}:${found[5]}` ? t_ms : null;
}

/** UTC milliseconds as `2026-03-18 13:00`; seconds are dropped. */
export function writeUtc(t_ms: number): string {
  return new Date(t_ms).toISOString().slice(0, 16).replace('T', ' ');
}

export type Lateness = 'planned' | 'late' | 'very_late';

/** Lead time from `now_ms` to the first start, and the stamp it brings (planned activity notice: 24 h and 1 h). */
export function leadTime(
  now_ms: number, from_ms: number, late_ms: number, very_late_ms: number,
): { lead_ms: number; lateness: Lateness } {
  const lead_ms = from_ms - now_ms;
  return { lead_ms, lateness: lead_ms < very_late_ms ? 'very_late' : lead_ms < late_ms ? 'late' : 'planned' };
}

/** The window moved by a key: up and down by a quarter of an hour, page up and page down by a day. */
export function stepOf(key: string): number {
  const steps: Record<string, number> = {
    ArrowUp: 900_000, ArrowDown: -900_000, PageUp: 86_400_000, PageDown: -86_400_000,
  };
  return steps[key] ?? 0;
}
