import { describe, expect, it } from 'vitest';
import { lackOf, namesOf } from './answering';

describe('an answer', () => {
  it('must say for whom it speaks, whatever it says', () => {
    expect(lackOf({ code: '', speaks_for: '', forces: [] })).toBe('code');
    expect(lackOf({ code: 'not_ours', speaks_for: '', forces: [] })).toBe('speaks_for');
    expect(lackOf({ code: 'not_ours', speaks_for: 'own', forces: [] })).toBe('');
    expect(lackOf({ code: 'not_ours', speaks_for: 'unknown', forces: [] })).toBe('');
  });
  it('must name the forces when they are allied', () => {
    expect(lackOf({ code: 'not_ours', speaks_for: 'allied', forces: [] })).toBe('forces');
    expect(lackOf({ code: 'not_ours', speaks_for: 'allied', forces: ['East Group'] })).toBe('');
  });
  it('takes names apart at commas of any script, each once', () => {
    expect(namesOf(' East Group،West Group, East Group;\n')).toEqual(['East Group', 'West Group']);
    expect(namesOf(' , ')).toEqual([]);
  });
});
