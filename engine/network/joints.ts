/**
 * Between layers: the directions' states side by side, H_t = (H⃗_t, H⃖_t), times dropout's factors. With one direction
 * and no dropout the states themselves are handed on, and nothing is to be done.
 */
import type { Rng } from '../math/random.ts';
import type { Model } from './model.ts';
import { PLAIN, type Work } from './pace.ts';
import { statesOverTime, type Unroll } from './unroll.ts';

/** What layer `layer` hands on, a timestep at a time. */
export function* joining({ H, D, kernels }: Model, u: Unroll, layer: number): Work {
  const { own, values, mask } = u.joints[layer];
  if (!own) return;
  const size = u.B * D * H;
  const lanes = u.lanes.slice(layer * D, (layer + 1) * D);
  const states = lanes.map((lane) => statesOverTime(u, lane, lane.states.H));
  for (let start = 0; start < u.T * size; start += size) {
    const part = values.subarray(start, start + size);
    for (let d = 0; d < D; d++) {
      kernels.setColumns(part, D * H, d * H, states[d].subarray(start / D, (start + size) / D), H);
    }
    if (mask) kernels.multiply(part, part, mask.subarray(start, start + size));
    if (u.pace.isTime(size * PLAIN)) yield;
  }
}

/** The derivative of what was handed on goes to the states, a timestep at a time. */
export function* splitting({ H, D, kernels }: Model, u: Unroll, layer: number): Work {
  const { own, gradient, mask } = u.joints[layer];
  if (!own) return;
  const size = u.B * D * H;
  const lanes = u.lanes.slice(layer * D, (layer + 1) * D);
  const dStates = lanes.map((lane) => statesOverTime(u, lane, lane.dStates.H));
  for (let start = 0; start < u.T * size; start += size) {
    const part = gradient.subarray(start, start + size);
    if (mask) kernels.multiply(part, part, mask.subarray(start, start + size));
    for (let d = 0; d < D; d++) {
      kernels.addColumns(dStates[d].subarray(start / D, (start + size) / D), H, part, D * H, d * H);
    }
    if (u.pace.isTime(size * PLAIN)) yield;
  }
}

/**
 * Draws every layer's factors for one minibatch, a timestep at a time: 0 with probability p, else 1/(1 − p), so that
 * the mean stays (Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.html; between layers only: Zaremba et al.
 * 2014, arXiv:1409.2329).
 */
export function* drawingDropout(u: Unroll, p: number, rng: Rng): Work {
  const kept = 1 / (1 - p);
  const limit = p * 2 ** 32;
  for (const { mask } of u.joints) {
    if (!mask) continue;
    const size = mask.length / u.T;
    for (let start = 0; start < mask.length; start += size) {
      for (let i = start; i < start + size; i++) mask[i] = rng.bits() < limit ? 0 : kept;
      if (u.pace.isTime(4 * size * PLAIN)) yield;
    }
  }
}
