/** A low window drops whole parts in one order. */
import { expect, it } from 'vitest';
import { DROPS, stands } from './height';

const standing = (height_px: number): string[] => DROPS.filter((part) => stands(part, height_px));

it('drops nothing in a window of 900 and of an unknown height', () => {
  expect(standing(855)).toEqual([...DROPS]);
  expect(standing(0)).toEqual([...DROPS]);
});
it('drops in one order, so that what stands is always the end of the list', () => {
  for (let px = 1; px < 1200; px += 1) expect(standing(px)).toEqual(DROPS.slice(DROPS.length - standing(px).length));
  expect(standing(805)).toEqual(DROPS.slice(1));
});
it('has dropped all of it in a window of 720', () => {
  expect(standing(675)).toEqual([]);
});
