/**
 * The phrase book as the page has it: its table and its texts, loaded when the first message is shown or written.
 * Any language can be asked for: a message is shown in the reader's, and written in all three at once.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { Lang } from '../lib/types';
import type { Book } from './message';

const texts = import.meta.glob<string>('../../../src/commonground/web/messages/*/phrases.ftl', { query: '?raw', import: 'default' });
const tables = import.meta.glob<Book>('../../../vectors/phrases/book.json', { import: 'default' });
const bundles = new Map<Lang, FluentBundle>();
const LANGS: readonly Lang[] = ['en', 'ar', 'ru'];
let table: Book | null = null;
let loading: Promise<void> | null = null;

async function load(): Promise<void> {
  await Promise.all(Object.entries(texts).map(async ([path, read]) => {
    const lang = LANGS.find((one) => path.includes(`/${one}/`));
    if (lang === undefined) return;
    const bundle = new FluentBundle(lang === 'ar' ? 'ar-u-nu-latn' : lang, { useIsolating: false });
    const errors = bundle.addResource(new FluentResource(await read()));
    if (errors.length > 0) throw new Error(`${path}: ${errors.join('; ')}`);
    bundles.set(lang, bundle);
  }));
  for (const read of Object.values(tables)) table = await read();
}

/** Load the book once; a failed try may be made again. */
export function loadBook(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** The table; it has to be loaded. */
export function book(): Book {
  if (table === null) throw new Error('the phrase book is not loaded');
  return table;
}

/** One text of the book; null where it has none. */
export function bookText(lang: Lang, key: string, args: Record<string, FluentVariable> = {}): string | null {
  const bundle = bundles.get(lang);
  const pattern = bundle?.getMessage(key)?.value;
  if (bundle === undefined || pattern === undefined || pattern === null) return null;
  return bundle.formatPattern(pattern, args);
}
