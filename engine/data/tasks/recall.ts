/**
 * First-token recall (a latch, after Bengio, Simard and Frasconi 1994, Learning Long-Term Dependencies with Gradient
 * Descent is Difficult): a random symbol, then `lag` distractors; asked at the end: the first symbol. T = lag + 1.
 * Distractors are `random` symbols of the same alphabet, which must be kept out, or `blank` signs, which are all alike.
 *
 * Chance: ln `symbols` nats, accuracy 1 / `symbols`. Dial: `lag`.
 */
import { choice, defineTask, letters, MOST_LETTERS, whole } from './task.ts';

export const recall = defineTask<{ symbols: number; lag: number; distractors: 'random' | 'blank' }>()({
  name: 'recall',
  parameters: {
    symbols: whole(2, MOST_LETTERS, 8),
    lag: whole(0, 1000, 20),
    distractors: choice('random', 'blank'),
  },
  create({ symbols, lag, distractors }) {
    const isBlank = distractors === 'blank';
    return {
      problem: {
        input: { kind: 'tokens', size: isBlank ? symbols + 1 : symbols },
        target: { kind: 'classes', size: symbols },
        reading: 'last',
      },
      T: lag + 1,
      inputNames: isBlank ? letters(symbols, '·') : letters(symbols),
      targetNames: letters(symbols),
      write(rng, input, target) {
        for (let t = 0; t <= lag; t++) input[t] = t > 0 && isBlank ? symbols : rng.int(symbols);
        target[0] = input[0];
      },
    };
  },
});
