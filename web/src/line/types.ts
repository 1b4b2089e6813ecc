/** Shapes of the line: calls, what is said about them, line tests, beats, channels. Times in _ms (UTC), points in nanodegrees. */
import type { FreeText, Message } from '../phrase/message';
import type { Lang, Leaf, Place, Point, Post, Precedence, Rendering } from '../lib/types';

export const PRECEDENCES: readonly Precedence[] = ['FLASH', 'IMMEDIATE', 'ROUTINE'];
export type ChannelClass = 'SAFETY' | 'CEASEFIRE' | 'HUMANITARIAN' | 'LIAISON';
export const CLASSES: readonly ChannelClass[] = ['SAFETY', 'HUMANITARIAN', 'CEASEFIRE', 'LIAISON'];

export type { Message };
/** Words in one language, with what people or machines made of them. */
export type Said = FreeText;

export type PhoneOutcome = 'answered' | 'no_answer' | 'hung_up' | 'line_dead' | 'other';
export const PHONE_OUTCOMES: readonly PhoneOutcome[] = ['answered', 'no_answer', 'hung_up', 'line_dead', 'other'];
/** A telephone call that a post made and enters; -1 = did not happen. */
export interface Phone {
  placed_ms: number; answered_ms: number; ended_ms: number; outcome: PhoneOutcome; lang: Lang; interpreter: boolean;
}

export type CallState = 'sent' | 'delivered' | 'taken' | 'read_back' | 'understood' | 'acted' | 'unable' | 'answered' | 'abandoned';
export type RungStep = 'offered' | 'deputy' | 'duty_chief' | 'every_post' | 'backup_line' | 'joint_office';
/** Who was tried, by whose node; at_ms as that node says, t_ms when it was known here. */
export interface Rung { step: RungStep; posts: Post[]; backup_line: boolean; by: string; at_ms: number; t_ms: number }

export const ANSWER_CODES = ['ours', 'not_ours', 'stopped', 'not_stopped', 'checking', 'other'] as const;
export type AnswerCode = (typeof ANSWER_CODES)[number];
export const SPEAKS_FOR = ['own', 'allied', 'unknown'] as const;
export type SpeaksFor = (typeof SPEAKS_FOR)[number];
export interface CallWord {
  key: string; party: string; post: string; what: 'taken' | 'read_back' | 'understood' | 'acted' | 'unable' | 'answer';
  code: string; speaks_for: SpeaksFor | ''; forces: string[]; undeclared: boolean; message: Message | null; slot: string;
  point: Point | null; delta_m: number | null; bearing_deg: number | null; matches: boolean | null; said_ms: number; t_ms: number;
  /** False: it had no effect, for example because it was replayed or not that party's to say. */
  counts: boolean;
}
/** `slot` names the place of a phrase; '' = the call's own. */
export interface CallReadBack { slot: string; sent: Point; point: Point; delta_m: number; bearing_deg: number; matches: boolean; limit_m: number; by: string; t_ms: number }
export interface CallRow {
  key: string; id: string; own: boolean; author: string; to: string; party: string; post: string; to_post: Post | ''; number: number;
  precedence: Precedence; channel_class: ChannelClass; via: 'room' | 'telephone' | 'backup_telephone'; stop: boolean; mistake: boolean;
  message: Message | null; place: Place | null; place_text: string; unlocated: boolean; phone: Phone | null;
  placed_ms: number; sent_ms: number; arrived_ms: number | null; delivered_ms: number | null; apart_ms: number | null;
  state: CallState; open: boolean; done: boolean;
  clock_from_ms: number; overdue_ms: number; overdue: boolean; next_rung: { step: RungStep; at_ms: number } | null;
  taken_ms: number | null; taken_post: string; understood_ms: number | null; acted_ms: number | null; abandoned_ms: number | null;
  abandoned_before_delivery: boolean; rungs: Rung[]; words: CallWord[];
  sent_point: Point | null; sent_points: { slot: string; point: Point }[]; read_back: CallReadBack | null; read_backs: CallReadBack[];
  blocked: '' | 'read_back_missing' | 'read_back_off'; passed_while_suspended: boolean; folded: boolean; leaf: Leaf;
}
export interface CallReadBackResult {
  row: CallRow; point: Point; delta_m: number; bearing_deg: number; matches: boolean; limit_m: number; sent: Rendering; read: Rendering;
}

export type BeatLevel = 'not_started' | 'ok' | 'due' | 'amber' | 'red';
export const BEAT_STATES = ['quiet', 'normal', 'tense', 'incident'] as const;
export type BeatState = (typeof BEAT_STATES)[number];
export interface LineTest {
  slot_ms: number; made_ms: number; made_by: string; made_post: string; answered_ms: number | null; answered_post: string; languages: string[];
  state: 'answered' | 'waiting' | 'unanswered';
}
/** The line to one other party. */
export interface LineRow {
  party: string; up: boolean; heard_ms: number | null; waiting: number; skew_ms: number | null; 
  on_duty: { own: Post[]; theirs: Post[] }; speaks_for: { own: string[]; theirs: string[] };
  last_test: LineTest | null; next_test_ms: number | null; missed_tests: number[]; test_key: string;
  beat_out: { seq: number; sent_ms: number | null; state: string; due_ms: number | null; level: BeatLevel };
  beat_in: { seq: number; arrived_ms: number | null; state: string; due_ms: number | null; level: BeatLevel };
  missing_beats: number[]; missing_calls: number[];
  flood: { since_ms: number; count: number } | null; flood_out: { since_ms: number; count: number } | null;
}
export interface BeatRow {
  key: string; own: boolean; party: string; author: string; post: string; seq: number; state: string; nothing_to_report: boolean;
  items: Message[]; counts: { calls_open: number; notices: number; beats_held: number; calls_held: number };
  said_ms: number; arrived_ms: number | null; delivered_ms: number | null; late_ms: number;
}

export type ChannelStatus = 'open' | 'announced' | 'suspended' | 'resuming';
export interface ChannelRow {
  key: string; party: string; channel_class: ChannelClass; status: ChannelStatus; suspended_by: string[];
  declared_ms: number | null; effective_ms: number | null; since_ms: number | null; scope: Said | null; reason: Said | null; remains: Said | null;
  remains_classes: ChannelClass[]; proposal: { key: string; by: string; t_ms: number; needs_our_confirmation: boolean } | null; declaration_key: string;
  history: { key: string; by: string; what: string; declared_ms: number; effective_ms: number | null; t_ms: number; counts: boolean }[];
  reconciliation: { rows: { what: 'calls' | 'beats'; from: string; sent: number; held: number; missing: number[]; agree: boolean }[]; complete: boolean } | null;
}

/** Who sits on a post, as its party says; a post, never a person. */
export interface DutyRow {
  key: string; party: string; own: boolean; post: Post; state: 'manned' | 'vacant' | 'ended' | 'unstated';
  languages: string[]; requires: string[]; lacks: string[]; mandatory: boolean; since_ms: number | null; until_ms: number | null;
  deputy: Post | ''; rank: 0 | 1 | 2; gap_from_ms: number | null; alarm_ms: number | null;
  next: { from_ms: number; until_ms: number; languages: string[]; deputy: string } | null;
}

/** What the picture holds of the line; all of it may be missing at a node of an earlier release. */
export interface LinePicture {
  calls?: { rows: CallRow[] }; line?: LineRow[]; channels?: ChannelRow[]; beats?: { rows: BeatRow[] }; duty?: { rows: DutyRow[] };
}
export interface LineChange { calls?: CallRow[]; line?: LineRow[]; channels?: ChannelRow[]; beats?: BeatRow[]; duty?: DutyRow[] }
/** What a form sends to place a call. */
export interface CallDraft {
  to: string; to_post: Post | ''; precedence: Precedence; channel_class: ChannelClass;
  message?: Message; place?: Place; place_text?: string; phone?: Phone; via?: 'telephone' | 'backup_telephone';
}
