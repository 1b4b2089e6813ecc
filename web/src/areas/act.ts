/** What a page asks the node to say about areas, texts, commitments and flights; the answer brings the rows that changed. */
import { keyPath, post } from '../lib/api';
import type { Polygon, Text3, Volume } from '../lib/types';
import { agreed } from './held.svelte';
import type { AgreementChanges, AreaCategory, ExceptionCode, Term } from './types';

export interface Words { lang: string; text: string }
type Answer = Partial<AgreementChanges> & { key: string; leaf: number };

async function say(path: string, body: unknown = {}): Promise<Answer> {
  const answer = await post<Answer>(path, body);
  agreed.change(answer);
  return answer;
}
const seg = encodeURIComponent;

export interface NewArea {
  area_id: string; category: AreaCategory; name: Text3; purpose: Words; footprint: Polygon; from_ms: number; until_ms: number;
  signatories: string[]; recipients: string[];
}
export interface NewInstrument {
  instrument_id: string; title: Text3; authentic: string[]; file_name: string; file_hash: string; file_bytes: number; signatories: string[];
  start_ms: number; end_ms: number; renew_by_ms: number; zone: string; summary: Words; terms: Term[]; area_ids: string[]; recipients: string[];
}
export interface NewCommitment {
  volume: Volume; exceptions: ExceptionCode[]; covers: string[]; text: Words; area_id: string; area_hash: string; recipients: string[]; key: string;
}

export const act = {
  offerArea: (area: NewArea) => say('/api/areas', area),
  signArea: (name: string, hash: string) => say(`/api/areas/${seg(name)}/sign`, { hash }),
  offerInstrument: (text: NewInstrument) => say('/api/instruments', text),
  signInstrument: (name: string, hash: string) => say(`/api/instruments/${seg(name)}/sign`, { hash }),
  decide: (name: string, hash: string, what: 'extend' | 'renew' | 'end', until_ms: number, text: Words) =>
    say(`/api/instruments/${seg(name)}/decide`, { hash, what, until_ms, text }),
  commit: (commitment: NewCommitment) => say('/api/commitments', commitment),
  exceptFlight: (key: string, code: ExceptionCode, notice: string, text: Words) =>
    say(`/api/commitments/${keyPath(key)}/exception`, { code, notice, text }),
  declare: (key: string, code: ExceptionCode, volume: Volume, text: Words, proportionality: Words) =>
    say(`/api/commitments/${keyPath(key)}/declare`, { code, volume, text, proportionality }),
  observe: (flight: { volume: Volume; source: string; count: number; text: Words; recipients: string[] }) => say('/api/flights', flight),
  state: (key: string, statement: { stance: string; for_whom: string; text: Words; notice: string }) =>
    say(`/api/flights/${keyPath(key)}/state`, statement),
  takeBack: (key: string) => say(`/api/agreements/${keyPath(key)}/take-back`),
  putBeside: (key: string, text: Words, authority: Words) => say(`/api/agreements/${keyPath(key)}/beside`, { text, authority }),
};
