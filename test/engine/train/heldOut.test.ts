import { describe, expect, it } from 'vitest';
import { HeldOutWatch } from '../../../engine/train/heldOut.ts';

const noted = (...losses: number[]): HeldOutWatch => {
  const watch = new HeldOutWatch(0);
  losses.forEach((loss, i) => {
    watch.note({ step: 100 * (i + 1), loss, accuracy: null, answers: 1, baseline: null });
  });
  return watch;
};

describe('early stopping', () => {
  it('has enough when so many evaluations in a row were not the best', () => {
    expect(noted(2, 1, 1.5).isEnough(2)).toBe(false);
    expect(noted(2, 1, 1.5, 1.2).isEnough(2)).toBe(true);
    expect(noted(2, 1, 1.5, 0.9, 1).isEnough(2)).toBe(false);
    expect(noted(1, 1).isEnough(1)).toBe(true);
  });
  it('never has enough without patience', () => {
    expect(noted(1, 2, 3, 4, 5).isEnough(0)).toBe(false);
  });
  it('begins anew where training goes back to', () => {
    const watch = noted(1, 2);
    watch.restart(100);
    expect(watch.isEnough(1)).toBe(false);
    expect(watch.isDue(100)).toBe(false);
    expect(watch.isDue(200)).toBe(true);
  });
  it('leaves a loss that is no number out, and goes on from what it remembered', () => {
    const watch = noted(1, Number.NaN, 2);
    expect(watch.take()).toHaveLength(2);
    const other = new HeldOutWatch(0);
    other.state = watch.state;
    expect(other.state).toEqual({ evaluated: 300, best: 1, waited: 1 });
  });
});
