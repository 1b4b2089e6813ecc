/** What an answer still lacks before it can be said: its code, for whom it speaks, and which forces when they are allied (T-25). Pure. */
import type { AnswerCode, SpeaksFor } from './types';

export interface AnswerDraft { code: AnswerCode | ''; speaks_for: SpeaksFor | ''; forces: readonly string[] }
export type Lack = 'code' | 'speaks_for' | 'forces' | '';

export function lackOf(draft: AnswerDraft): Lack {
  if (draft.code === '') return 'code';
  if (draft.speaks_for === '') return 'speaks_for';
  return draft.speaks_for === 'allied' && draft.forces.length === 0 ? 'forces' : '';
}
/** Names typed into one line, parted by commas of any script. */
export function namesOf(typed: string): string[] {
  return [...new Set(typed.split(/[,،;\n]/).map((one) => one.trim()).filter((one) => one !== ''))];
}
