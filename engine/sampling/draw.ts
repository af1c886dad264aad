/** Drawing a token from logits [V]. The unknown symbol is never drawn. */
import { UNKNOWN_ID } from '../data/vocabulary.ts';
import type { Floats } from '../math/floats.ts';
import type { Rng } from '../math/random.ts';
import { exp } from '../math/special.ts';

const FIRST = UNKNOWN_ID + 1;

/** What drawing counts for each logit in operations of a product: two exponentials in plain TypeScript. */
export const DRAWING = 2000;

/**
 * A token from softmax(logits / temperature); at temperature 0 the most probable one, and nothing is drawn.
 * @param topK among so many of the most probable alone, of equal ones those with the smaller ids; all unless given
 */
export function drawToken(logits: Floats, temperature: number, rng: Rng, topK?: number): number {
  let best = FIRST;
  for (let j = best + 1; j < logits.length; j++) if (logits[j] > logits[best]) best = j;
  if (temperature === 0) return best;
  const ids = candidates(logits, topK);
  const max = logits[best];
  let sum = 0;
  for (const j of ids) sum += exp((logits[j] - max) / temperature);
  let rest = rng.uniform() * sum;
  for (const j of ids) {
    rest -= exp((logits[j] - max) / temperature);
    if (rest < 0) return j;
  }
  return best;
}

/** Tokens that may be drawn, by id. */
function candidates(logits: Floats, topK = Number.POSITIVE_INFINITY): number[] {
  const ids = Array.from({ length: logits.length - FIRST }, (_, i) => FIRST + i);
  if (topK >= ids.length) return ids;
  return ids
    .sort((a, b) => logits[b] - logits[a] || a - b)
    .slice(0, topK)
    .sort((a, b) => a - b);
}
