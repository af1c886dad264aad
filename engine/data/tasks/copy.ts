/**
 * The copy problem (Hochreiter and Schmidhuber 1997; in the form of Arjovsky, Shah and Bengio 2016, Unitary Evolution
 * Recurrent Neural Networks, §4.1). `span` random symbols, `lag` blanks, a go sign, `span` blanks; asked at the last
 * `span` timesteps: the symbols, in their order. T = 2 span + lag + 1.
 *
 * Chance: ln `symbols` nats, accuracy 1 / `symbols`. Dial: `lag`, how long to keep; `span`, how much.
 */
import { defineTask, letters, MOST_LETTERS, whole } from './task.ts';

export const copy = defineTask<{ symbols: number; span: number; lag: number }>()({
  name: 'copy',
  parameters: {
    symbols: whole(2, MOST_LETTERS, 4),
    span: whole(1, 32, 3),
    lag: whole(0, 512, 15),
  },
  create({ symbols, span, lag }) {
    const T = 2 * span + lag + 1;
    const [blank, go] = [symbols, symbols + 1];
    return {
      problem: {
        input: { kind: 'tokens', size: symbols + 2 },
        target: { kind: 'classes', size: symbols },
        reading: 'every',
      },
      T,
      inputNames: letters(symbols, '·', '?'),
      targetNames: letters(symbols),
      write(rng, input, target) {
        input.fill(blank);
        input[span + lag] = go;
        for (let t = 0; t < span; t++) {
          input[t] = rng.int(symbols);
          target[T - span + t] = input[t];
        }
      },
    };
  },
});
