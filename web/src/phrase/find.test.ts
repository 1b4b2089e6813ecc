/** A phrase is found by words of any language, whatever case and vowel signs. */
import { beforeAll, expect, it } from 'vitest';
import { book, loadBook } from './catalogue';
import { find, plain, sayable, shape } from './find';

beforeAll(loadBook);

it('finds by words of three languages', () => {
  expect(find('hitting us', 'en')).toContain('stop_hitting_us');
  expect(find('вы попадаете', 'ru')).toContain('stop_hitting_us');
  expect(find('أَنتم تصيبوننا', 'ar')).toContain('stop_hitting_us');
  expect(find('STOP попадаете', 'en')).toContain('stop_hitting_us');
});
it('puts what begins so first', () => {
  expect(find('received', 'en')[0]).toBe('received');
  expect(find('no', 'en').slice(0, 3)).toContain('no');
});
it('keeps to a group and to what may be said', () => {
  expect(find('', 'en', 'drill').every((id) => book().phrases[id]!.group === 'drill')).toBe(true);
  expect(find('', 'en', '', ['received', 'wait'])).toEqual(['received', 'wait']);
  expect(find('no such words at all', 'en')).toEqual([]);
});
it('shows where slots stand', () => {
  expect(shape('done', 'en')).toBe('Done. Time: […].');
  expect(plain('Ёлка أُ')).toBe('елка ا');
});
it('says in a real room nothing that only a drill says', () => {
  expect(sayable(null, false).some((id) => book().phrases[id]!.group === 'drill')).toBe(false);
  expect(sayable(null, true)).toContain('drill_stop');
  expect(sayable(['drill_received', 'received'], false)).toEqual(['received']);
});
