/**
 * The adding problem (Hochreiter and Schmidhuber 1997, Long Short-Term Memory, §5.4; in the form of Le, Jaitly and
 * Hinton 2015, §4.1). Two numbers a timestep: a value from U[0, 1) and a mark, 1 at two timesteps, one in each half,
 * else 0. Asked at the end: the sum of the two marked values.
 *
 * Chance: whoever always says 1 has a mean squared error of 1/6 (the variance of the sum of two uniform numbers).
 * Dial: `length`; the first mark may lie that far back.
 */
import { defineTask, LONGEST, whole } from './task.ts';

export const adding = defineTask<{ length: number }>()({
  name: 'adding',
  parameters: { length: whole(2, LONGEST, 50) },
  create: ({ length: T }) => ({
    problem: {
      input: { kind: 'vectors', size: 2 },
      target: { kind: 'values', size: 1 },
      reading: 'last',
    },
    T,
    inputNames: ['value', 'mark'],
    targetNames: ['sum'],
    write(rng, input, target) {
      for (let t = 0; t < T; t++) input[2 * t] = rng.uniform();
      const half = Math.floor(T / 2);
      const marks = [rng.int(half), half + rng.int(T - half)];
      for (const t of marks) {
        input[2 * t + 1] = 1;
        target[0] += input[2 * t];
      }
    },
  }),
});
