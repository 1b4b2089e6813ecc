import { describe, expect, it } from 'vitest';
import { ApiError } from '../lib/api';
import { bannedColumns, base64Of, causes, fileProblem } from './importing';

describe('an import', () => {
  it('takes the banned columns from the refusal', () => {
    expect(bannedColumns(new ApiError(422, { detail: { banned_columns: ['x'] } }))).toEqual(['x']);
    expect(bannedColumns(new ApiError(422, { detail: {} }))).toEqual([]);
    expect(bannedColumns(new Error('no'))).toEqual([]);
  });
  it.each([['a.csv', 5, ''], ['a.KML', 5, ''], ['a.pdf', 5, 'type'], ['a.csv', 0, 'empty'], ['a.csv', 3e7, 'size']])('%s of %i bytes: "%s"', (name, size, problem) => {
    expect(fileProblem(name, size)).toBe(problem);
  });
  it('counts causes', () => {
    const one = (field: string) => ({ line: 1, field, found: '', expected: '' });
    expect(causes([one('lat'), one('name'), one('lat')])).toEqual([{ field: 'lat', count: 2 }, { field: 'name', count: 1 }]);
  });
  it('encodes bytes, also beyond one block', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
    expect(await base64Of(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'));
  });
});
