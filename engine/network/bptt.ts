/**
 * Forward and backward through time (Werbos 1990) over an unrolled network. Every function is a generator that
 * yields after each piece of work, so that a host can answer while it runs.
 */
import type { Floats } from '../math/floats.ts';
import { headBackward, headForward, headGradients } from './head.ts';
import type { Model } from './model.ts';
import type { Unroll } from './unroll.ts';

/** Work in pieces: yields nothing, returns T. */
export type Work<T = void> = Generator<undefined, T, unknown>;

/** Runs work to its end without pause. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}

/** States H_0 … H_{T−1} from the initial state and the inputs that `u` holds. */
export function* forwardThroughTime<P, S>(model: Model<P, S>, u: Unroll<S>): Work {
  const { kernels, cell, values } = model;
  for (const step of u.steps) {
    cell.forward(kernels, values.cell, step);
    yield;
  }
}

/** Mean cross-entropy of the targets over all T·B predictions, in nats. */
export function* meanCrossEntropy<P, S>(model: Model<P, S>, u: Unroll<S>): Work<number> {
  const { kernels, values, size } = model;
  let sum = 0;
  for (const rows of u.head) {
    headForward(kernels, values.head, rows.H, rows.logits);
    yield;
    sum += kernels.crossEntropy(rows.logits, rows.targets, size.V, 1);
    yield;
  }
  return sum / (u.T * u.B);
}

/**
 * Loss and all derivatives of one window. Loss = mean over T·B of the cross-entropy (+ Σ cotangent ⊙ H_{T−1}, which
 * is not part of the returned value).
 * @param cotangent [B, H] derivative of the rest of the loss by the last state
 * @returns the mean cross-entropy in nats
 */
export function* backpropagate<P, S>(
  model: Model<P, S>,
  u: Unroll<S>,
  cotangent: Floats | null = null,
): Work<number> {
  const { kernels, cell, values, size } = model;
  const gradients = model.gradients!;
  gradients.all.fill(0);
  u.dHidden.fill(0);
  u.dVectors?.fill(0);
  if (cotangent) u.dHidden.set(cotangent, u.T * u.B * size.H);
  yield;
  yield* forwardThroughTime(model, u);

  let sum = 0;
  const scale = 1 / (u.T * u.B);
  for (const rows of u.head) {
    headForward(kernels, values.head, rows.H, rows.logits);
    yield;
    sum += kernels.crossEntropy(rows.logits, rows.targets, size.V, scale);
    yield;
    headBackward(kernels, values.head, rows.logits, rows.dH);
    yield;
    headGradients(kernels, gradients.head, rows.H, rows.logits);
    yield;
  }
  for (let i = u.steps.length - 1; i >= 0; i--) {
    cell.backward(kernels, values.cell, u.steps[i]);
    yield;
  }
  for (const rows of u.rows) {
    cell.gradients(kernels, gradients.cell, rows);
    yield;
  }
  return sum * scale;
}

/** ‖dL/dH_t‖ over all sequences and units, for each t: [T]. After `backpropagate`. */
export function hiddenGradientNorms<P, S>(model: Model<P, S>, u: Unroll<S>): Float64Array {
  const row = u.B * model.size.H;
  return Float64Array.from({ length: u.T }, (_, t) =>
    Math.sqrt(model.kernels.sumOfSquares(u.dHidden.subarray((t + 1) * row, (t + 2) * row))),
  );
}
