/** A message as it travels (docs/phrases.md): a phrase with typed slots, or free text; and what its reader knows. */
import type { Altitude, Lang, Leaf, Text3 } from '../lib/types';

export interface PlaceBlock {
  lon_nd: number; lat_nd: number; radius_tmm: number;
  precision: 'exact' | 'cell' | 'district' | 'unknown';
  how_obtained: 'gps' | 'imagery' | 'map' | 'told' | 'file';
  gazetteer_id?: string; admin_code?: string;
}
export type ChannelClass = 'SAFETY' | 'CEASEFIRE' | 'HUMANITARIAN' | 'LIAISON';

export type Slot =
  | { type: 'place'; place: PlaceBlock }
  | { type: 'unlocated'; lang: Lang; words: string }
  | { type: 'time'; t_ms: number }
  | { type: 'period'; from_ms: number; until_ms: number }
  | { type: 'level'; level: Altitude }
  | { type: 'band'; lower: Altitude; upper?: Altitude | null }
  | { type: 'count'; n: number }
  | { type: 'number'; number: number }
  | { type: 'distance'; distance_tmm: number }
  | { type: 'bearing'; bearing_mdeg: number }
  | { type: 'speed'; value: number; unit: 'KT' | 'KMH' }
  | { type: 'frequency'; frequency_khz: number }
  | { type: 'post'; post: string }
  | { type: 'party'; party: string }
  | { type: 'entity'; about: { author: string; entity: string } }
  | { type: 'language'; lang: Lang }
  | { type: 'channel'; channel_class: ChannelClass }
  | { type: 'code'; code: string };
export type SlotType = Slot['type'];

export interface Translation { lang: Lang; text: string; made_by: 'human' | 'machine'; post?: string }
export interface FreeText { lang: Lang; text: string; translations?: Translation[] }
/** Exactly one of `phrase` and `text`. */
export interface Message { phrase?: string; slots?: Record<string, Slot>; text?: FreeText | null }

/** What puts a message into words: the zone of the room, short names of parties, names of places by slot. */
export interface Reader { zone: string; parties: Record<string, Text3>; names: Record<string, Text3> }

export interface SlotRow { kind: SlotType; takes: SlotType[]; codes?: string[] }
export interface Phrase {
  group: string; channel: ChannelClass; precedence: 'FLASH' | 'IMMEDIATE' | 'ROUTINE';
  /** Names of slots; one that may be left out ends in `?`. */
  slots: string[]; read_back: boolean; answers: string[];
}
/** `vectors/phrases/book.json`. */
export interface Book {
  groups: string[]; always_answers: string[]; counts: string[];
  slots: Record<string, SlotRow>; phrases: Record<string, Phrase>;
}

/** A translation by a statement: of a text of another party, to that party. */
export interface TranslationRow {
  key: string; about: string; about_version: number; part: string; lang: Lang; text: string; made_by: 'human' | 'machine';
  party: string; post: string; own: boolean; t_ms: number; leaf: Leaf;
}
/** A message as the node sends it: with the names of its places by slot and its words. */
export interface SaidMessage { message: Message; names: Record<string, Text3>; said: Text3 }
