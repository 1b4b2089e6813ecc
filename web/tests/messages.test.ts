import { readdirSync, readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import { beforeAll, describe, expect, it } from 'vitest';
import { format, loadMessages } from '../src/lib/messages';
import type { Lang } from '../src/lib/types';

const HOME = new URL('../../src/commonground/web/messages/', import.meta.url);
const LANGS: Lang[] = ['en', 'ar', 'ru'];
const files = readdirSync(new URL('en/', HOME)).filter((f) => f.endsWith('.ftl')).sort();
const read = (lang: string, file: string): string => readFileSync(new URL(`${lang}/${file}`, HOME), 'utf8');

/** Key -> the names of the arguments used in its text. */
function keys(lang: string, file: string): Map<string, string> {
  const out = new Map<string, string>();
  let key = '';
  for (const line of read(lang, file).split('\n')) {
    const start = /^([a-zA-Z][\w-]*) *=/.exec(line);
    if (start?.[1] !== undefined) {
      expect(out.has(start[1]), `${lang}/${file}: ${start[1]} twice`).toBe(false);
      key = start[1];
      out.set(key, '');
    }
    if (key === '' || line.startsWith('#')) continue;
    const names = new Set([...(out.get(key) ?? '').split(' '), ...[...line.matchAll(/\$([a-z_]+)/g)].map((m) => m[1] ?? '')].filter((n) => n !== ''));
    out.set(key, [...names].sort().join(' '));
  }
  return out;
}

describe('catalogues', () => {
  for (const lang of ['ar', 'ru'] as const) {
    it(`${lang} has the files, keys and arguments of English`, () => {
      expect(readdirSync(new URL(`${lang}/`, HOME)).filter((f) => f.endsWith('.ftl')).sort()).toEqual(files);
      for (const file of files) {
        const [en, other] = [keys('en', file), keys(lang, file)];
        expect([...other.keys()].sort(), file).toEqual([...en.keys()].sort());
      }
    });
  }
  it('no key stands in two files', () => {
    const all = files.flatMap((f) => [...keys('en', f).keys()]);
    expect(all.filter((k, i) => all.indexOf(k) !== i)).toEqual([]);
  });
  it('parses without junk', () => {
    for (const lang of LANGS) {
      for (const file of files) expect(new FluentResource(read(lang, file)).body.length, `${lang}/${file}`).toBe(keys(lang, file).size);
    }
  });
  it('says none of the words that may not be on the screen', () => {
    const never = {
      en: /\b(safe|clear|approved|confirmed|violations?|friend(ly)?|enem(y|ies)|targets?|strikes?|weapons?|engage|nominate|aim point)\b/i,
      ru: /(?<!\p{L})(одобрен\p{L}*|безопасно|враг\p{L}*|противник\p{L}*|цел(ь|и|ей|ям|ями|ях|ью)|удар(а|у|ом|е|ы|ов)?|оруж\p{L}*|эскалац\p{L}*|нарушени\p{L}*)(?!\p{L})/iu,
      ar: /(?<!\p{L})[وف]?[بلك]?(ال)?(آمن|آمنة|عدو|أعداء|صديق|أصدقاء|هدف|أهداف|سلاح|أسلحة|ضربة|ضربات|تصعيد|انتهاك|انتهاكات|موافق عليه)(?!\p{L})/u,
    };
    for (const lang of LANGS) {
      for (const file of files) {
        const texts = read(lang, file).split('\n').filter((l) => !l.startsWith('#')).map((l) => l.replace(/^[\w-]+ *=/, ''));
        for (const line of texts) expect(line, `${lang}/${file}`).not.toMatch(never[lang]);
      }
    }
  });
});

describe('texts', () => {
  beforeAll(async () => {
    for (const lang of LANGS) await loadMessages(lang);
  });
  it('throws on a missing key and on a missing argument', () => {
    expect(() => format('en', 'no-such-key')).toThrow(/no-such-key/);
    expect(() => format('en', 'heard-ago')).toThrow(/heard-ago/);
  });
  it('counts in Russian and Arabic plurals with digits 0-9', () => {
    const plain = (s: string): string => s.replace(/[\u2066-\u2069]/g, '');
    expect(plain(format('ru', 'entries-wait', { count: 1 }))).toBe('ждёт 1 запись');
    expect(plain(format('ru', 'entries-wait', { count: 3 }))).toBe('ждут 3 записи');
    expect(plain(format('ru', 'entries-wait', { count: 1200 }))).toBe('ждут 1\u202f200 записей');
    expect(plain(format('ar', 'entries-wait', { count: 2 }))).toBe('قيدان بانتظار الإرسال');
    expect(plain(format('ar', 'entries-wait', { count: 5 }))).toContain('5 قيود');
    expect(plain(format('ar', 'entries-wait', { count: 11 }))).toContain('11 قيداً');
  });
});
