import { describe, expect, it } from 'vitest';
import { CHIME_AGAIN_MS, countOf, isFlood, newcomers, NOTHING_HEARD, sounding, type AlarmItem } from './order';

const item = (more: Partial<AlarmItem>): AlarmItem => ({ key: 'k', rank: 1, since_ms: 0, unanswered: true, letter: 'B', ...more });

describe('what sounds', () => {
  it('repeats a FLASH until it is answered, whatever else waits', () => {
    expect(sounding([item({})], 0, NOTHING_HEARD).flash).toBe(true);
    expect(sounding([item({})], 3_600_000, NOTHING_HEARD).flash).toBe(true);
    expect(sounding([item({ unanswered: false })], 1, NOTHING_HEARD).flash).toBe(false);
    expect(sounding([], 1, NOTHING_HEARD).flash).toBe(false);
  });
  it('chimes once for an IMMEDIATE, once more at five minutes, and then no more', () => {
    const one = [item({ rank: 2 })];
    let heard = NOTHING_HEARD;
    const chimes: number[] = [];
    for (let now_ms = 0; now_ms <= 3 * CHIME_AGAIN_MS; now_ms += 1000) {
      const now = sounding(one, now_ms, heard);
      heard = now.heard;
      if (now.chime) chimes.push(now_ms);
      expect(now.flash).toBe(false);
    }
    expect(chimes).toEqual([0, CHIME_AGAIN_MS]);
  });
  it('chimes once for many that come together, and once for an old one that is first seen late', () => {
    const many = [1, 2, 3].map((n) => item({ key: `k${n}`, rank: 2 }));
    const first = sounding(many, 1000, NOTHING_HEARD);
    expect(first.chime).toBe(true);
    expect(sounding(many, 2000, first.heard).chime).toBe(false);
    const late = sounding(many, CHIME_AGAIN_MS + 1, NOTHING_HEARD);
    expect(late.chime).toBe(true);
    expect(sounding(many, 9 * CHIME_AGAIN_MS, late.heard).chime).toBe(false);
  });
  it('is silent for rank 3, and for what is answered', () => {
    const quiet = sounding([item({ rank: 3 }), item({ key: 'b', rank: 2, unanswered: false })], 1, NOTHING_HEARD);
    expect([quiet.flash, quiet.chime, quiet.dead]).toEqual([false, false, false]);
  });
  it('plays the falling tones of a dead line once, and again when it dies again', () => {
    const dead = [item({ rank: 2, isDeadLine: true })];
    const first = sounding(dead, 0, NOTHING_HEARD);
    expect([first.dead, first.chime]).toEqual([true, false]);
    expect(sounding(dead, 1, first.heard).dead).toBe(false);
    const up = sounding([], 2, first.heard);
    expect(sounding(dead, 3, up.heard).dead).toBe(true);
  });
});

describe('order', () => {
  it('takes more than ten alarms in ten minutes for a flood', () => {
    const many = Array.from({ length: 11 }, (_, n) => item({ key: `k${n}`, rank: 3, since_ms: n }));
    expect(isFlood(many, 1000)).toBe(true);
    expect(isFlood(many.slice(1), 1000)).toBe(false);
    expect(isFlood(many, 700_000)).toBe(false);
  });
  it('counts by rank and notifies of newcomers alone, oldest first, never of rank 3', () => {
    const items = [item({ key: 'late', since_ms: 5 }), item({ key: 'early', since_ms: 1, rank: 2 }), item({ key: 'r', rank: 3 }), item({ key: 'old' })];
    expect(countOf(items, 1)).toBe(2);
    expect(newcomers(items, new Set(['old'])).map((one) => one.key)).toEqual(['early', 'late']);
  });
});
