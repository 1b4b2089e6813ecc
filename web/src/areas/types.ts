/** Rows of areas, agreed texts, commitments and observed flights, as the node's web API gives them. */
import type { Leaf, Point, Polygon, Rows, Text3, TextIn, Volume } from '../lib/types';

export interface Signed { party: string; hash: string; t_ms: number; post: string; key: string; taken_back: boolean }
export interface Patch { rings: Point[][]; area_m2: number }
export interface FieldDifference { field: string; a: unknown; b: unknown; label?: Text3 | null; unit?: string }
export interface Beside {
  key: string; kind: 'basis' | 'reservation'; about: string; party: string; post: string; own: boolean; t_ms: number;
  text: TextIn; authority: TextIn | null; withdrawn: boolean;
}
/** One text with one hash: who offers it and who has signed it. */
export interface Copy {
  hash: string; edition: number; key: string; version: number; offered_by: string[]; author: string; own: boolean; post: string;
  first_known_ms: number; signatories: string[]; signed: Signed[]; missing: string[]; agreed_ms: number | null;
  may_sign: boolean; withdrawn_ms: number | null; recipients: string[]; backdated: boolean; leaf: Leaf;
}
export type Status = 'agreed' | 'not_agreed';

export const AREA_CATEGORIES = ['ceasefire', 'deescalation', 'withdrawal', 'demilitarised', 'humanitarian', 'stand_down', 'other'] as const;
export type AreaCategory = (typeof AREA_CATEGORIES)[number];
export interface AreaCopy extends Copy {
  name: Text3; category: AreaCategory; purpose: TextIn; footprint: Polygon; area_m2: number; from_ms: number; until_ms: number; active: boolean;
}
export interface AreaDifference {
  a: string; b: string; a_party: string; b_party: string; only_a: Patch[]; only_b: Patch[]; both: Patch[];
  only_a_m2: number; only_b_m2: number; both_m2: number; fields: FieldDifference[];
}
export interface AreaRow {
  key: string; id: string; name: Text3; category: AreaCategory; status: Status; in_force: string; copies: AreaCopy[];
  differences: AreaDifference[]; strangers: Signed[]; beside: Beside[];
}

export const UNITS = ['m', 'km', 'min', 'h', 'd', 'persons', 'vehicles', 'times', 'other'] as const;
export interface Term { code: string; label: Text3; value: number; unit: (typeof UNITS)[number] }
export interface InstrumentCopy extends Copy {
  instrument_id: string; title: Text3; authentic: string[]; file_name: string; file_hash: string; file_bytes: number;
  start_ms: number; end_ms: number; renew_by_ms: number; zone: string; summary: TextIn; terms: Term[]; area_ids: string[];
}
export interface Decided { party: string; what: '' | 'extend' | 'renew' | 'end'; until_ms: number | null; t_ms: number | null; post: string; key: string; text: TextIn | null }
export type InstrumentState = 'not_agreed' | 'coming' | 'in_force' | 'ended' | 'lapsed' | 'no_longer_offered';
export interface InstrumentRow {
  key: string; id: string; title: Text3; status: Status; in_force: string; shown: string; state: InstrumentState;
  start_ms: number; end_ms: number; first_end_ms: number; renew_by_ms: number; zone: string; reminder_ms: number | null;
  ended_by: string[]; decisions: Decided[]; may_decide: boolean; lapses: { end_ms: number; leaf: number }[];
  copies: InstrumentCopy[]; differences: { a: string; b: string; fields: FieldDifference[] }[]; strangers: Signed[]; beside: Beside[];
}

export const EXCEPTION_CODES = ['non_combat', 'medevac', 'sar', 'surveillance', 'humanitarian', 'immediate_threat'] as const;
export type ExceptionCode = (typeof EXCEPTION_CODES)[number];
/** Exceptions that may be declared after the flight. */
export const DECLARED_CODES: readonly ExceptionCode[] = ['medevac', 'sar', 'immediate_threat'];
export const FOR_WHOM = ['own_forces', 'allied', 'unknown'] as const;
export const SOURCES = ['radar', 'visual', 'acoustic', 'broadcast', 'told', 'other'] as const;
export const STANCES = ['covered', 'not_covered', 'not_ours', 'no_such_flight', 'no_knowledge'] as const;
interface Said { key: string; id: string; party: string; own: boolean; post: string; version: number; said_ms: number; withdrawn: boolean; recipients: string[]; leaf: Leaf }
export interface SaidRow {
  key: string; kind: 'exception' | 'declaration'; party: string; post: string; code: ExceptionCode; listed: boolean; t_ms: number; late: boolean;
  notice: string; volume: Volume | null; text: TextIn | null; proportionality: TextIn | null;
}
export interface CommitmentRow extends Said {
  volume: Volume; exceptions: ExceptionCode[]; covers: string[]; text: TextIn; area_id: string; area_hash: string;
  state: 'announced' | 'active' | 'ended' | 'cancelled'; backdated: boolean; said: SaidRow[]; beside: Beside[];
}
export interface Covering { key: string; version: number; code: string; in_time: boolean; known_ms: number }
export interface ComparisonRow {
  commitment: string; party: string; word: 'covered' | 'declared' | 'not_covered' | 'disputed'; shared_ms: number; area_m2: number;
  notices: Covering[]; late_notices: Covering[]; declarations: Covering[]; looked_at: { notices: number; exceptions: number; declarations: number };
}
export interface StatementRow { key: string; party: string; own: boolean; post: string; stance: (typeof STANCES)[number]; for_whom: string; text: TextIn; notice: string; t_ms: number }
export interface FlightRow extends Said {
  volume: Volume; source: (typeof SOURCES)[number]; count: number; text: TextIn; ended: boolean; comparisons: ComparisonRow[];
  asked: string[]; due_ms: number; statements: StatementRow[]; own_statement: string;
}

export interface AgreementLists { areas: Rows<AreaRow>; instruments: Rows<InstrumentRow>; commitments: Rows<CommitmentRow>; flights: Rows<FlightRow> }
export interface AgreementChanges { areas: AreaRow[]; instruments: InstrumentRow[]; commitments: CommitmentRow[]; flights: FlightRow[] }
