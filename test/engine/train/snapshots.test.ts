import { describe, expect, it } from 'vitest';
import { Snapshots } from '../../../engine/train/snapshots.ts';

const PARAMETERS = 10;
const noted = (steps: number, room: number) => {
  const snapshots = new Snapshots(PARAMETERS, 4 * PARAMETERS * room);
  for (let step = 0; step <= steps; step++) snapshots.note(step, new Float32Array(PARAMETERS).fill(step));
  return snapshots;
};

describe('snapshots', () => {
  it('begin with the first steps and lie ever wider apart', () => {
    const { steps } = noted(1000, 1000);
    expect(steps.slice(0, 4)).toEqual([0, 1, 2, 3]);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]);
    for (let i = 1; i < gaps.length; i++) expect(gaps[i]).toBeGreaterThanOrEqual(gaps[i - 1]);
    expect(steps.at(-1)).toBeGreaterThan(850);
  });

  it('never take more room than they were given, and always keep the first', () => {
    for (const room of [2, 3, 5, 8, 20]) {
      for (const count of [1, 10, 100, 5000]) {
        const { steps } = noted(count, room);
        expect(steps.length).toBeLessThanOrEqual(room);
        expect(steps[0]).toBe(0);
        expect([...steps]).toEqual([...steps].sort((a, b) => a - b));
      }
    }
  });

  it('are what the parameters were, and are kept when asked for', () => {
    const snapshots = noted(100, 1000);
    for (const step of snapshots.steps) {
      expect(snapshots.at(step)!.parameters).toEqual(new Float32Array(PARAMETERS).fill(step));
    }
    const parameters = new Float32Array(PARAMETERS).fill(7);
    snapshots.note(101, parameters, true);
    parameters.fill(8);
    expect(snapshots.at(101)!.parameters[0]).toBe(7);
    expect(snapshots.at(102)).toBeUndefined();
  });

  it('forget what came after a step gone back to', () => {
    const snapshots = noted(100, 1000);
    snapshots.forgetAfter(10);
    expect(snapshots.steps.at(-1)).toBeLessThanOrEqual(10);
    snapshots.note(11, new Float32Array(PARAMETERS), true);
    expect(snapshots.steps.at(-1)).toBe(11);
  });
});
