/**
 * Parity of random bits: 1 if so far an odd number of ones was read. Asked at `every` timestep, which shows the way, or
 * of the whole sequence at the `last` (cf. Schmidhuber and Hochreiter 1996, Guessing Can Outperform Many Long Time Lag
 * Algorithms, where parity is one of the tasks). One bit of state, but no bit of the input may be missed: the state must
 * be switched, not only kept.
 *
 * Chance: ln 2 nats, accuracy 1/2. Dial: `length`, and when it is asked.
 */
import { choice, defineTask, LONGEST, whole } from './task.ts';

export const parity = defineTask<{ length: number; asked: 'every' | 'last' }>()({
  name: 'parity',
  parameters: { length: whole(1, LONGEST, 20), asked: choice('every', 'last') },
  create: ({ length: T, asked }) => ({
    problem: {
      input: { kind: 'tokens', size: 2 },
      target: { kind: 'classes', size: 2 },
      reading: asked,
    },
    T,
    inputNames: ['0', '1'],
    targetNames: ['even', 'odd'],
    write(rng, input, target) {
      let odd = 0;
      for (let t = 0; t < T; t++) {
        input[t] = rng.int(2);
        odd = (odd + input[t]) % 2;
        target[asked === 'every' ? t : 0] = odd;
      }
    },
  }),
});
