/** What `echo` and `look-ahead` are: a row of random symbols asked for again, shifted in time. */
import { letters, type Task } from './task.ts';

/** y_t = x_{t+shift}, asked where there is such a symbol. @param shift below 0 back in time, above it ahead */
export const shiftedTask = (symbols: number, T: number, shift: number): Task => ({
  problem: {
    input: { kind: 'tokens', size: symbols },
    target: { kind: 'classes', size: symbols },
    reading: 'every',
  },
  T,
  inputNames: letters(symbols),
  targetNames: letters(symbols),
  write(rng, input, target) {
    for (let t = 0; t < T; t++) input[t] = rng.int(symbols);
    for (let t = Math.max(0, -shift); t < Math.min(T, T - shift); t++) target[t] = input[t + shift];
  },
});
