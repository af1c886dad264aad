/** Minibatches as memory, and single sequences put into them. Dimensions: T, B; I input size, O outputs. */
import { check } from '../errors.ts';
import { type Dtype, zeros } from '../math/floats.ts';
import type { Batch, Problem } from './types.ts';

/** One sequence and what is asked of it, as flat numbers. */
export interface Sequence {
  /** Token ids [length], or vectors [length, I]. */
  readonly input: ArrayLike<number>;
  /** Classes, −1: not asked, or `size` numbers each: one for every timestep, or one in all (`last`, `mean`). */
  readonly target: ArrayLike<number>;
}

/** An empty minibatch for a problem: every sequence 1 long, nothing asked. */
export function createBatch({ input, target, reading }: Problem, T: number, B: number, dtype: Dtype): Batch {
  const answers = reading === 'every' ? T * B : B;
  return {
    ...{ T, B },
    tokens: new Int32Array(input.kind === 'tokens' ? T * B : 0),
    vectors: input.kind === 'vectors' ? zeros(dtype, T * B * input.size) : null,
    targets: new Int32Array(answers).fill(-1),
    values: target.kind === 'values' ? zeros(dtype, answers * target.size) : null,
    lengths: new Int32Array(B).fill(1),
  };
}

/** Throws unless the minibatch has this shape. */
export function checkShape(batch: Batch, T: number, B: number, where: string): void {
  check(batch.T === T && batch.B === B, where, `a minibatch [${T}, ${B}]`, `[${batch.T}, ${batch.B}]`);
}

/** Timesteps of a sequence. */
export const lengthOf = ({ input }: Sequence, problem: Problem): number =>
  problem.input.kind === 'tokens' ? input.length : input.length / problem.input.size;

/** Padding everywhere: 0, not asked, 1 long. */
export function clearBatch(batch: Batch): void {
  batch.tokens.fill(0);
  batch.vectors?.fill(0);
  batch.targets.fill(-1);
  batch.values?.fill(0);
  batch.lengths.fill(1);
}

/** Writes a sequence into lane `b` of a cleared minibatch. */
export function placeSequence(batch: Batch, b: number, sequence: Sequence, problem: Problem): void {
  const { input, target } = sequence;
  batch.lengths[b] = lengthOf(sequence, problem);
  copyToLane(batch.vectors ?? batch.tokens, input, batch.vectors ? problem.input.size : 1, batch.B, b);
  copyToLane(batch.values ?? batch.targets, target, batch.values ? problem.target.size : 1, batch.B, b);
}

/** Rows of `size` numbers to rows (t, b) of an array [T, B, size]. */
function copyToLane(
  to: Int32Array | Float32Array | Float64Array,
  from: ArrayLike<number>,
  size: number,
  B: number,
  b: number,
): void {
  // Ids and classes, one a timestep: the same as below, but fast, for every training step passes here.
  if (to instanceof Int32Array && from instanceof Int32Array) {
    for (let t = 0, at = b; t < from.length; t++, at += B) to[at] = from[t];
    return;
  }
  for (let t = 0; t * size < from.length; t++) {
    for (let i = 0; i < size; i++) to[(t * B + b) * size + i] = from[t * size + i];
  }
}
