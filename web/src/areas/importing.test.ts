import { describe, expect, it } from 'vitest';
import { nameFrom, ringsFrom } from './importing';

const ring = [[37, 36], [37.1, 36], [37.1, 36.1], [37, 36]];

describe('rings from a file', () => {
  it('takes the first polygon, without its closing corner', () => {
    const file = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] } }, { type: 'Feature', geometry: { type: 'Polygon', coordinates: [ring] } }] };
    expect(ringsFrom(JSON.stringify(file))).toEqual([[[37e9, 36e9], [37.1e9, 36e9], [37.1e9, 36.1e9]]]);
  });
  it('refuses what is no polygon on the Earth', () => {
    for (const bad of ['', '{', '[]', '{"type":"Point","coordinates":[1,2]}', JSON.stringify({ type: 'Polygon', coordinates: [[[1, 2], [3, 4]]] }), JSON.stringify({ type: 'Polygon', coordinates: [[[200, 2], [3, 4], [5, 6]]] }), JSON.stringify({ type: 'Polygon', coordinates: [] })]) {
      expect(ringsFrom(bad)).toBeNull();
    }
  });
});

describe('a common name', () => {
  it('holds small letters, digits and dashes', () => {
    expect(nameFrom('Castello Road (north)')).toBe('castello-road-north');
    expect(nameFrom('منطقة')).toBe('');
  });
});
