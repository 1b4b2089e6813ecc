import { describe, expect, it } from 'vitest';
import { leadTime, readUtc, stepOf, writeUtc } from './window';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe('the window of an activity', () => {
  it('reads UTC text to the minute and writes it back', () => {
    expect(readUtc('2026-03-18 13:00')).toBe(Date.UTC(2026, 2, 18, 13));
    expect(readUtc('2026-03-18T13:00Z')).toBe(Date.UTC(2026, 2, 18, 13));
    expect(writeUtc(Date.UTC(2026, 2, 18, 13))).toBe('2026-03-18 13:00');
  });
  it.each(['2026-02-30 10:00', '2026-03-18 24:00', '18.03.2026 13:00', '2026-03-18', '13:00', ''])('refuses %s', (text) => {
    expect(readUtc(text)).toBeNull();
  });
});

describe('lead time', () => {
  const now = Date.UTC(2026, 2, 18, 8);
  it.each([
    [DAY, 'planned'], [DAY - 1, 'late'], [HOUR, 'late'], [HOUR - 1, 'very_late'], [-HOUR, 'very_late'],
  ])('%i ms is %s', (lead_ms, lateness) => {
    expect(leadTime(now, now + lead_ms, DAY, HOUR)).toEqual({ lead_ms, lateness });
  });
  it('keys step by a quarter of an hour and by a day', () => {
    expect([stepOf('ArrowUp'), stepOf('PageDown'), stepOf('a')]).toEqual([900_000, -DAY, 0]);
  });
});
