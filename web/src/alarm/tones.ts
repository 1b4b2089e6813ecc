/**
 * The sounds as samples: the two-tone of a FLASH that repeats every two seconds, one chime, three falling tones, and the
 * three short pips of a FLASH in a drill, which are none of the others.
 * A loop of samples goes on while a page lies in the background, where timers do not. Pure: it makes arrays.
 */
import type { Tone } from './order';

/** A tone of `hz` from `at_s` for `length_s`. */
export interface Note { hz: number; at_s: number; length_s: number }
export const FLASH_EVERY_S = 2;

const SCORE: Record<Tone, { notes: Note[]; length_s: number }> = {
  flash: { notes: [{ hz: 660, at_s: 0, length_s: 0.35 }, { hz: 880, at_s: 0.37, length_s: 0.35 }], length_s: FLASH_EVERY_S },
  drill: { notes: [{ hz: 1180, at_s: 0, length_s: 0.09 }, { hz: 1180, at_s: 0.16, length_s: 0.09 }, { hz: 1180, at_s: 0.32, length_s: 0.09 }], length_s: FLASH_EVERY_S },
  chime: { notes: [{ hz: 520, at_s: 0, length_s: 0.9 }], length_s: 1 },
  dead: { notes: [{ hz: 440, at_s: 0, length_s: 0.28 }, { hz: 370, at_s: 0.32, length_s: 0.28 }, { hz: 311, at_s: 0.64, length_s: 0.5 }], length_s: 1.3 },
};

/** Quietest a FLASH may be set: it may not be turned off. */
export const FLOOR_OF_FLASH = 0.35;

/** Loudness 0 to 1 for a tone at the volume that was set. */
export function gainOf(tone: Tone, volume: number): number {
  const set = Math.min(1, Math.max(0, volume));
  return tone === 'flash' ? Math.max(FLOOR_OF_FLASH, set) : set;
}

export function notesOf(tone: Tone): readonly Note[] {
  return SCORE[tone].notes;
}
export function lengthOf(tone: Tone): number {
  return SCORE[tone].length_s;
}

const EDGE_S = 0.012;
/** Samples at `rate_hz`. Edges are rounded, so that nothing clicks; the chime fades. */
export function samples(tone: Tone, rate_hz: number): Float32Array<ArrayBuffer> {
  const { notes, length_s } = SCORE[tone];
  const out = new Float32Array(Math.round(length_s * rate_hz));
  for (const note of notes) {
    const from = Math.round(note.at_s * rate_hz);
    const count = Math.round(note.length_s * rate_hz);
    for (let i = 0; i < count; i += 1) {
      const t_s = i / rate_hz;
      const edge = Math.min(1, t_s / EDGE_S, (note.length_s - t_s) / EDGE_S);
      const fade = tone === 'chime' ? Math.exp(-3 * (t_s / note.length_s)) : 1;
      const wave = Math.sin(2 * Math.PI * note.hz * t_s) + 0.25 * Math.sin(6 * Math.PI * note.hz * t_s);
      out[from + i] = (wave / 1.25) * edge * fade;
    }
  }
  return out;
}
