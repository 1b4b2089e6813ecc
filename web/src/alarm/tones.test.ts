import { describe, expect, it } from 'vitest';
import { FLASH_EVERY_S, FLOOR_OF_FLASH, gainOf, lengthOf, notesOf, samples } from './tones';

const RATE_HZ = 8000;
/** How strongly `hz` sounds between two moments. */
function strength(wave: Float32Array, hz: number, from_s: number, until_s: number): number {
  let [re, im] = [0, 0];
  const [a, b] = [Math.round(from_s * RATE_HZ), Math.round(until_s * RATE_HZ)];
  for (let i = a; i < b; i += 1) {
    re += wave[i]! * Math.cos((2 * Math.PI * hz * i) / RATE_HZ);
    im += wave[i]! * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);
  }
  return Math.hypot(re, im) / (b - a);
}

describe('the sounds', () => {
  it('are a two-tone of 660 and 880 Hz in a round of two seconds, most of it silent', () => {
    const wave = samples('flash', RATE_HZ);
    expect(wave.length).toBe(FLASH_EVERY_S * RATE_HZ);
    expect(strength(wave, 660, 0.05, 0.3)).toBeGreaterThan(0.3);
    expect(strength(wave, 880, 0.05, 0.3)).toBeLessThan(0.05);
    expect(strength(wave, 880, 0.42, 0.67)).toBeGreaterThan(0.3);
    expect(wave.slice(RATE_HZ).every((v) => v === 0)).toBe(true);
  });
  it('are one chime of 520 Hz and three falling tones', () => {
    expect(strength(samples('chime', RATE_HZ), 520, 0, 0.3)).toBeGreaterThan(0.1);
    const falling = notesOf('dead').map((note) => note.hz);
    expect(falling).toHaveLength(3);
    expect([...falling].sort((a, b) => b - a)).toEqual(falling);
  });
  it('never clip and end before their time', () => {
    for (const tone of ['flash', 'chime', 'dead'] as const) {
      const wave = samples(tone, RATE_HZ);
      expect(wave.every((v) => Math.abs(v) <= 1)).toBe(true);
      for (const note of notesOf(tone)) expect(note.at_s + note.length_s).toBeLessThanOrEqual(lengthOf(tone));
    }
  });
  it('leave a FLASH a floor, and the others not', () => {
    expect(gainOf('flash', 0)).toBe(FLOOR_OF_FLASH);
    expect(gainOf('flash', 0.9)).toBe(0.9);
    expect(gainOf('chime', 0)).toBe(0);
    expect(gainOf('dead', 2)).toBe(1);
  });
});
