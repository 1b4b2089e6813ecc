import { expect, it } from 'vitest';
import type { Words } from './types';
import { listed } from './words';

const words: Words = {
  lang: 'en', text: 'Mines',
  translations: [
    { lang: 'ar', text: 'ألغام', made_by: 'machine', post: '' },
    { lang: 'ru', text: 'Мины', made_by: 'human', post: 'interpreter' },
  ],
};

it('shows what a person put into the language, and nothing that a machine did', () => {
  expect(listed(words, 'en')?.text).toBe('Mines');
  expect(listed(words, 'ru')?.text).toBe('Мины');
  expect(listed(words, 'ar')?.text).toBe('Mines');
  expect(listed(null, 'ar')).toBeNull();
});
