/** Reads a claim's numbers off finished runs: the same function in Node and on the page. */
import type { Trace } from '../../engine/index.ts';
import type { Condition, Metric, Term } from './types.ts';

export interface FinishedRun {
  /** Training loss of every step. */
  readonly loss: ArrayLike<number>;
  /** In order; the last one was measured after the last step. */
  readonly heldOut: readonly { readonly step: number; readonly loss: number }[];
  /** On the experiment's probe, after the last step. */
  readonly trace: Trace;
}

/** Steps over which the training loss at the end is averaged. */
const TAIL = 20;

/** Mean over the probe's timesteps of each unit's update gate, [H]; of a deep network, in its first layer. */
function updateMeans({ lanes: [{ values }], T, H }: Trace): number[] {
  const means = new Array<number>(H).fill(0);
  for (let t = 0; t < T; t++) for (let u = 0; u < H; u++) means[u] += values.update[t * H + u] / T;
  return means;
}

const best = (run: FinishedRun) => run.heldOut.reduce((a, b) => (b.loss < a.loss ? b : a));

const READ: Readonly<Record<Metric, (run: FinishedRun) => number>> = {
  'heldOut.final': (run) => run.heldOut.at(-1)?.loss ?? Number.NaN,
  'heldOut.best': (run) => best(run).loss,
  'heldOut.bestStep': (run) => best(run).step,
  'train.final': (run) => {
    const tail = Array.from(run.loss).slice(-TAIL);
    return tail.reduce((sum, loss) => sum + loss, 0) / tail.length;
  },
  'update.mean': (run) => updateMeans(run.trace).reduce((sum, mean) => sum + mean, 0) / run.trace.H,
  'update.unitMean.min': (run) => Math.min(...updateMeans(run.trace)),
  'update.unitMean.max': (run) => Math.max(...updateMeans(run.trace)),
};

export const METRICS = Object.keys(READ) as readonly Metric[];

/** One metric of one run; NaN where the run has no such number (no training steps). */
export const measure = (metric: Metric, run: FinishedRun): number => READ[metric](run);

/** Measured numbers by arm and metric. */
export type Measurements = Readonly<Record<string, Readonly<Partial<Record<Metric, number>>>>>;

const termValue = (measured: Measurements, term: Term): number =>
  measured[term.arm]?.[term.metric] ?? Number.NaN;

/** What stands on the right of a condition, as a number. */
export function bound(measured: Measurements, { right }: Condition): number {
  if (typeof right === 'number') return right;
  return termValue(measured, right) * (right.times ?? 1) + (right.plus ?? 0);
}

export function conditionHolds(measured: Measurements, condition: Condition): boolean {
  const left = termValue(measured, condition.left);
  const right = bound(measured, condition);
  return condition.op === '<' ? left < right : left > right;
}

/** The metrics a claim speaks of, arm by arm, in the order it does. */
export function claimTerms(claim: readonly Condition[]): readonly Term[] {
  const terms = claim.flatMap(({ left, right }) => (typeof right === 'number' ? [left] : [left, right]));
  return terms
    .map(({ arm, metric }) => ({ arm, metric }))
    .filter((a, i, all) => all.findIndex((b) => a.arm === b.arm && a.metric === b.metric) === i);
}
