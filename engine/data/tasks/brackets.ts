/**
 * Bracket depth: well-nested opening and closing brackets of some `kinds` (prefixes of Dyck words); asked at every timestep:
 * how many are open, this one included. At depth 0 only an opening, at `depth` only a closing one can come; between, either
 * with equal chance; kinds are random, and what closes is of the kind that was opened last. (Gers and Schmidhuber
 * 2001, LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages, on counting.)
 *
 * Chance: the frequencies of the depths, about ln(`depth` + 1) nats. Dial: `depth`, how far to count; `length`.
 */
import { defineTask, LONGEST, whole } from './task.ts';

const SIGNS = ['()', '[]', '{}', '⟨⟩'];

export const brackets = defineTask<{ length: number; kinds: number; depth: number }>()({
  name: 'brackets',
  parameters: {
    length: whole(1, LONGEST, 40),
    kinds: whole(1, SIGNS.length, 2),
    depth: whole(1, 32, 5),
  },
  create: ({ length: T, kinds, depth }) => ({
    problem: {
      input: { kind: 'tokens', size: 2 * kinds },
      target: { kind: 'classes', size: depth + 1 },
      reading: 'every',
    },
    T,
    inputNames: SIGNS.slice(0, kinds).flatMap((pair) => [...pair]),
    targetNames: Array.from({ length: depth + 1 }, (_, i) => String(i)),
    write(rng, input, target) {
      const open: number[] = [];
      for (let t = 0; t < T; t++) {
        const closes = open.length === depth || (open.length > 0 && rng.int(2) === 1);
        if (closes) input[t] = 2 * open.pop()! + 1;
        else {
          const kind = rng.int(kinds);
          open.push(kind);
          input[t] = 2 * kind;
        }
        target[t] = open.length;
      }
    },
  }),
});
