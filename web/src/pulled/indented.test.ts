import { describe, expect, it } from 'vitest';
import { indented } from './indented';

describe('an object as it came', () => {
  it('has a line for each member', () => {
    expect(indented('{"a":1,"b":["x"]}')).toBe('{\n  "a": 1,\n  "b": [\n    "x"\n  ]\n}');
  });
  it('stays as it is where it is none', () => {
    expect(indented('{"a"')).toBe('{"a"');
  });
});
