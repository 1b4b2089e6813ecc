/** The routes of the line. Every answer is a row as the feed would bring it. */
import { post, keyPath } from '../lib/api';
import type { Lang } from '../lib/types';
import type {
  AnswerCode, BeatRow, BeatState, CallDraft, CallReadBackResult, CallRow, ChannelClass, ChannelRow, LineRow, Message, SpeaksFor,
} from './types';

/** What is said with an act, if anything. */
export interface Words { message?: Message }
export interface Answer { code: AnswerCode; speaks_for: SpeaksFor; forces: string[] }
type Said = { lang: Lang; text: string };

const call = (key: string, what: string): string => `/api/calls/${keyPath(key)}/${what}`;

export const lineApi = {
  stop: () => post<{ rows: CallRow[]; mistake: boolean }>('/api/stop'),
  place: (draft: CallDraft) => post<CallRow>('/api/calls', draft),
  abandon: (key: string) => post<CallRow>(call(key, 'abandon')),
  translate: (key: string, said: Said) => post<CallRow>(call(key, 'translate'), said),
  take: (key: string) => post<CallRow>(call(key, 'take')),
  readBack: (key: string, slot: string, said: { text: string } | { lat: string; lon: string }) =>
    post<CallReadBackResult>(call(key, 'read-back'), { text: '', lat: '', lon: '', slot, ...said }),
  understood: (key: string) => post<CallRow>(call(key, 'understood')),
  acted: (key: string, words: Words) => post<CallRow>(call(key, 'acted'), words),
  unable: (key: string, words: Words) => post<CallRow>(call(key, 'unable'), words),
  answer: (key: string, answer: Answer, words: Words) => post<CallRow>(call(key, 'answer'), { ...answer, ...words }),

  test: (to: string, languages: string[]) => post<LineRow>('/api/line-tests', { to, languages }),
  answerTest: (key: string, languages: string[]) => post<LineRow>(`/api/line-tests/${keyPath(key)}/answer`, { languages }),
  beat: (beat: { to?: string[]; state: BeatState; items?: Message[] }) => post<{ rows: BeatRow[] }>('/api/beats', beat),

  suspend: (what: { to?: string[]; channel_class: ChannelClass; scope?: Said; reason?: Said; remains?: Said; effective_ms?: number }) =>
    post<{ rows: ChannelRow[] }>('/api/channels/suspend', what),
  propose: (to: string, channel_class: ChannelClass) => post<ChannelRow>('/api/channels/propose', { to, channel_class }),
  confirm: (key: string) => post<ChannelRow>(`/api/channels/${keyPath(key)}/confirm`),
};
