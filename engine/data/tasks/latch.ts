/**
 * A latch behind an XOR. Each timestep brings `bits` random bits and a random symbol (one-hot); when the XOR of the bits
 * is 1, the symbol is written into the latch, else the latch keeps what it holds. Asked at every timestep, from the first
 * write on: what the latch holds (this timestep's write included). `writes` is how often, on average, the XOR is 1.
 *
 * The XOR is not linear in the bits, and must be known before the state may change: a layer below the one that latches
 * can work it out, which is where depth helps (Pascanu et al. 2014, How to Construct Deep Recurrent Neural Networks, on
 * deep transitions). Ours.
 *
 * Chance: ln `symbols` nats, accuracy 1 / `symbols`; who writes at every timestep is right with `writes` + (1 − `writes`)
 * / `symbols`. Dial: `bits`, how hard the condition is; `writes`, how long the latch must hold.
 */
import { defineTask, LONGEST, letters, real, whole } from './task.ts';

export const latch = defineTask<{ bits: number; symbols: number; writes: number; length: number }>()({
  name: 'latch',
  parameters: {
    bits: whole(1, 8, 4),
    symbols: whole(2, 8, 2),
    writes: real(0.01, 1, 0.5),
    length: whole(1, LONGEST, 20),
  },
  create({ bits, symbols, writes, length: T }) {
    const I = bits + symbols;
    return {
      problem: {
        input: { kind: 'vectors', size: I },
        target: { kind: 'classes', size: symbols },
        reading: 'every',
      },
      T,
      inputNames: [...Array.from({ length: bits }, (_, i) => `bit ${i + 1}`), ...letters(symbols)],
      targetNames: letters(symbols),
      write(rng, input, target) {
        let held = -1;
        for (let t = 0; t < T; t++) {
          const isWritten = rng.uniform() < writes;
          let xor = 0;
          for (let i = 0; i < bits; i++) {
            // The last bit makes the XOR what it must be; each bit alone stays as random as the writes are.
            const bit = i < bits - 1 ? rng.int(2) : xor ^ (isWritten ? 1 : 0);
            input[t * I + i] = bit;
            xor ^= bit;
          }
          const symbol = rng.int(symbols);
          input[t * I + bits + symbol] = 1;
          if (isWritten) held = symbol;
          target[t] = held;
        }
      },
    };
  },
});
