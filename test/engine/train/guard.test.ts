import { describe, expect, it } from 'vitest';
import { Guard } from '../../../engine/train/guard.ts';

const parameters = (x: number): Float32Array => Float32Array.of(x);

describe('the guard', () => {
  it('says that training has diverged where loss or gradient is no number, or the loss is useless', () => {
    const guard = new Guard(parameters(0), 0, 30);
    guard.note(0, 3, parameters(0), false);
    expect(guard.hasDiverged(Number.NaN, 1)).toBe(true);
    expect(guard.hasDiverged(1, Number.POSITIVE_INFINITY)).toBe(true);
    expect(guard.hasDiverged(29, 1)).toBe(false);
    expect(guard.hasDiverged(31, 1)).toBe(true);
  });

  it('lets a network begin badly, and says so when it becomes far worse', () => {
    const guard = new Guard(parameters(0), 0, 30);
    expect(guard.hasDiverged(100, 1)).toBe(false);
    guard.note(0, 100, parameters(0), false);
    expect(guard.hasDiverged(900, 1)).toBe(false);
    expect(guard.hasDiverged(1001, 1)).toBe(true);
  });

  it('does not take a minibatch of which nothing was asked for the best so far', () => {
    const guard = new Guard(parameters(0), 0, 30);
    guard.note(0, 0, parameters(0), false);
    for (let step = 1; step <= 25; step++) guard.note(step, 3, parameters(step), false);
    expect([guard.step, guard.parameters[0]]).toEqual([25, 25]);
  });
});
