/**
 * What a low window drops, whole and in one order: never STOP, a FLASH, the state of the line, nor a conflict.
 * Heights are those of the room under the header, in CSS pixels. Pure.
 */
export const DROPS = ['proof-note', 'last-messages', 'routine', 'camp-inset', 'label-lines'] as const;
export type Part = (typeof DROPS)[number];

/** The least height at which a part stands; each stands longer than the one before it. */
const NEEDS_PX: Record<Part, number> = { 'proof-note': 820, 'last-messages': 790, routine: 760, 'camp-inset': 740, 'label-lines': 700 };

/** Whether a part stands at a height; a height that is not known yet drops nothing. */
export function stands(part: Part, height_px: number): boolean {
  return height_px <= 0 || height_px >= NEEDS_PX[part];
}
