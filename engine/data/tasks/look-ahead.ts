/**
 * Look-ahead: y_t = x_{t+k}, asked while there is such a symbol. Random symbols: only a network that also reads backward
 * in time can know (Schuster and Paliwal 1997, Bidirectional Recurrent Neural Networks).
 *
 * Chance, and the best that reading forward can do: ln `symbols` nats, accuracy 1 / `symbols`. Dial: `ahead`, k.
 */
import { shiftedTask } from './shifted.ts';
import { defineTask, LONGEST, MOST_LETTERS, refuse, whole } from './task.ts';

export const lookAhead = defineTask<{ symbols: number; ahead: number; length: number }>()({
  name: 'look-ahead',
  parameters: {
    symbols: whole(2, MOST_LETTERS, 2),
    ahead: whole(1, 256, 3),
    length: whole(2, LONGEST, 30),
  },
  create({ symbols, ahead, length: T }) {
    if (ahead >= T) refuse('ahead', ahead, `[1, ${T - 1}]`);
    return shiftedTask(symbols, T, ahead);
  },
});
