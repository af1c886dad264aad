/** Reading minibatches in tests. */
import { createBatch } from '../../../engine/data/batch.ts';
import type { Batch, Data, Source } from '../../../engine/data/types.ts';
import { Rng } from '../../../engine/math/random.ts';

/** A minibatch for training on the data. */
export const batchFor = ({ problem, T }: Data, B: number): Batch => createBatch(problem, T, B, 'float64');

/** All numbers of a minibatch, and whether the states start at zero. */
export const snapshot = (batch: Batch, startsAtZero: boolean) => ({
  startsAtZero,
  tokens: [...batch.tokens],
  vectors: [...(batch.vectors ?? [])],
  targets: [...batch.targets],
  values: [...(batch.values ?? [])],
  lengths: [...batch.lengths],
});

/** The next `count` minibatches. */
export function take(data: Data, source: Source, B: number, count: number) {
  const batch = batchFor(data, B);
  return Array.from({ length: count }, () => snapshot(batch, source.next(batch)));
}

/** The first `count` minibatches of a seed. */
export const draw = (data: Data, B: number, count: number, seed = 1) =>
  take(data, data.source(B, new Rng(seed, 1)), B, count);

/** All validation minibatches. */
export function heldOutOf({ problem, heldOut }: Data) {
  const batch = createBatch(problem, heldOut.T, heldOut.B, 'float64');
  return Array.from({ length: heldOut.count }, (_, i) => snapshot(batch, heldOut.fill(batch, i)));
}

/**
 * At each of `steps` places, whether a new source brought to the state there, as plain data, gives the minibatches that
 * the old one goes on with.
 */
export function restoresEverywhere(data: Data, B: number, steps: number): boolean {
  const source = data.source(B, new Rng(1, 1));
  const ahead = 2 * Math.min(source.stepsPerEpoch, 20) + 1;
  const all = draw(data, B, steps + ahead);
  for (let i = 0; i < steps; i++) {
    const state = JSON.parse(JSON.stringify(source.state));
    const other = data.source(B, new Rng(99, 7));
    other.state = state;
    const expected = all.slice(i, i + ahead);
    if (JSON.stringify(take(data, other, B, ahead)) !== JSON.stringify(expected)) return false;
    take(data, source, B, 1);
  }
  return true;
}
