import { expect, test } from 'vitest';
import { howManyFit } from './fold';

test('all of them where there is room, without a key', () => {
  expect(howManyFit([100, 100, 100], 300, 50)).toBe(3);
  expect(howManyFit([100, 100], 204, 50, 4)).toBe(2);
  expect(howManyFit([], 0, 50)).toBe(0);
});
test('the first ones, and room for the key, where there is not', () => {
  expect(howManyFit([100, 100, 100], 299, 50)).toBe(2);
  expect(howManyFit([100, 100, 100], 249, 50)).toBe(1);
  expect(howManyFit([100, 100], 203, 50, 4)).toBe(1);
  expect(howManyFit([100, 100], 120, 50)).toBe(0);
});
