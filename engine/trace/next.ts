/** What a row of logits says about the next token. */
import type { Floats } from '../math/floats.ts';
import { exp, log } from '../math/special.ts';

/** What ranking one logit counts in operations of a product: its exponential is in plain TypeScript. */
export const RANKING = 800;

/**
 * Writes the most probable tokens and their softmax probabilities, most probable first, ties by id.
 * @param logits [V]
 * @param target the token that came, or −1
 * @param ids [K], @param p [K]: filled
 * @returns −log p(target) in nats, or NaN without a target
 */
export function rankNext(logits: Floats, target: number, ids: Int32Array, p: Float32Array): number {
  const K = ids.length;
  let kept = 0;
  for (let j = 0; j < logits.length; j++) {
    const x = logits[j];
    if (kept === K && x <= logits[ids[K - 1]]) continue;
    let at = kept < K ? kept++ : K - 1;
    for (; at > 0 && x > logits[ids[at - 1]]; at--) ids[at] = ids[at - 1];
    ids[at] = j;
  }
  const max = logits[ids[0]];
  let sum = 0;
  for (let j = 0; j < logits.length; j++) sum += exp(logits[j] - max);
  for (let i = 0; i < K; i++) p[i] = exp(logits[ids[i]] - max) / sum;
  return target < 0 ? Number.NaN : log(sum) - (logits[target] - max);
}
