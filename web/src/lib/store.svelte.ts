/**
 * What this page knows: session, picture, selection, shown time and altitude band.
 * The picture comes from `/api/picture` and is kept fresh by `/api/feed`; when the node is out of reach the content
 * stays and `lastHeard_ms` says since when. Screens read it and call its actions; it draws nothing.
 */
import { SvelteMap } from 'svelte/reactivity';
import { shelvings } from '../alarm/shelvings.svelte';
import { agreed } from '../areas/held.svelte';
import { api, ApiError, OutOfReach, whenSignedOut } from './api';
import { dueFirst, gravest, soonest, taken } from './difference';
import { drones } from '../drones/drones.svelte';
import { line } from '../line/line.svelte';
import { settledKeys } from './messageRank';
import { held as reports } from '../reports/held.svelte';
import type {
  AlertRow, ConflictRow, DraftRow, DueRow, FeedChange, HeldRow, MessageRow, NodeStatus, NoticeRow, Party,
  Picture, RequestRow, Session, SiteRow,
} from './types';

export const VIEWS = ['watch', 'announce', 'tables', 'sites', 'agreements', 'reports', 'roster', 'admin', 'drones'] as const;
export type View = (typeof VIEWS)[number];
export type LinkState = 'live' | 'lost' | 'loading';
export interface AltitudeBand { lower_ft: number; upper_ft: number }
/** Where a map looks: centre in map units, and zoom. */
export interface MapView { center: [number, number]; zoom: number }
export const ALL_ALTITUDES: AltitudeBand = { lower_ft: 0, upper_ft: 66_000 };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUIET_LIMIT_MS = 15_000;

class Room {
  session = $state.raw<Session | null>(null);
  /** True once the first answer about the session has come, signed in or not. */
  asked = $state(false);
  view = $state<View>('watch');
  /** Parameters of the screen, from the address: `amend`, `site`, ... */
  params = $state.raw<Record<string, string>>({});

  notices = new SvelteMap<string, NoticeRow>();
  sites = new SvelteMap<string, SiteRow>();
  messages = new SvelteMap<string, MessageRow>();
  /** Requests for an onward release, made and received. */
  requests = new SvelteMap<string, RequestRow>();
  conflicts = $state.raw<ConflictRow[]>([]);
  due = $state.raw<DueRow[]>([]);
  drafts = $state.raw<DraftRow[]>([]);
  held = $state.raw<HeldRow[]>([]);
  nodes = $state.raw<NodeStatus[]>([]);
  alerts = $state.raw<AlertRow[]>([]);
  totals = $state.raw({ notices: 0, sites: 0, messages: 0 });

  link = $state<LinkState>('loading');
  lastHeard_ms = $state(0);
  /** Room time, ticking once a second, corrected to the node's clock. */
  now_ms = $state(Date.now());

  /** Key of the selected notice, site, message or conflict; '' = none. */
  selected = $state('');
  /** What the map was last asked to bring into view. */
  focus = $state.raw<{ key: string; turn: number; point?: [lon_nd: number, lat_nd: number] }>({ key: '', turn: 0 });
  /** Key of the notice whose read-back is open; '' = none. */
  readBackOf = $state('');
  /** Moment shown on map and strips; null = now. */
  shown_ms = $state<number | null>(null);
  /** Known-at moment; null = live. */
  asOf_ms = $state<number | null>(null);
  band = $state<AltitudeBand>({ ...ALL_ALTITUDES });
  layers = $state({ notices: true, sites: true, agreements: true, drones: true, ended: false, later: false, ownOnly: false });
  /** Map or table in the middle of the watch screen. */
  centre = $state<'map' | 'table'>('map');

  /** Where the watch was looking: it looks there again after another screen, and the maps of forms begin there. */
  mapView: MapView | null = null;

  /** Notices (key and version) that this page already told their author it has opened. */
  readonly opened = new Set<string>();

  #cursor = 0;
  /** The feed cannot say what was missed: the line has to be read whole, also beside a picture of the past. */
  #behind = true;
  #skew_ms = 0;
  #source: EventSource | null = null;
  #retry = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #loading = 0;

  /** The moment everything is drawn for. */
  readonly at_ms = $derived(this.shown_ms ?? this.asOf_ms ?? this.now_ms);
  /** The drawn moment in whole minutes, so that maps and lists do not redraw every second. */
  readonly minute_ms = $derived(Math.floor(this.at_ms / 60_000) * 60_000);

  /** Messages that asked for something and have been seen to. */
  readonly settled = $derived.by(() => settledKeys([...this.messages.values()], (key) => this.notices.get(key)));

  /** The screens that this person has at this node. */
  get views(): View[] {
    return VIEWS.filter((v) => (v !== 'admin' || this.session?.user.admin === true) && (v !== 'drones' || this.session?.drones === true));
  }
  get party(): Party | null {
    return this.partyOf(this.session?.party ?? '');
  }
  get zone(): string {
    return this.session?.room.zone ?? 'UTC';
  }
  get live(): boolean {
    return this.asOf_ms === null;
  }
  /** The moment whose knowledge is shown: now, or a past one. */
  get known_ms(): number {
    return this.asOf_ms ?? this.now_ms;
  }
  /** True when what is shown may be old: the node is out of reach. */
  get stale(): boolean {
    return this.link === 'lost';
  }

  partyOf(id: string): Party | null {
    return this.session?.parties.find((p) => p.id === id) ?? null;
  }

  async start(): Promise<void> {
    whenSignedOut(() => this.#forget());
    this.readAddress();
    addEventListener('hashchange', () => this.readAddress());
    setInterval(() => this.#tick(), 1000);
    try {
      await this.enter(await api.session());
    } catch (error) {
      if (error instanceof OutOfReach) this.link = 'lost';
      else if (!(error instanceof ApiError)) throw error;
    }
    this.asked = true;
    if (this.link === 'lost' && this.session === null) setTimeout(() => void this.#again(), 3000);
  }

  async #again(): Promise<void> {
    try {
      await this.enter(await api.session());
    } catch (error) {
      if (error instanceof OutOfReach) setTimeout(() => void this.#again(), 3000);
      else this.link = 'loading';
    }
  }

  /** Take over a session (after sign-in, or a change of post) and start reading the picture. */
  async enter(session: Session): Promise<void> {
    this.#skew_ms = session.now_ms - Date.now();
    this.now_ms = session.now_ms;
    this.session = session;
    this.lastHeard_ms = session.now_ms;
    await this.reload();
  }

  /** A mandatory post is left with a sheet that was accepted, or a reason: else the node refuses, and so does this. */
  async signOut(reason = ''): Promise<void> {
    await api.signOut(reason).catch((refused: unknown) => {
      if (refused instanceof ApiError && refused.field === 'handover') throw refused;
    });
    this.#forget();
  }

  #forget(): void {
    this.#closeFeed();
    this.session = null;
    this.opened.clear();
    this.mapView = null;
    this.selected = '';
    this.readBackOf = '';
    this.asOf_ms = null;
    this.shown_ms = null;
    for (const map of [this.notices, this.sites, this.messages, this.requests]) map.clear();
    agreed.forget();
    reports.take({});
    drones.take({});
    this.conflicts = [];
    this.due = [];
    this.drafts = [];
    this.held = [];
    this.alerts = [];
    shelvings.take([]);
    this.nodes = [];
    line.forget();
  }

  /** Read the whole picture again and follow the feed from its cursor. */
  async reload(): Promise<void> {
    const turn = ++this.#loading;
    try {
      const now = this.asOf_ms !== null && this.#behind ? await api.picture() : null;
      const picture = await api.picture({ as_of_ms: this.asOf_ms, ...this.#window() });
      if (turn !== this.#loading) return;
      if (now !== null) this.#takeOfNow(now);
      this.#take(picture);
      this.link = 'live';
      this.#follow();
    } catch (error) {
      if (error instanceof OutOfReach || (error instanceof ApiError && error.status >= 500)) {
        this.link = 'lost';
        this.#later(() => void this.reload());
      } else if (error instanceof ApiError && this.asOf_ms !== null) {
        this.asOf_ms = null;
        await this.reload();
      } else if (!(error instanceof ApiError)) throw error;
    }
  }

  #window(): { from_ms?: number; until_ms?: number } {
    if (this.asOf_ms === null) return {};
    return { from_ms: this.asOf_ms - DAY, until_ms: this.asOf_ms + 8 * DAY };
  }

  #take(picture: Picture): void {
    this.#heard(picture.now_ms);
    refill(this.notices, picture.notices.rows);
    refill(this.sites, picture.sites.rows);
    refill(this.messages, picture.messages.rows);
    refill(this.requests, picture.requests?.rows ?? []);
    agreed.take(picture);
    reports.take(picture);
    this.totals = { notices: picture.notices.total, sites: picture.sites.total, messages: picture.messages.total };
    this.conflicts = picture.conflicts.rows;
    this.due = picture.due.rows;
    this.drafts = picture.drafts.rows;
    this.held = picture.held.rows;
    if (picture.as_of_ms !== null) line.takePast(picture);
    else this.#takeOfNow(picture);
  }

  /** The line, the alarms and who is there: always of now, from where the feed goes on. */
  #takeOfNow(picture: Picture): void {
    this.#cursor = picture.cursor;
    this.#behind = false;
    this.nodes = picture.nodes;
    drones.take(picture);
    this.#know(picture.parties);
    this.alerts = picture.alerts?.rows ?? [];
    shelvings.take(picture.shelvings?.rows ?? []);
    line.take(picture);
  }

  #follow(): void {
    this.#closeFeed();
    const source = new EventSource(api.feedAddress(this.#cursor));
    this.#source = source;
    source.addEventListener('change', (e) => this.#change(JSON.parse((e as MessageEvent<string>).data) as FeedChange));
    source.addEventListener('beat', (e) => this.#heard((JSON.parse((e as MessageEvent<string>).data) as { now_ms: number }).now_ms));
    source.addEventListener('reload', () => {
      this.#behind = true;
      void this.reload();
    });
    source.onopen = () => {
      this.#retry = 0;
    };
    source.onerror = () => {
      this.#closeFeed();
      this.#later(() => void this.reload());
    };
  }

  #closeFeed(): void {
    this.#source?.close();
    this.#source = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #later(action: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(action, Math.min(1000 * 2 ** this.#retry++, 15_000));
  }

  #change(change: FeedChange): void {
    this.#heard(change.now_ms);
    this.#cursor = change.cursor;
    this.#changeOfNow(change);
    if (!this.live) return;
    upsert(this.notices, change.notices);
    upsert(this.sites, change.sites);
    upsert(this.messages, change.messages);
    upsert(this.requests, change.requests);
    agreed.change(change);
    reports.change(change);
    this.conflicts = taken(this.conflicts, change.conflicts, soonest);
    this.due = taken(this.due, change.due, dueFirst);
    if (change.drafts) this.drafts = change.drafts;
    if (change.held) this.held = change.held;
    const { notices, sites, messages } = this;
    this.totals = {
      notices: Math.max(this.totals.notices, notices.size),
      sites: Math.max(this.totals.sites, sites.size),
      messages: Math.max(this.totals.messages, messages.size),
    };
  }

  /** The line, the alarms and who is there are of now whatever moment is shown: a FLASH passes. */
  #changeOfNow(change: FeedChange): void {
    if (change.nodes) this.nodes = change.nodes;
    drones.change(change);
    this.#know(change.parties);
    this.alerts = taken(this.alerts, change.alerts, gravest);
    shelvings.change(change.shelvings);
    line.change(change);
  }

  /** The parties of the room as it is now: who has joined since the sign-in has a name on every screen. */
  #know(parties: Party[] | undefined): void {
    if (parties === undefined || this.session === null || JSON.stringify(parties) === JSON.stringify(this.session.parties)) return;
    this.session = { ...this.session, parties };
  }

  #heard(now_ms: number): void {
    this.#skew_ms = now_ms - Date.now();
    this.lastHeard_ms = now_ms;
    this.now_ms = now_ms;
    if (this.session !== null && this.link === 'lost') this.link = 'live';
  }

  #tick(): void {
    this.now_ms = Date.now() + this.#skew_ms;
    if (this.session !== null && this.lastHeard_ms > 0 && this.now_ms - this.lastHeard_ms > QUIET_LIMIT_MS) {
      this.link = 'lost';
    }
  }

  /** Put a row that an action returned into the picture at once; the feed will bring it again. */
  put(row: NoticeRow): void {
    this.notices.set(row.key, row);
  }
  putSite(row: SiteRow): void {
    this.sites.set(row.key, row);
  }

  /** Show what was known at a moment; null returns to live. */
  async setAsOf(t_ms: number | null): Promise<void> {
    this.asOf_ms = t_ms;
    this.shown_ms = null;
    await this.reload();
  }

  /** Select a row everywhere; selecting it again lets go. */
  select(key: string): void {
    this.selected = this.selected === key ? '' : key;
  }

  /** Select a row and bring it into view on the map. */
  show(key: string): void {
    this.selected = key;
    this.focus = { key, turn: this.focus.turn + 1 };
  }

  /** Go to a screen; the address carries it, so Back works and a screen can be linked to. */
  go(view: View, params: Record<string, string> = {}): void {
    location.hash = new URLSearchParams({ view, ...params }).toString();
  }

  readAddress(): void {
    const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    this.view = VIEWS.find((v) => v === given['view']) ?? 'watch';
    delete given['view'];
    this.params = given;
  }
}

function refill<T extends { key: string }>(map: SvelteMap<string, T>, rows: T[]): void {
  const keys = new Set(rows.map((r) => r.key));
  for (const key of [...map.keys()]) if (!keys.has(key)) map.delete(key);
  upsert(map, rows);
}

function upsert<T extends { key: string }>(map: SvelteMap<string, T>, rows: T[] | undefined): void {
  for (const row of rows ?? []) map.set(row.key, row);
}

export const room = new Room();
