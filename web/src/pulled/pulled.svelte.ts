/**
 * What this page holds of other servers and of what came from them. It is asked for while somebody looks, more often while
 * a server is read; it draws nothing.
 */
import { get, post } from '../lib/api';
import { STANDINGS, type DraftDetails, type DraftRow, type Drafts, type RawRow, type SourceRow, type Sources, type SourceSaid, type Standing } from './types';

const EVERY_MS = 10_000;
const EVERY_MS_READING = 1_500;
const seg = encodeURIComponent;

class Pulled {
  sources = $state.raw<SourceRow[] | null>(null);
  may_change = $state(false);
  drafts = $state.raw<DraftRow[] | null>(null);
  standing = $state<Standing>('waiting');
  counts = $state.raw<Record<Standing, number>>({ waiting: 0, aside: 0, taken: 0 });
  others = $state.raw<Record<string, number>>({});
  error = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pages = 1;

  /** Look now, and again while the page does; ends with what it gives back. */
  look(): () => void {
    let ended = false;
    const again = async (): Promise<void> => {
      await this.load();
      if (ended) return;
      const reading = this.sources?.some((one) => one.running) === true;
      this.#timer = setTimeout(() => void again(), reading ? EVERY_MS_READING : EVERY_MS);
    };
    void again();
    return () => {
      ended = true;
      clearTimeout(this.#timer);
    };
  }
  async load(): Promise<void> {
    try {
      const sources = await get<Sources>('/api/sources');
      const standing = this.standing;
      let rows: DraftRow[] = [];
      let found: Drafts | null = null;
      for (let page = 0; page < this.#pages; page += 1) {
        found = await get<Drafts>(`/api/pulled?standing=${standing}&before=${rows.at(-1)?.number ?? ''}`);
        rows = [...rows, ...found.rows];
        if (found.rows.length === 0) break;
      }
      [this.sources, this.may_change, this.error] = [sources.rows, sources.may_change, null];
      if (found !== null && standing === this.standing) [this.drafts, this.counts, this.others] = [rows, found.standing, found.others];
    } catch (refused) {
      this.error = refused;
    }
  }
  show(standing: string): void {
    this.standing = STANDINGS.find((one) => one === standing) ?? 'waiting';
    [this.drafts, this.#pages] = [null, 1];
    void this.load();
  }
  more(): Promise<void> {
    this.#pages += 1;
    return this.load();
  }
  source = (name: string): SourceRow | undefined => this.sources?.find((one) => one.name === name);

  add = (said: SourceSaid) => this.#after(post<SourceRow>('/api/sources', said));
  change = (name: string, said: Partial<SourceSaid>) => this.#after(post<SourceRow>(`/api/sources/${seg(name)}`, said));
  remove = (name: string) => this.#after(post<null>(`/api/sources/${seg(name)}/remove`));
  pull = (name: string, from_start: boolean) => this.#after(post<SourceRow>(`/api/sources/${seg(name)}/pull`, { from_start }));
  aside = (id: string) => this.#after(post<DraftRow>('/api/pulled/aside', { id }));
  back = (id: string) => this.#after(post<DraftRow>('/api/pulled/back', { id }));
  open = (id: string) => get<DraftDetails>(`/api/pulled/draft?id=${seg(id)}`);
  raw = (type: string, before = '') => get<{ rows: RawRow[] }>(`/api/pulled/raw?type=${seg(type)}&before=${before}`);

  async #after<T>(answer: Promise<T>): Promise<T> {
    const value = await answer;
    await this.load();
    return value;
  }
}

export const pulled = new Pulled();
