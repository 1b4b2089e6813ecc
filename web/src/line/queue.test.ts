import { describe, expect, it } from 'vitest';
import { call, channel } from './fixtures';
import { firstToReadBack, grouped, mayCall, nextStep, notOpen, oldestWaiting, queue, rankOf, stepsReached } from './queue';

describe('the queue of calls', () => {
  it('sounds until somebody takes it and stays red until it is understood', () => {
    expect([rankOf(call()), mayCall(call())]).toEqual([1, true]);
    const taken = call({ open: false, taken_ms: 5, state: 'taken' });
    expect([rankOf(taken), mayCall(taken)]).toEqual([1, false]);
    expect(rankOf({ ...taken, understood_ms: 6, state: 'understood' })).toBe(3);
    expect(rankOf(call({ open: false, abandoned_ms: 6, state: 'abandoned', done: true }))).toBe(3);
    expect(rankOf(call({ precedence: 'IMMEDIATE' }))).toBe(2);
  });
  it('is silent at the sender until the other end is late, and for the folded part of a flood', () => {
    expect(mayCall(call({ own: true }))).toBe(false);
    expect(mayCall(call({ own: true, overdue: true }))).toBe(true);
    expect(mayCall(call({ folded: true }))).toBe(false);
  });
  it('puts FLASH first, what nobody took before what was taken, the oldest first, and leaves out what is finished', () => {
    const rows = [
      call({ key: 'new', clock_from_ms: 9 }), call({ key: 'old', clock_from_ms: 1 }), call({ key: 'taken', clock_from_ms: 0, open: false, taken_ms: 3 }),
      call({ key: 'imm', precedence: 'IMMEDIATE', clock_from_ms: 0 }), call({ key: 'done', done: true, open: false, taken_ms: 1 }),
      call({ key: 'routine', precedence: 'ROUTINE' }), call({ key: 'routine out', precedence: 'ROUTINE', own: true }),
    ];
    expect(queue(rows).map((c) => c.key)).toEqual(['old', 'new', 'taken', 'imm', 'routine']);
    expect(oldestWaiting(rows)?.key).toBe('old');
  });
  it('answers the oldest FLASH even when an older IMMEDIATE waits, and never one of our own', () => {
    expect(oldestWaiting([call({ key: 'i', precedence: 'IMMEDIATE', clock_from_ms: 0 }), call({ key: 'f', clock_from_ms: 5 })])?.key).toBe('f');
    expect(oldestWaiting([call({ own: true })])).toBeUndefined();
  });
  it('finds the place that waits to be read back', () => {
    const c = call({ open: false, taken_ms: 3, sent_point: [1, 2], blocked: 'read_back_missing' });
    expect(firstToReadBack([call(), c])).toBe(c);
    expect(firstToReadBack([{ ...c, understood_ms: 4 }])).toBeUndefined();
  });
});

describe('one call', () => {
  it('has five steps, and a next one for the receiver', () => {
    expect([call({ state: 'sent' }), call(), call({ state: 'taken' }), call({ state: 'understood' }), call({ state: 'answered' })].map(stepsReached)).toEqual([1, 2, 3, 4, 5]);
    expect(stepsReached(call({ state: 'abandoned', arrived_ms: null }))).toBe(1);
    expect(nextStep(call())).toBe('take');
    expect(nextStep(call({ taken_ms: 1, blocked: 'read_back_off' }))).toBe('read_back');
    expect(nextStep(call({ taken_ms: 1 }))).toBe('understand');
    expect(nextStep(call({ taken_ms: 1, understood_ms: 2 }))).toBe('finish');
    expect(nextStep(call({ abandoned_ms: 1 }))).toBe('none');
  });
  it('stands with the others of one press of STOP', () => {
    const press = { own: true, stop: true };
    const groups = grouped([call({ key: 'a', ...press }), call({ key: 'b', ...press, placed_ms: 1002 }), call({ key: 'c', ...press, placed_ms: 9000 }), call({ key: 'd' }), call({ key: 'e' })]);
    expect(groups.map((g) => g.calls.map((c) => c.key))).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });
});

it('shows of the channels what is not open, the worst first', () => {
  const rows = [channel(), channel({ status: 'announced' }), channel({ status: 'suspended' })];
  expect(notOpen(rows).map((r) => r.status)).toEqual(['suspended', 'announced']);
});
