/**
 * What two renderings of a point have in common, digit by digit, so that the eye finds the slip that was made.
 *
 * Whether the points agree is decided by the node in metres; this only marks characters.
 */

export interface Mark { text: string; differs: boolean }

/** The second text cut into runs that equal the first and runs that do not, place by place. */
export function marks(first: string, second: string): Mark[] {
  const out: Mark[] = [];
  for (let i = 0; i < second.length; i += 1) {
    const differs = first[i] !== second[i];
    const last = out.at(-1);
    if (last && last.differs === differs) last.text += second[i];
    else out.push({ text: second[i]!, differs });
  }
  return out;
}

/** Splits `33.312700 N 37.846000 E` into its two lines. */
export function axes(dd: string): [lat: string, lon: string] {
  const found = /^(\S+ [NS]) (\S+ [EW])$/.exec(dd);
  return found ? [found[1]!, found[2]!] : [dd, ''];
}

/** True when both texts hold the same digits in another order: the commonest slip by voice and by hand. */
export function digitsMoved(first: string, second: string): boolean {
  const digits = (text: string): string => [...text.replace(/\D/g, '')].sort().join('');
  return first !== second && first.length === second.length && digits(first) === digits(second);
}

/** The axes on which the digits of a point changed places, by the keys of their names. */
export function movedAxes(sent_dd: string, read_dd: string): ('an-latitude' | 'an-longitude')[] {
  const [sent, read] = [axes(sent_dd), axes(read_dd)];
  return (['an-latitude', 'an-longitude'] as const).filter((_, i) => digitsMoved(sent[i]!, read[i]!));
}

/** A round length for a scale bar that fits into `width_px` at `m_per_px`. */
export function scaleBar(m_per_px: number, width_px: number): number {
  const most = m_per_px * width_px;
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((k) => k * power).find((length) => length <= most) ?? power;
}
