/** Shapes of the node's web API. Lengths end in _tmm (tenths of a millimetre), times in _ms (UTC), lon/lat in _nd (nanodegrees). */

import type { LineChange, LinePicture } from '../line/types';
import type { Aside, ShelvingRow } from '../alarm/types';
import type { AgreementChanges, AgreementLists } from '../areas/types';
import type { FlightChanges, FlightLists, FlightState } from '../drones/types';
import type { ReportChanges, ReportLists } from '../reports/types';

export type Lang = 'en' | 'ar' | 'ru';
export interface Text3 { en: string; ar: string; ru: string }
export interface TextIn { lang: string; text: string }
export type Point = [lon_nd: number, lat_nd: number];

export type Post =
  | 'watch_officer' | 'interpreter' | 'airspace' | 'humanitarian_liaison' | 'ceasefire'
  | 'legal_adviser' | 'duty_chief' | 'access_officer' | 'custodian';
export const POSTS: readonly Post[] = [
  'watch_officer', 'interpreter', 'airspace', 'humanitarian_liaison', 'ceasefire',
  'legal_adviser', 'duty_chief', 'access_officer', 'custodian',
];

export interface Circle { type: 'circle'; center: Point; radius_tmm: number }
export interface Polygon { type: 'polygon'; rings: Point[][] }
export interface Corridor { type: 'corridor'; path: Point[]; width_tmm: number }
export type Footprint = Circle | Polygon | Corridor;

export interface Altitude { value_tmm: number; reference: 'W84' | 'AGL' | 'AMSL' | 'FL'; unit: 'FT' | 'M' | 'FL' }
export interface Volume { footprint: Footprint; lower: Altitude; upper: Altitude | null; from_ms: number; until_ms: number }
export interface Place {
  lon_nd: number; lat_nd: number; radius_tmm: number;
  precision: 'exact' | 'cell' | 'district' | 'unknown';
  how_obtained: 'gps' | 'imagery' | 'map' | 'told' | 'file';
  gazetteer_id: string; admin_code: string;
}

export interface Rows<T> { rows: T[]; total: number; shown: number }
export interface Leaf { origin: string; index: number; size: number }

export interface Party { id: string; letter: string; shape: 'square' | 'disc' | 'outline'; name: Text3; short: Text3; custodian: boolean }
export interface Room {
  id: string; title: Text3; zone: string; demonstration: boolean; drill?: boolean;
  area: { lon_min: number; lat_min: number; lon_max: number; lat_max: number };
  buffer_m: number; hazard_buffer_m: number; readback_limit_m: number;
  late_ms: number; very_late_ms: number; hold_ms: number; release_answer_ms?: number;
  gap_ms?: number; mandatory_posts?: string[]; post_languages?: Record<string, string[]>;
  /** Marks of the running clock of a FLASH, ms after its start. */
  flash_ladder_ms?: number[];
}
export interface Session {
  user: { id: string; name: string; admin: boolean; languages: string[] };
  /** What the post that was taken may do. */
  may: string[];
  post: Post | ''; posts: Post[]; csrf: string; party: string;
  room: Room; parties: Party[]; now_ms: number; version: string; drones: boolean;
  /** This node asks services of remote identification for drones. */
  sky?: boolean;
}

export interface NodeStatus { party: string; own: boolean; reachable: boolean; heard_ms: number | null; waiting: number; skew_ms: number | null }

export type ActivityClass =
  | 'transit' | 'patrol' | 'hazardous' | 'uav' | 'medevac' | 'sar' | 'gnss_disruption' | 'humanitarian_movement'
  | 'operational_intent' | 'constraint';
/** What an operator can announce: the last two come from services of drone traffic alone. */
export const ACTIVITY_CLASSES: readonly ActivityClass[] = [
  'transit', 'patrol', 'hazardous', 'uav', 'medevac', 'sar', 'gnss_disruption', 'humanitarian_movement',
];
export interface Remarks { lang: string; text: string; translations: { lang: string; text: string; made_by: 'human' | 'machine' }[] }
/** What a service of drone traffic declared: a flight in its state, or a constraint. Its manager is a service, not a person. */
export interface IntentBlock { id: string; manager: string; version: number; state: Exclude<FlightState, ''>; uss_base_url: string }
export interface ConstraintBlock { id: string; manager: string; version: number; uss_base_url: string }
export interface Notice {
  activity_class: ActivityClass; action: 'establish' | 'amend' | 'cancel'; volumes: Volume[];
  crew: 'manned' | 'unmanned'; controlling_post: string; contact: string; remarks: Remarks;
  recurrence: 'once' | 'daily' | 'weekly'; intent?: IntentBlock; constraint?: ConstraintBlock;
}
export type NoticeState = 'announced' | 'active' | 'ended' | 'cancelled' | 'withdrawn';
export type Lateness = 'planned' | 'late' | 'very_late';
export type Precedence = 'ROUTINE' | 'IMMEDIATE' | 'FLASH';
export interface NoticeRecipient {
  party: string; mode: 'keep' | 'view'; delivered_ms: number | null; read_ms: number | null;
  read_back_ms: number | null; read_back_delta_m: number | null; understood_ms: number | null;
}
export interface Reply {
  party: string; kind: 'read_back' | 'understood' | 'answer' | 'question'; post: string; t_ms: number;
  text: TextIn | null; code: string; point: Point | null; delta_m: number | null; bearing_deg: number | null; matches: boolean | null;
}
export interface NoticeRow {
  key: string; id: string; author: string; version: number; own: boolean;
  state: NoticeState; lateness: Lateness; lead_time_ms: number; author_lead_time_ms: number;
  released_ms: number; arrived_ms: number; mode: 'keep' | 'view'; precedence: Precedence; unconfirmed_since_ms: number | null;
  notice: Notice; recipients: NoticeRecipient[]; replies: Reply[]; leaf: Leaf; hits: number | null;
}

export type SiteStatus = 'active' | 'inactive' | 'relocated' | 'closed';
export type Verification = 'V0' | 'V1' | 'V2' | 'V3' | 'V4';
export type Stance = 'agrees' | 'disputes' | 'no_knowledge' | 'asks_verification';
export interface SitePosition { party: string; stance: Stance; reason: TextIn | null; t_ms: number }
export interface SiteOpening { party: string; post: string; how: 'opened' | 'printed' | 'exported'; t_ms: number }
export interface SiteRecipient { party: string; mode: 'keep' | 'view'; precision: string; opened: SiteOpening[] }
export interface SiteRow {
  key: string; id: string; author: string; version: number; own: boolean;
  name: Text3; name_made: Partial<Record<Lang, 'given' | 'transliterated'>>; category: string; function: string;
  status: SiteStatus; expired: boolean; valid_until_ms: number; last_revalidated_ms: number; verification: Verification;
  place: Place; footprint: Footprint | null; submitter: string; marking: string;
  positions: SitePosition[]; duplicates: string[]; linked: string[]; recipients: SiteRecipient[];
  released_ms: number; arrived_ms: number; unconfirmed_since_ms: number | null; leaf: Leaf;
}
/** What a form sends to register a site; the node adds id, version and times. */
export interface SiteDraft {
  name: Partial<Text3>; category: string; function: string; status: SiteStatus; valid_until_ms: number;
  place: Place; footprint: Footprint | null; submitter: string; marking: string; [other: string]: unknown;
}
export interface SiteRelease { party: string; mode: 'keep' | 'view'; precision: string; hide_submitter: boolean; custodian_may_warn: boolean }

export type RequestState = 'asked' | 'granted' | 'refused' | 'no_answer';
/** A request to the originator of an item to release it to a third party, for both sides; what only the originator knows is null at the asker. */
export interface RequestRow {
  key: string; id: string; own: boolean; party: string; post: string; originator: string; about: string; kind: string;
  /** The notice or site at which it is shown; that of a word about one is the one. */
  shown_at: string;
  to: string; reason: TextIn | null; asked_ms: number; due_ms: number; state: RequestState; late: boolean;
  delivered_ms: number | null; withdrawn: boolean; answered_ms: number | null; answer_post: string; answer_text: TextIn | null;
  leaf: Leaf; answer_leaf: Leaf | null; silence_leaf: Leaf | null;
  held_until_ms: number | null; back_because: string; back_text?: Text3;
  asker_holds: boolean | null; third_holds: boolean | null; ended: boolean;
}

export interface MessageRow {
  key: string; direction: 'in' | 'out'; party: string; post: string;
  kind: 'read_back' | 'understood' | 'answer' | 'question' | 'warning' | 'opened' | 'concern'
    | 'release_request' | 'release_granted' | 'release_refused';
  /** Of a request and its answer: the party to which the release was asked for. */
  third?: string;
  about: string; t_ms: number; text: TextIn | Text3 | string | null; code: string; precedence: Precedence;
  state: 'sent' | 'delivered' | 'read' | 'acted';
  /** Of a read-back: how far from what was sent, and whether within the room's limit. */
  delta_m?: number | null; bearing_deg?: number | null; matches?: boolean | null;
}
export type ConflictState = 'open' | 'acknowledged' | 'concern_sent' | 'both_informed' | 'closed';
export const CONFLICT_STATES: readonly ConflictState[] = ['open', 'acknowledged', 'concern_sent', 'both_informed', 'closed'];
export interface ConflictRow {
  key: string; a: string; b: string; kind: 'notice_notice' | 'notice_site'; relation: 'overlap' | 'touching' | 'within_buffer';
  from_ms: number; until_ms: number; area_m2: number | null; distance_m: number | null; altitude_overlap_ft: number | null;
  owner: Post | ''; state: ConflictState; note: string; new: boolean;
}
export type Rank = 1 | 2 | 3;
export interface DueRow {
  key: string; what: 'position_on_sites' | 'revalidation' | 'answer' | 'hits_due' | 'conflict_owner' | 'release_request' | 'information_request'
    | 'area_map' | 'area_review' | 'instrument_end' | 'coverage_statement' | 'handover' | 'accession';
  about: string; count: number; due_ms: number; rank: Rank;
}
export interface Draft {
  draft_id: string; entity: string; version: number; notice: Notice;
  recipients: { party: string; mode: 'keep' | 'view' }[]; immediate: boolean;
}
export interface Hit {
  key: string; kind: 'notice' | 'site'; with: string; title: Text3; party: string; relation: string;
  from_ms: number; until_ms: number; shared_ms: number; altitude_overlap_ft: number | null; altitude_conversion: string;
  area_m2: number | null; distance_m: number | null; common_point: Point | null; lead: string;
}
export interface Report {
  report_id: string; as_of_ms: number; searched: { notices: number; sites: number; logs: Leaf[] }; buffer_m: number;
  hits: Hit[]; groups: { key: string; title: Text3; count: number; hits: string[] }[];
  counts_only: boolean; needs_second_post: boolean; statement: Text3;
  /** Every hit, those that are only counted included. */
  hits_total?: number; notes: string[];
}
export interface DraftRow { id: string; post: string; saved_ms: number; draft: Draft; report: Report | null; back_because: string; back_text?: Text3 }
export interface HeldRow { id: string; draft_id: string; id_of_entity: string; releases_at_ms: number; draft: Draft }
export interface AlertRow { key: string; rank: Rank; what: string; party: string; about: string; t_ms: number; text: Text3; shelved?: Aside | null }

export interface Picture extends LinePicture, Partial<AgreementLists>, Partial<FlightLists>, Partial<ReportLists> {
  as_of_ms: number | null; now_ms: number; cursor: number;
  notices: Rows<NoticeRow>; sites: Rows<SiteRow>; messages: Rows<MessageRow>; conflicts: Rows<ConflictRow>;
  requests?: Rows<RequestRow>; parties?: Party[]; due: Rows<DueRow>; drafts: Rows<DraftRow>; held: Rows<HeldRow>; alerts?: Rows<AlertRow>; shelvings?: Rows<ShelvingRow>; nodes: NodeStatus[];
}
/** What a page puts into a list that it holds, and the keys of what it takes out. */
export interface Difference<T> { rows: T[]; gone: string[] }
export interface FeedChange extends LineChange, Partial<AgreementChanges>, Partial<FlightChanges>, Partial<ReportChanges> {
  cursor: number; now_ms: number; notices?: NoticeRow[]; sites?: SiteRow[]; messages?: MessageRow[]; requests?: RequestRow[];
  conflicts?: Difference<ConflictRow>; due?: Difference<DueRow>; drafts?: DraftRow[]; held?: HeldRow[]; nodes?: NodeStatus[]; parties?: Party[]; alerts?: Difference<AlertRow>; shelvings?: ShelvingRow[];
}
export interface Rendering { lon_nd: number; lat_nd: number; dd: string; dms: string; mgrs: string; near: Text3; gazetteer_id: string }
export interface ReadBackResult { point: Point; delta_m: number; bearing_deg: number; matches: boolean; sent: Rendering; read: Rendering }
export interface RecordEntry {
  /** Size of the tree that the proof speaks of. */
  proof_size?: number;
  leaf: Leaf; origin: string; entry: string; leaf_hash: string; proof: string[]; checkpoint_ms: number; root: string;
  cosigned: { party: string; t_ms: number }[]; body: Record<string, unknown> | null; receipt: string; arrived_ms: number;
}
export interface RefusedRow { line: number; field: string; found: string; expected: string; field_text?: Text3; found_text?: Text3; expected_text?: Text3 }
export interface ImportResult {
  read: { line: number; site: SiteDraft; notes?: string[] }[];
  refused: RefusedRow[];
  ignored_columns: string[]; imported: number; already_known?: number;
  /** Words in the file's category column that the register does not know, with how often; entered as `other`. */
  unknown_categories?: Record<string, number>;
}
export interface SearchRow { kind: 'notice' | 'site' | 'report' | 'place' | 'message'; key: string; title: Text3; sub: string; point: Point | null }
export interface SearchResult { rows: SearchRow[]; searched: Record<string, unknown>; as_of_ms: number }
export interface GazetteerRow { id: string; name: Text3; lon_nd: number; lat_nd: number; admin: string; country: string; population: number; how: 'exact' | 'prefix' | 'spelling' | 'typing'; matched: string }
export interface UserRow { id: string; name: string; admin: boolean; disabled: boolean; languages: string[]; posts: Post[] }
export interface SessionRow { id: string; user: string; name?: string; post: string; started_ms: number; last_ms: number; own?: boolean }
/** A question that waits for another operator on another post; confirmed_ms is -1 until then. */
export interface SecondPostRow {
  id: string; purpose: 'check' | 'export' | 'print'; count: number; asked_by: string; asked_post: string; asked_ms: number;
  confirmed_by: string; confirmed_post: string; confirmed_ms: number;
}
export interface Story { story: string; title?: Text3; count?: number; steps: { at_ms: number; text: Text3 }[] }
export type Released = { held: HeldRow } | { released: NoticeRow; leaf: Leaf };

/** `reason` and `field` are for machines; the texts say the same in three languages, where the node has them. */
export interface ApiErrorBody { kind: string; field: string; reason: string; clause: string; detail: Record<string, unknown>; text?: Text3; field_text?: Text3 }
