/**
 * Reports and requests for information that this page holds: whole with the picture, then by what changed; and what is
 * said about them. It draws nothing and judges nothing.
 */
import { SvelteMap } from 'svelte/reactivity';
import { get, keyPath, post } from '../lib/api';
import type { Footprint } from '../lib/types';
import type { Matter, OpenedReport, OpinionCode, QuestionRow, ReportChanges, ReportDraft, ReportLists, ReportRelease, ReportRow, SquareOf, Words } from './types';

class Held {
  reports = new SvelteMap<string, ReportRow>();
  questions = new SvelteMap<string, QuestionRow>();
  totals = $state.raw({ reports: 0, questions: 0 });

  /** Those of a picture, of now or of another moment. */
  take(lists: Partial<ReportLists>): void {
    fill(this.reports, lists.information?.rows ?? []);
    fill(this.questions, lists.information_requests?.rows ?? []);
    this.totals = { reports: lists.information?.total ?? 0, questions: lists.information_requests?.total ?? 0 };
  }
  change(changed: Partial<ReportChanges>): void {
    for (const row of changed.information ?? []) this.reports.set(row.key, row);
    for (const row of changed.information_requests ?? []) this.questions.set(row.key, row);
    this.totals = { reports: Math.max(this.totals.reports, this.reports.size), questions: Math.max(this.totals.questions, this.questions.size) };
  }

  /** Opening another party's report is told to it. */
  async open(key: string): Promise<OpenedReport> {
    const opened = await get<OpenedReport>(`/api/information/${keyPath(key)}`);
    this.reports.set(opened.row.key, opened.row);
    return opened;
  }
  say = (information: ReportDraft, recipients: ReportRelease[], pulled = '') =>
    this.#said(post<ReportRow>('/api/information', { information, recipients, ...(pulled === '' ? {} : { pulled }) }));
  amend = (id: string, information: ReportDraft, version: number, pulled = '') =>
    this.#said(post<ReportRow>(`/api/information/${keyPath(id)}/amend`, { information, version, ...(pulled === '' ? {} : { pulled }) }));
  end = (id: string) => this.#said(post<ReportRow>(`/api/information/${keyPath(id)}/end`));
  release = (id: string, recipients: ReportRelease[]) => this.#said(post<ReportRow>(`/api/information/${keyPath(id)}/release`, { recipients }));
  withdraw = (id: string, party: string) => this.#said(post<ReportRow>(`/api/information/${keyPath(id)}/withdraw`, { party }));
  opine = (key: string, opinion: OpinionCode, lang: string, reasons: string) =>
    this.#said(post<ReportRow>(`/api/information/${keyPath(key)}/opinion`, { opinion, lang, reasons }));
  ask = (request: { matter: Matter; text: Words; from_ms: number; until_ms: number; footprint?: Footprint }, recipients: string[]) =>
    this.#asked(post<QuestionRow>('/api/information-requests', { request, recipients }));
  answer = (key: string, outcome: 'report' | 'none' | 'refused', report: string, text: Words) =>
    this.#asked(post<QuestionRow>(`/api/information-requests/${keyPath(key)}/answer`, { outcome, report, text }));
  endQuestion = (id: string) => this.#asked(post<QuestionRow>(`/api/information-requests/${keyPath(id)}/end`));
  square = (lon_nd: number, lat_nd: number) => post<SquareOf>('/api/place/square', { lon_nd, lat_nd });

  /** What an action answered stands at once; the feed brings it again. */
  async #said(answer: Promise<ReportRow>): Promise<ReportRow> {
    const row = await answer;
    this.reports.set(row.key, row);
    return row;
  }
  async #asked(answer: Promise<QuestionRow>): Promise<QuestionRow> {
    const row = await answer;
    this.questions.set(row.key, row);
    return row;
  }
}

function fill<R extends { key: string }>(map: SvelteMap<string, R>, rows: R[]): void {
  const now = new Set(rows.map((row) => row.key));
  for (const key of [...map.keys()]) if (!now.has(key)) map.delete(key);
  for (const row of rows) map.set(row.key, row);
}

export const held = new Held();
