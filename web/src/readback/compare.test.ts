import { describe, expect, it } from 'vitest';
import { axes, digitsMoved, marks, movedAxes, scaleBar } from './compare';

describe('two readings of one point', () => {
  it('marks what differs, place by place', () => {
    expect(marks('33.3127', '33.2317')).toEqual([
      { text: '33.', differs: false }, { text: '231', differs: true }, { text: '7', differs: false },
    ]);
    expect(marks('1', '1')).toEqual([{ text: '1', differs: false }]);
  });
  it('cuts a point into its axes', () => {
    expect(axes('33.312700 N 37.846000 E')).toEqual(['33.312700 N', '37.846000 E']);
  });
  it('sees digits that changed places, and nothing else', () => {
    expect(digitsMoved('33.312700', '33.231700')).toBe(true);
    expect(digitsMoved('33.312700', '33.312700')).toBe(false);
    expect(digitsMoved('33.312700', '33.312800')).toBe(false);
  });
  it('names the axes whose digits changed places', () => {
    expect(movedAxes('33.312700 N 37.846000 E', '33.231700 N 37.846000 E')).toEqual(['an-latitude']);
    expect(movedAxes('33.312700 N 37.846000 E', '33.231700 N 37.864000 E')).toEqual(['an-latitude', 'an-longitude']);
    expect(movedAxes('33.312700 N 37.846000 E', '33.312700 N 37.846000 E')).toEqual([]);
  });
  it('a scale bar is a round length that fits', () => {
    expect(scaleBar(10, 100)).toBe(1000);
    expect(scaleBar(9, 100)).toBe(500);
    expect(scaleBar(0.3, 100)).toBe(20);
  });
});
