/** Shapes of the roster: who is on duty by post and language, planned shifts, sheets, and who belongs to the room. */
import type { DutyRow } from '../line/types';
import type { Leaf, Text3, TextIn } from '../lib/types';

export interface Shift { from_ms: number; until_ms: number; languages: string[]; deputy: string }
export interface PlanRow { key: string; party: string; own: boolean; post: string; deputy: string; shifts: Shift[] }
export interface Item { what: string; about: string; due_ms: number; owner: string; state: string; count: number }
export interface SheetRow {
  key: string; id: string; post: string; from_ms: number; until_ms: number; stage: 'signed' | 'accepted' | 'left';
  accepted_ms: number | null; open: boolean; items: Item[]; items_left_out: number; text: TextIn; reason: string; leaf: Leaf;
}
export interface Roster {
  duty: DutyRow[]; plans: PlanRow[]; sheets: SheetRow[]; posts: string[]; mandatory: string[];
  requires: Record<string, string[]>; now_ms: number;
}
/** The sheet as it would be signed now. */
export interface Sheet {
  post: string; from_ms: number; until_ms: number; mandatory: boolean; handed_over: boolean; items: Item[]; sheets: SheetRow[];
}
export interface SinceRow { key: string; kind: string; author: string; own: boolean; what: 'new' | 'changed' | 'ended' | 'said'; t_ms: number; post: string; count: number; leaf: Leaf }
export interface Since { from_ms: number; until_ms: number; rows: SinceRow[]; counts: Record<string, Record<string, number>>; total: number; shown: number }

export interface ForceRow { id: string; name: Text3; rules: string; passed_on_ms: number }
export interface Member {
  party: string; own: boolean; left_ms: number | null; leaving: boolean; scope: Record<string, string>;
  forces: ForceRow[]; not_forces: ForceRow[]; claimed_twice: string[]; former: boolean;
}
export interface ConsentRow { party: string; word: 'consents' | 'refuses' | 'none'; counts: string; given_ms: number | null; arrived_ms: number | null; text: TextIn | null }
export interface ProposalRow {
  key: string; id: string; own: boolean; sponsor: string; state: 'open' | 'adopted' | 'refused' | 'expired' | 'overtaken';
  candidate: { id: string; name: Text3; short: Text3; letter: string; shape: string }; scope: Record<string, string>;
  speaks_for: ForceRow[]; not_speaking_for: ForceRow[]; hash: string; sign_text: string; proposed_ms: number; expires_ms: number;
  consents: ConsentRow[]; strange: ConsentRow[]; changes: { what: string; detail: string }[]; may_answer: boolean;
}
export interface Members { members: Member[]; proposals: ProposalRow[]; charter: string; rules: string; now_ms: number }
