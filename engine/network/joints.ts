/**
 * Between layers: the directions' states side by side, H_t = (H⃗_t, H⃖_t), times dropout's factors. With one direction
 * and no dropout the states themselves are handed on, and nothing is to be done.
 */
import type { Rng } from '../math/random.ts';
import type { Model } from './model.ts';
import { statesOverTime, type Unroll } from './unroll.ts';

/** What layer `layer` hands on. @returns whether there was anything to do */
export function join(model: Model, u: Unroll, layer: number): boolean {
  const { own, values, mask } = u.joints[layer];
  if (!own) return false;
  const { H, D, kernels } = model;
  for (let d = 0; d < D; d++) {
    const lane = u.lanes[layer * D + d];
    const states = statesOverTime(u, lane, lane.states.H);
    for (let row = 0, from = 0, to = d * H; row < u.T * u.B; row++, from += H, to += D * H) {
      for (let j = 0; j < H; j++) values[to + j] = states[from + j];
    }
  }
  if (mask) kernels.multiply(values, values, mask);
  return true;
}

/** The derivative of what was handed on goes to the states. @returns whether there was anything to do */
export function split(model: Model, u: Unroll, layer: number): boolean {
  const { own, gradient, mask } = u.joints[layer];
  if (!own) return false;
  const { H, D, kernels } = model;
  if (mask) kernels.multiply(gradient, gradient, mask);
  for (let d = 0; d < D; d++) {
    const lane = u.lanes[layer * D + d];
    const dStates = statesOverTime(u, lane, lane.dStates.H);
    for (let row = 0, to = 0, from = d * H; row < u.T * u.B; row++, to += H, from += D * H) {
      for (let j = 0; j < H; j++) dStates[to + j] += gradient[from + j];
    }
  }
  return true;
}

/**
 * Draws every layer's factors for one minibatch: 0 with probability p, else 1/(1 − p), so that the mean stays
 * (Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.html; between layers only: Zaremba et al. 2014,
 * arXiv:1409.2329).
 */
export function drawDropout(u: Unroll, p: number, rng: Rng): void {
  const kept = 1 / (1 - p);
  const limit = p * 2 ** 32;
  for (const { mask } of u.joints) {
    if (!mask) continue;
    for (let i = 0; i < mask.length; i++) mask[i] = rng.bits() < limit ? 0 : kept;
  }
}
