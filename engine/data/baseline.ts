/** What who knows only how often each answer comes (for numbers: their mean) scores. */
import { log } from '../math/special.ts';
import type { Sequence } from './batch.ts';
import type { Problem } from './types.ts';

/**
 * Classes: −mean log p(class) over `heldOut`, in nats, where p(class) = (n + 1) / (N + O) from its count n among the N
 * answers of `train`; one is added so that nothing is impossible (Laplace). Numbers: the mean squared error of the mean
 * of `train`, each output's own.
 */
export function frequencyBaseline(
  train: Iterable<Sequence>,
  heldOut: Iterable<Sequence>,
  { target: { kind, size } }: Problem,
): number {
  return kind === 'classes' ? classBaseline(train, heldOut, size) : valueBaseline(train, heldOut, size);
}

function classBaseline(train: Iterable<Sequence>, heldOut: Iterable<Sequence>, O: number): number {
  const counts = new Float64Array(O).fill(1);
  let asked = O;
  for (const { target } of train) {
    for (let i = 0; i < target.length; i++) {
      if (target[i] < 0) continue;
      counts[target[i]] += 1;
      asked += 1;
    }
  }
  const surprise = counts.map((count) => -log(count / asked));
  return meanOver(heldOut, (target, i) => (target[i] < 0 ? null : surprise[target[i]]));
}

function valueBaseline(train: Iterable<Sequence>, heldOut: Iterable<Sequence>, O: number): number {
  const sums = new Float64Array(O);
  let answers = 0;
  for (const { target } of train) {
    for (let i = 0; i < target.length; i++) sums[i % O] += target[i];
    answers += target.length / O;
  }
  return meanOver(heldOut, (target, i) => (target[i] - sums[i % O] / answers) ** 2);
}

/** The mean of a score over all numbers of all targets; null does not count. */
function meanOver(
  sequences: Iterable<Sequence>,
  score: (target: ArrayLike<number>, i: number) => number | null,
): number {
  let sum = 0;
  let count = 0;
  for (const { target } of sequences) {
    for (let i = 0; i < target.length; i++) {
      const one = score(target, i);
      if (one === null) continue;
      sum += one;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}
