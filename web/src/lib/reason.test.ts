import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError, OutOfReach } from './api';
import { look } from './lang.svelte';
import { loadMessages } from './messages';
import { fieldOf, inLanguage, reasonOf } from './reason';

const refused = new ApiError(422, {
  field: 'volumes[0].upper', reason: 'a notice is expected', field_text: { en: 'Volume 1', ar: 'الحجم 1', ru: 'Объём 1' },
  text: { en: 'a notice is expected', ar: 'المتوقع: إشعار', ru: 'ожидается: уведомление' },
});

describe('a refusal', () => {
  beforeAll(async () => {
    for (const lang of ['en', 'ar', 'ru'] as const) await loadMessages(lang);
  });
  it('is said in the chosen language with the name of the field', () => {
    look.lang = 'ru';
    expect(reasonOf(refused)).toBe('Объём 1: ожидается: уведомление');
    look.lang = 'ar';
    expect(reasonOf(refused)).toBe('الحجم 1: المتوقع: إشعار');
  });
  it('keeps its English where the node has no other, and the path of a field without a name', () => {
    look.lang = 'ru';
    const bare = new ApiError(422, { field: 'x', reason: 'said otherwise' });
    expect(reasonOf(bare)).toBe('x: said otherwise');
    expect(inLanguage(bare.text, bare.reason)).toEqual({ text: 'said otherwise', lang: 'en', dir: 'ltr' });
  });
  it('names no field that only machines know', () => {
    expect(fieldOf(new ApiError(422, { field: 'key', field_text: { en: '', ar: '', ru: '' } }))).toBe('');
  });
  it('says that the node does not answer', () => {
    look.lang = 'en';
    expect(reasonOf(new OutOfReach())).not.toBe('');
  });
});
