/**
 * Delayed echo: y_t = x_{t−k}, asked from t = k on. Random symbols; at every timestep the network must hold the last k of
 * them in order (cf. the memory capacity of Jaeger 2001, Short Term Memory in Echo State Networks).
 *
 * Chance: ln `symbols` nats, accuracy 1 / `symbols`. Dial: `delay`, k.
 */
import { shiftedTask } from './shifted.ts';
import { defineTask, LONGEST, MOST_LETTERS, refuse, whole } from './task.ts';

export const echo = defineTask<{ symbols: number; delay: number; length: number }>()({
  name: 'echo',
  parameters: {
    symbols: whole(2, MOST_LETTERS, 4),
    delay: whole(0, 256, 3),
    length: whole(2, LONGEST, 30),
  },
  create({ symbols, delay, length: T }) {
    if (delay >= T) refuse('delay', delay, `[0, ${T - 1}]`);
    return shiftedTask(symbols, T, -delay);
  },
});
