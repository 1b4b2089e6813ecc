/** Rows of graded reports and of requests for information, and what a page sends. Times in _ms (UTC), points in nanodegrees. */
import type { Altitude, Footprint, Leaf, Place, Point, Rows, TextIn } from '../lib/types';
import type { Translation } from '../phrase/message';

export const MATTERS = ['hazard', 'front_line', 'control_of_ground', 'group_movement', 'infrastructure_damage', 'other'] as const;
export type Matter = (typeof MATTERS)[number];
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Reliability = (typeof RELIABILITIES)[number];
export const CREDIBILITIES = [1, 2, 3, 4, 5, 6] as const;
export type Credibility = (typeof CREDIBILITIES)[number];
export const OPINIONS = ['agrees', 'disagrees', 'cannot_say'] as const;
export type OpinionCode = (typeof OPINIONS)[number];

export interface Words { lang: string; text: string; translations?: Translation[] }
export interface Square { name: string; ring: Point[] }
/** The square that a point lies in, and the cell of 1 km and the district that it may be told as. */
export interface SquareOf extends Square { cell: Place; district: Place }
export interface OpinionRow { key: string; party: string; post: string; opinion: OpinionCode; reasons: TextIn | null; t_ms: number }
export interface Opening { post: string; how: 'opened' | 'printed' | 'exported'; t_ms: number }
export interface Told { party: string; mode: 'keep' | 'view'; precision: string; opened: Opening[] }
export interface OriginalGrade { scheme: string; grade: string }
export interface ReportRow {
  key: string; id: string; party: string; post: string; own: boolean; version: number; matter: Matter;
  title: Words | null; text: Words | null; reliability: Reliability; credibility: Credibility; original: OriginalGrade | null;
  from_ms: number; until_ms: number; place: Place | null; footprint: Footprint | null; lower: Altitude | null; upper: Altitude | null;
  /** `holder_is`: the names under which a holder is the same as another, `=A` for a party. */
  holder: string; holder_is: string[]; squares: Square[];
  refers_to: string[]; mode: 'keep' | 'view'; ended: boolean; withdrawn: boolean; released_ms: number; arrived_ms: number;
  opinions: OpinionRow[]; recipients: Told[]; leaf: Leaf;
}
export type AnswerState = 'asked' | 'report' | 'none' | 'refused' | 'no_answer';
/** How a question stands with one party: `due_ms` is when silence becomes "none". */
export interface AnswerRow {
  party: string; state: AnswerState; due_ms: number; late: boolean; report: string; text: TextIn | null;
  answered_ms: number | null; post: string;
}
export interface QuestionRow {
  key: string; id: string; party: string; post: string; own: boolean; matter: Matter; text: TextIn | null;
  from_ms: number; until_ms: number; footprint: Footprint | null; ended: boolean; asked_ms: number; answers: AnswerRow[]; leaf: Leaf;
}
export interface ReportLists { information: Rows<ReportRow>; information_requests: Rows<QuestionRow> }
export interface ReportChanges { information: ReportRow[]; information_requests: QuestionRow[] }

/** What a form says; the node adds id, version and times. */
export interface ReportDraft {
  matter: Matter; title: Words; text: Words; reliability: Reliability; credibility: Credibility; from_ms: number; until_ms: number;
  place?: Place; footprint?: Footprint; lower?: Altitude; upper?: Altitude; squares?: string[]; holder?: string; original?: OriginalGrade; refers_to?: { author: string; entity: string }[];
}
export interface ReportRelease { party: string; mode: 'keep' | 'view'; precision: string }
/** A copy that was taken at this centre: its number, what it is, who took it on which post. */
export interface CopyRow { number: number; of: string; operator: string; post: string; t_ms: number }
/** A machine that fetched it at this node, with the version that it has and since when. */
export interface FetchedRow { account: string; party: string; version: number; t_ms: number }
/** A report as opened: what stays at the originator of a view-only one, fetched now and kept nowhere. */
export interface OpenedReport {
  row: ReportRow;
  details: { near: { near: Record<'en' | 'ar' | 'ru', string> } | null; content?: { text?: Words; original?: OriginalGrade } | null; content_missing?: string; copies: CopyRow[]; fetched: FetchedRow[] };
}
