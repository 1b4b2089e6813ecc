/** What the roster's screen asks of the node. */
import { get, post } from '../lib/api';
import type { DutyRow } from '../line/types';
import type { Members, Roster, Sheet, SheetRow, Shift, Since } from './types';

const seg = encodeURIComponent;

export const rosterApi = {
  roster: () => get<Roster>('/api/roster'),
  plan: (name: string, shifts: Shift[], deputy: string) => post<DutyRow>(`/api/roster/${seg(name)}/plan`, { shifts, deputy }),
  sheet: () => get<Sheet>('/api/handover'),
  sign: (lang: string, text: string) => post<SheetRow>('/api/handover', { lang, text }),
  accept: (id: string) => post<SheetRow>(`/api/handover/${seg(id)}/accept`),
  since: (from_ms: number | null, until_ms: number | null) =>
    get<Since>(`/api/since?from_ms=${from_ms ?? ''}&until_ms=${until_ms ?? ''}`),
  members: () => get<Members>('/api/members'),
  speaksFor: (body: unknown) => post<Members>('/api/speaks-for', body),
  leaveRoom: (at_ms: number, lang: string, text: string) => post<Members>('/api/leaving', { at_ms, lang, text }),
  stay: () => post<Members>('/api/leaving/undo'),
  propose: (body: unknown) => post<Members>('/api/accession', body),
  answer: (key: string, body: unknown) => post<Members>(`/api/accession/${key.split('/').map(seg).join('/')}/consent`, body),
};
