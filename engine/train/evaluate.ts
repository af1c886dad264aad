/**
 * The mean loss over a validation set, in an arena of its own: all minibatches are read with the parameters as they
 * were when the work began. With interventions, the same without them stands beside it.
 *
 * Dimensions: N answers, V outputs.
 */
import type { RunConfig } from '../config.ts';
import type { HeldOutSet } from '../data/types.ts';
import { check } from '../errors.ts';
import { forwardThroughTime } from '../network/bptt.ts';
import { headForward } from '../network/head.ts';
import { countAsked, lossOf } from '../network/loss.ts';
import { ELEMENT, EXPONENTIAL, type Work } from '../network/pace.ts';
import { poolInPieces } from '../network/pooling.ts';
import { carryOn, type HeadRows, startAtZero } from '../network/unroll.ts';
import { type Arena, type Arenas, inArena, type Source } from '../trace/arena.ts';
import { checkClamps, intervene } from '../trace/interventions.ts';
import type { Clamp } from '../trace/types.ts';
import { markPadding } from './gradient.ts';

/** What can be evaluated: a session, or anything that holds the same. */
export interface Evaluated extends Source {
  readonly config: Pick<RunConfig, 'cell' | 'activation'>;
  readonly arenas: Arenas;
}

export interface EvaluationOptions {
  /** At most so many minibatches, the first ones; all unless given. */
  readonly minibatches?: number;
  /** Timesteps count from where the states started at zero. None unless given. */
  readonly clamps?: readonly Clamp[];
}

export interface Measurement {
  /** Mean over all answers: nats, or squared error. */
  readonly loss: number;
  /** Share of the answers whose most probable class is the one asked for, [0, 1]; null if they are numbers. */
  readonly accuracy: number | null;
  /** How many answers were asked for: classes, or single numbers. */
  readonly answers: number;
}

export interface Evaluation extends Measurement {
  /** Without the clamps; null if there were none. */
  readonly baseline: Measurement | null;
}

/** In pieces. @throws EngineError argument-invalid (see `checkClamps`), out-of-memory */
export function* evaluating(
  subject: Evaluated,
  set: HeldOutSet,
  { minibatches = set.count, clamps = [] }: EvaluationOptions = {},
): Work<Evaluation> {
  const isCount = Number.isInteger(minibatches) && minibatches >= 1;
  check(isCount, 'evaluate', 'a whole number of minibatches, 1 at least', minibatches);
  checkClamps(subject.model, clamps);
  const count = Math.min(minibatches, set.count);
  return yield* inArena(subject, { T: set.T, B: set.B, backward: false }, function* (arena) {
    const measured = yield* measuring(arena, set, count, clamps, subject.config);
    const baseline = clamps.length > 0 ? yield* measuring(arena, set, count, [], subject.config) : null;
    return { ...measured, baseline };
  });
}

function* measuring(
  { model, u }: Arena,
  set: HeldOutSet,
  count: number,
  clamps: readonly Clamp[],
  config: Evaluated['config'],
): Work<Measurement> {
  const interventions = intervene(model, clamps, config);
  const { kernels, values, V, D, H } = model;
  let [sum, answers, right] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const startsAtZero = set.fill(u, i);
    if (startsAtZero) startAtZero(u);
    interventions.start = startsAtZero ? 0 : interventions.start + u.T;
    markPadding(model, u);
    yield* forwardThroughTime(model, u, interventions.hooks);
    yield* poolInPieces(model, u);
    for (const rows of u.head) {
      headForward(kernels, values.head, rows.H, rows.out);
      if (model.target === 'classes') right += countRight(rows, V);
      sum += lossOf(model, rows, 1);
      if (u.pace.isTime(rows.out.length * (2 * D * H + EXPONENTIAL + 2 * ELEMENT))) yield;
    }
    answers += countAsked(model, u);
    carryOn(u);
  }
  const share = (total: number): number => total / Math.max(1, answers);
  return { loss: share(sum), accuracy: model.target === 'classes' ? share(right) : null, answers };
}

/** Rows whose largest logit is that of the class asked for; of equal ones the first counts. */
function countRight({ out, targets }: HeadRows, V: number): number {
  let count = 0;
  for (let row = 0; row < targets.length; row++) {
    if (targets[row] < 0) continue;
    let best = row * V;
    for (let j = best + 1; j < (row + 1) * V; j++) if (out[j] > out[best]) best = j;
    if (best - row * V === targets[row]) count += 1;
  }
  return count;
}
