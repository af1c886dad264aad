/** The two losses: cross-entropy of classes, in nats, and squared error of numbers; means over all that is asked. */
import type { Model } from './model.ts';
import type { HeadRows, Unroll } from './unroll.ts';

/** How many answers are asked for, by which a mean is divided: at least 1. */
export const askedFor = (model: Model, u: Unroll): number => Math.max(1, countAsked(model, u));

/** How many answers are asked for: classes other than −1, or numbers outside the padding. */
export function countAsked({ reading, V }: Model, { T, B, targets, values, lengths }: Unroll): number {
  let asked = 0;
  if (!values) {
    for (let i = 0; i < targets.length; i++) if (targets[i] >= 0) asked += 1;
  } else if (reading === 'every') {
    for (let b = 0; b < B; b++) asked += Math.min(lengths[b], T) * V;
  } else asked = B * V;
  return asked;
}

/**
 * The sum of the losses of these rows; leaves in `rows.out` the derivative of `scale` times that sum. Numbers in the
 * padding are not asked for: their target is NaN.
 */
export function lossOf({ kernels, V, target }: Model, rows: HeadRows, scale: number): number {
  if (target === 'classes') return kernels.crossEntropy(rows.out, rows.targets, V, scale);
  const { out, values } = rows;
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    const error = Number.isNaN(values[i]) ? 0 : out[i] - values[i];
    sum += error * error;
    out[i] = 2 * scale * error;
  }
  return sum;
}
