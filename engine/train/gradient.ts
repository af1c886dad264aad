/**
 * Loss and gradients of one minibatch, whole or in shards: parts of its sequences, whose gradients are computed apart
 * and summed in a fixed order, so that it does not matter to the bits where and when each was computed.
 *
 * Dimensions: T timesteps, B sequences, n shards.
 */
import { createBatch } from '../data/batch.ts';
import type { Batch, Problem } from '../data/types.ts';
import type { Need } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import { Rng, type RngState } from '../math/random.ts';
import { backpropagate } from '../network/bptt.ts';
import { drawDropout } from '../network/joints.ts';
import { askedFor } from '../network/loss.ts';
import type { Architecture, Model } from '../network/model.ts';
import type { Work } from '../network/pace.ts';
import { carryOn, createUnroll, startAtZero, type Unroll, unrollNeed } from '../network/unroll.ts';

export interface GradientOptions {
  readonly T: number;
  readonly B: number;
  readonly shards: number;
  /** Probability p of dropout between layers, [0, 1). */
  readonly dropout: number;
  readonly seed: number;
}

/** The stream of the seed's random numbers that the first shard's dropout draws from; the shard's number is added. */
const STREAM = 100;

/** Sequences of each of n shards: as equal as can be, the larger ones first. */
export const shardSizes = (B: number, shards: number): number[] =>
  Array.from({ length: shards }, (_, i) => Math.floor((B + shards - 1 - i) / shards));

/** What `Gradient` asks of the kernels beside the model. @param parameters how many numbers the model has */
export function gradientNeeds(a: Architecture, options: GradientOptions, parameters: number): Need[] {
  const { T, B, shards, dropout } = options;
  const sum = { floats: shards > 1 ? parameters : 0, ids: 0, arrays: 1, matrices: [], widest: 0 };
  const unrolls = shardSizes(B, shards).map((part) =>
    unrollNeed(a, { T, B: part, backward: true, dropout: dropout > 0 }),
  );
  return [sum, ...unrolls];
}

/** One shard: its window, and its dropout's random numbers. */
export class Shard {
  readonly unroll: Unroll;
  readonly #rng: Rng;
  readonly #dropout: number;

  constructor(model: Model, T: number, B: number, { dropout, seed }: GradientOptions, index: number) {
    this.unroll = createUnroll(model, { T, B, backward: true, dropout: dropout > 0 });
    this.#rng = new Rng(seed, STREAM + index);
    this.#dropout = dropout;
  }

  get rng(): RngState {
    return this.#rng.state;
  }

  set rng(state: RngState) {
    this.#rng.state = state;
  }

  /** Leaves the gradients of its own mean loss in the model. @returns that loss, and how many answers were asked for */
  *run(model: Model, startsAtZero: boolean): Work<{ loss: number; asked: number }> {
    if (startsAtZero) startAtZero(this.unroll);
    if (this.#dropout > 0) drawDropout(this.unroll, this.#dropout, this.#rng);
    const loss = yield* backpropagate(model, this.unroll);
    return { loss, asked: askedFor(model, this.unroll) };
  }
}

/** Where a minibatch's gradients come from. */
export class Gradient {
  readonly shards: readonly Shard[];
  /** What a source fills: the one shard's own arrays, or a batch to be dealt out. */
  readonly batch: Batch;
  readonly #model: Model;
  readonly #problem: Problem;
  readonly #sum: Floats | null;

  constructor(model: Model, problem: Problem, options: GradientOptions) {
    const { T, B, shards } = options;
    this.#model = model;
    this.#problem = problem;
    const sizes = shardSizes(B, shards);
    this.shards = sizes.map((part, i) => new Shard(model, T, part, options, i));
    this.batch = shards === 1 ? this.shards[0].unroll : createBatch(problem, T, B, model.kernels.dtype);
    this.#sum = shards === 1 ? null : model.kernels.floats(model.values.all.length);
  }

  /** Loss and gradients of the minibatch that stands in `batch`, weighted by how many answers each shard was asked. */
  *run(startsAtZero: boolean): Work<number> {
    const model = this.#model;
    const sum = this.#sum;
    if (!sum) {
      markPadding(model, this.shards[0].unroll);
      return (yield* this.shards[0].run(model, startsAtZero)).loss;
    }
    this.#deal();
    const g = model.gradients!.all;
    const results: { loss: number; asked: number }[] = [];
    const asked = this.shards.reduce((total, { unroll }) => total + askedFor(model, unroll), 0);
    for (const [i, shard] of this.shards.entries()) {
      const result = yield* shard.run(model, startsAtZero);
      results.push(result);
      addShard(model, sum, g, result.asked / asked, i === 0);
      yield;
    }
    g.set(sum);
    return meanLoss(results);
  }

  /** The states are carried on to the next window. */
  carryOn(): void {
    for (const { unroll } of this.shards) carryOn(unroll);
  }

  /** The staged minibatch's sequences go to their shards. */
  #deal(): void {
    let from = 0;
    for (const { unroll } of this.shards) {
      deal(this.#problem, unroll, this.batch, from);
      markPadding(this.#model, unroll);
      from += unroll.B;
    }
  }
}

/** sum = share · g for the first shard, sum += share · g for the others: the same operations wherever g comes from. */
export function addShard(model: Model, sum: Floats, g: Floats, share: number, isFirst: boolean): void {
  if (isFirst) sum.fill(0);
  model.kernels.addScaled(sum, g, share);
}

/** The mean over all answers of the shards' means. */
export function meanLoss(results: readonly { loss: number; asked: number }[]): number {
  const asked = results.reduce((sum, result) => sum + result.asked, 0);
  return results.reduce((sum, result) => sum + result.loss * (result.asked / asked), 0);
}

/** Nothing is asked in the padding: there the numbers asked for are no numbers. */
export function markPadding({ reading, V }: Model, { values, lengths, T, B }: Unroll): void {
  if (!values || reading !== 'every') return;
  for (let b = 0; b < B; b++) {
    for (let t = lengths[b]; t < T; t++) values.fill(Number.NaN, (t * B + b) * V, (t * B + b + 1) * V);
  }
}

/** Copies sequences [from, from + part.B) of a minibatch. */
function deal({ input, target, reading }: Problem, part: Batch, batch: Batch, from: number): void {
  const answers = reading === 'every' ? batch.T : 1;
  const copy = (to: Numbers, all: Numbers, rows: number, width: number): void => {
    if (!to || !all || to.length === 0) return;
    for (let row = 0; row < rows; row++) {
      const start = (row * batch.B + from) * width;
      to.set(all.subarray(start, start + part.B * width), row * part.B * width);
    }
  };
  copy(part.tokens, batch.tokens, batch.T, 1);
  copy(part.vectors, batch.vectors, batch.T, input.size);
  copy(part.lengths, batch.lengths, 1, 1);
  copy(part.targets, batch.targets, answers, 1);
  copy(part.values, batch.values, answers, target.size);
}

type Numbers = Floats | Int32Array | null;
