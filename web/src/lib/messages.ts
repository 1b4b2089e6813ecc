/**
 * The text catalogues: every `messages/{lang}/*.ftl` of the package, merged into one Fluent bundle per language.
 * A key given twice in one language is an error; so is a missing key while testing.
 */
import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from '@fluent/bundle';
import { figure } from './figure';
import type { Lang } from './types';

type Loader = () => Promise<string>;
/** Refusals and the names of fields are put into words by the node; the phrase book is loaded where it is read. */
const files = import.meta.glob<string>([
  '../../../src/commonground/web/messages/*/*.ftl',
  '!../../../src/commonground/web/messages/*/{fields,refusals,phrases}.ftl',
], {
  query: '?raw',
  import: 'default',
}) as Record<string, Loader>;

/** A count: plural rules see the number, the reader sees 0-9 with thin spaces in every language. */
class Count extends FluentNumber {
  override toString(): string {
    return figure(this.value);
  }
}

/** In tests a missing or broken text is an error; on the page its key is shown. */
const STRICT = import.meta.env.MODE === 'test';
const bundles = new Map<Lang, FluentBundle>();

function langOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

export async function loadMessages(lang: Lang): Promise<void> {
  if (bundles.has(lang)) return;
  const bundle = new FluentBundle(lang === 'ar' ? 'ar-u-nu-latn' : lang);
  for (const [path, load] of Object.entries(files).sort()) {
    if (langOf(path) !== lang) continue;
    const errors = bundle.addResource(new FluentResource(await load()));
    if (errors.length > 0 && STRICT) throw new Error(`${path}: ${errors.join('; ')}`);
  }
  bundles.set(lang, bundle);
}

export type Args = Record<string, string | number>;

export function hasMessage(lang: Lang, key: string): boolean {
  return bundles.get(lang)?.hasMessage(key) ?? false;
}

export function format(lang: Lang, key: string, args?: Args): string {
  const bundle = bundles.get(lang);
  const pattern = bundle?.getMessage(key)?.value;
  if (bundle === undefined || pattern === undefined || pattern === null) return missing(lang, key);
  const values: Record<string, FluentVariable> = {};
  for (const [name, value] of Object.entries(args ?? {})) {
    values[name] = typeof value === 'number' ? new Count(value) : value;
  }
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, values, errors);
  if (errors.length > 0 && STRICT) throw new Error(`${lang}: ${key}: ${errors.join('; ')}`);
  return text;
}

function missing(lang: Lang, key: string): string {
  if (STRICT) throw new Error(`no text ${key} in ${lang}`);
  return key;
}
