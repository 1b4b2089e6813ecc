/**
 * Typed client of the node's web API (same origin). Every POST carries the session's CSRF token.
 * A refusal becomes an `ApiError` with the field and what was expected; no answer becomes `OutOfReach`.
 * It keeps no state but the token and knows nothing of screens.
 */
import type { Message, SaidMessage, TranslationRow } from '../phrase/message';
import type { DrillStatus } from '../drill/types';
import type {
  ApiErrorBody, ConflictState, Draft, DraftRow, Footprint, GazetteerRow, ImportResult, NoticeRow, Picture, Post,
  ReadBackResult, RecordEntry, Released, RequestRow, Rendering, Report, Rows, SearchResult, Session, SessionRow, SiteDraft,
  SecondPostRow, SiteRelease, SiteRow, Stance, Story, Text3, UserRow, Volume, ConflictRow,
} from './types';

export class ApiError extends Error {
  readonly status: number;
  readonly kind: string;
  readonly field: string;
  readonly reason: string;
  readonly clause: string;
  readonly detail: Record<string, unknown>;
  /** The reason and the name of the field in three languages; null where the node has none. */
  readonly text: Text3 | null;
  readonly fieldText: Text3 | null;

  constructor(status: number, body: Partial<ApiErrorBody>) {
    super(body.reason ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.kind = body.kind ?? 'Unknown';
    this.field = body.field ?? '';
    this.reason = body.reason ?? '';
    this.clause = body.clause ?? '';
    this.detail = body.detail ?? {};
    this.text = body.text ?? null;
    this.fieldText = body.field_text ?? null;
  }
}

/** The node did not answer at all (not running, or the wire is down). */
export class OutOfReach extends Error {
  constructor() {
    super('the node does not answer');
    this.name = 'OutOfReach';
  }
}

let csrf = '';
let onSignedOut: () => void = () => undefined;

export function setCsrf(token: string): void {
  csrf = token;
}

/** Called once when any request is answered 401. */
export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

async function request<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method === 'POST') {
    headers['Content-Type'] = 'application/json';
    headers['X-CSRF'] = csrf;
  }
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
    });
  } catch {
    throw new OutOfReach();
  }
  const text = await answer.text();
  let parsed: unknown = null;
  try {
    parsed = text === '' ? null : JSON.parse(text);
  } catch {
    if (answer.ok) throw new ApiError(answer.status, { kind: 'MalformedMessage', reason: text.slice(0, 200) });
  }
  if (answer.ok) return parsed as T;
  if (answer.status === 401 && path !== '/api/sign-in') onSignedOut();
  throw new ApiError(answer.status, (parsed as { error?: ApiErrorBody } | null)?.error ?? {});
}

export const get = <T>(path: string): Promise<T> => request<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, body);
const seg = encodeURIComponent;

function query(values: Record<string, string | number | null | undefined>): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') q.set(name, String(value));
  }
  const text = q.toString();
  return text === '' ? '' : `?${text}`;
}

/** `A/N-7K4Q` -> `A/N-7K4Q` with each part escaped. */
export function keyPath(key: string): string {
  return key.split('/').map(seg).join('/');
}

async function opened(session: Promise<Session>): Promise<Session> {
  const s = await session;
  setCsrf(s.csrf);
  return s;
}

export type ExportWhat = 'sites' | 'notices';
export type ExportFormat = 'geojson' | 'kml' | 'csv' | 'gpx' | 'ics' | 'aco';

export const api = {
  // session
  signIn: (user: string, password: string) => opened(post<Session>('/api/sign-in', { user, password })),
  signOut: (reason = '') => post<null>('/api/sign-out', { reason }),
  session: () => opened(get<Session>('/api/session')),
  takePost: (name: Post, reason = '') => opened(post<Session>('/api/take-post', { post: name, reason })),
  leavePost: (reason = '') => opened(post<Session>('/api/leave-post', { reason })),

  // picture
  picture: (w: { as_of_ms?: number | null; from_ms?: number | null; until_ms?: number | null } = {}) =>
    get<Picture>(`/api/picture${query(w)}`),
  feedAddress: (cursor: number) => `/api/feed${query({ cursor })}`,

  // announce
  check: (draft: Draft) => post<Report>('/api/check', { draft }),
  saveDraft: (draft: Draft) => post<DraftRow>('/api/drafts', { draft }),
  deleteDraft: (id: string) => post<null>(`/api/drafts/${seg(id)}/delete`),
  release: (draft: Draft, acknowledged: string[], report_id: string) =>
    post<Released>('/api/release', { draft, acknowledged, report_id }),
  undoHeld: (id: string) => post<DraftRow>(`/api/held/${seg(id)}/undo`),
  releaseHeldNow: (id: string) => post<Released>(`/api/held/${seg(id)}/now`),

  // two people before many places of others are listed
  secondPosts: () => get<Rows<SecondPostRow>>('/api/second-post'),
  confirmSecondPost: (id: string) => post<SecondPostRow>(`/api/second-post/${seg(id)}/confirm`),

  // notices of others
  readBack: (key: string, said: { text?: string; lat?: string; lon?: string }) =>
    post<ReadBackResult>(`/api/notices/${keyPath(key)}/read-back`, { text: '', lat: '', lon: '', ...said }),
  understood: (key: string) => post<NoticeRow | null>(`/api/notices/${keyPath(key)}/understood`),
  answer: (key: string, code: 'no_conflict_seen' | 'concern' | 'will_avoid' | 'other', lang: string, text: string) =>
    post<unknown>(`/api/notices/${keyPath(key)}/answer`, { code, lang, text }),
  ask: (key: string, code: 'place' | 'time' | 'altitude' | 'purpose_of_hazard' | 'other', lang: string, text: string) =>
    post<unknown>(`/api/notices/${keyPath(key)}/ask`, { code, lang, text }),
  noticeOpened: (key: string) => post<unknown>(`/api/notices/${keyPath(key)}/opened`),
  withdrawNotice: (id: string, party: string) => post<NoticeRow>(`/api/notices/${seg(id)}/withdraw`, { party }),

  // conflicts
  conflictState: (key: string, change: { state: ConflictState; note: string; owner: Post | '' }) =>
    post<ConflictRow>(`/api/conflicts/${seg(key)}/state`, change),

  // record
  record: (origin: string, index: number) => get<RecordEntry>(`/api/record/${keyPath(origin)}/${index}`),

  // sites
  site: (key: string) => get<{ row: SiteRow; details: Record<string, unknown> }>(`/api/sites/${keyPath(key)}`),
  registerSite: (site: SiteDraft, recipients: SiteRelease[]) => post<SiteRow>('/api/sites', { site, recipients }),
  sitePosition: (key: string, stance: Stance, lang: string, text: string) =>
    post<SiteRow>(`/api/sites/${keyPath(key)}/position`, { stance, reason: { lang, text } }),
  revalidateSite: (id: string) => post<SiteRow>(`/api/sites/${seg(id)}/revalidate`),
  closeSite: (id: string) => post<SiteRow>(`/api/sites/${seg(id)}/close`),
  verifySite: (id: string, level: string, evidence: string) => post<SiteRow>(`/api/sites/${seg(id)}/verify`, { level, evidence }),
  withdrawSite: (id: string, party: string) => post<SiteRow>(`/api/sites/${seg(id)}/withdraw`, { party }),
  releaseSite: (id: string, recipients: SiteRelease[]) => post<SiteRow>(`/api/sites/${seg(id)}/release`, { recipients }),
  linkSites: (a: string, b: string) => post<unknown>('/api/sites/link', { a, b }),
  checkSites: (volume: Volume | null, footprint: Footprint, radius_m: number) =>
    post<Report>('/api/sites/check', { volume, footprint, radius_m }),
  importSites: (file: {
    filename: string; content_base64: string; dry_run: boolean; without_columns: string[]; recipients: SiteRelease[];
    submitter?: string; category?: string;
  }) => post<ImportResult>('/api/sites/import', file),

  // onward release
  askRelease: (about: string, to: string, lang: string, reason: string) =>
    post<RequestRow>('/api/requests', { about, to, lang, reason }),
  grantRelease: (key: string, terms: Omit<SiteRelease, 'party'>, acknowledged: string[]) =>
    post<RequestRow>(`/api/requests/${keyPath(key)}/grant`, { ...terms, acknowledged }),
  refuseRelease: (key: string, lang: string, text: string) => post<RequestRow>(`/api/requests/${keyPath(key)}/refuse`, { lang, text }),
  undoGrant: (key: string) => post<RequestRow>(`/api/requests/${keyPath(key)}/undo`),
  grantNow: (key: string) => post<RequestRow>(`/api/requests/${keyPath(key)}/now`),

  // finding and places
  search: (q: string) => get<SearchResult>(`/api/search${query({ q })}`),
  // messages by phrase, translations of free texts
  sayMessage: (message: Message) => post<SaidMessage>('/api/phrases/say', { message }),
  translations: (key: string) => get<Rows<TranslationRow>>(`/api/translations/${keyPath(key)}`),
  translate: (made: { about: string; part: string; lang: string; text: string; made_by: 'human' | 'machine' }) =>
    post<Rows<TranslationRow>>('/api/translations', made),

  gazetteer: (q: string) => get<{ rows: GazetteerRow[] }>(`/api/gazetteer${query({ q })}`),
  place: (lon_nd: number, lat_nd: number) => get<Rendering>(`/api/place${query({ lon_nd, lat_nd })}`),
  parsePlace: (said: { text: string } | { lat: string; lon: string }) => post<Rendering>('/api/place/parse', said),

  // files and maps
  exportAddress: (what: ExportWhat, format: ExportFormat, ids: string[] = []) =>
    `/api/export${query({ what, format, ids: ids.join(',') })}`,
  printAddress: (what: string, lang = '', ids: string[] = []) => `/api/print${query({ what, lang, ids: ids.join(',') })}`,
  stixAddress: (key: string) => `/api/information/${keyPath(key)}/stix`,
  basemap: () => get<unknown>('/api/map/basemap.json'),
  zaatari: () => get<unknown>('/api/map/zaatari.json'),

  // administration
  users: () => get<Rows<UserRow>>('/api/users'),
  addUser: (user: { id: string; name: string; password: string; admin: boolean; languages: string[]; posts: Post[] }) =>
    post<UserRow>('/api/users', user),
  changeUser: (id: string, change: { password?: string; disabled?: boolean; posts?: Post[]; languages?: string[] }) =>
    post<UserRow>(`/api/users/${seg(id)}`, change),
  sessions: () => get<Rows<SessionRow>>('/api/sessions'),
  revokeSession: (id: string) => post<null>(`/api/sessions/${seg(id)}/revoke`),

  story: () => get<Story>('/api/story'),
  drill: () => get<DrillStatus>('/api/drill'),
  drillMark: () => get<{ drill: boolean }>('/api/drill/mark'),
  startDrill: (story: string) => post<DrillStatus>('/api/drill', { story }),
  endDrill: () => post<unknown>('/api/drill/end', {}),
  healthy: () => get<{ ok: boolean }>('/healthy'),
};
