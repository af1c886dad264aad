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
import { countAsked } from '../network/loss.ts';
import type { Architecture, Model } from '../network/model.ts';
import type { Work } from '../network/pace.ts';
import { carryOn, startAtZero, type Unroll } from '../network/unroll.ts';
import { joined, Shard, type ShardOptions, shardNeeds, shardSizes, spread } from './shard.ts';
import type { Crew } from './shard-crew.ts';
import type { ShardAnswer, ShardTask } from './shard-port.ts';

export interface GradientOptions extends ShardOptions {
  readonly shards: number;
}

/** What `Gradient` asks of the kernels beside the model. @param parameters how many numbers the model has */
export function gradientNeeds(a: Architecture, options: GradientOptions, parameters: number): Need[] {
  const { B, shards } = options;
  const sum = { floats: shards > 1 ? parameters : 0, ids: 0, arrays: 1, matrices: [], widest: 0 };
  return [sum, ...shardNeeds(a, options, shardSizes(B, shards))];
}

/** Where a minibatch's gradients come from. */
export class Gradient {
  readonly shards: readonly Shard[];
  /** What a source fills: the one shard's own arrays, or a batch to be dealt out. */
  readonly batch: Batch;
  /** Whether to do without other threads, because there is no waiting for them now. */
  isAlone = false;
  readonly #model: Model;
  readonly #problem: Problem;
  readonly #other: Floats | null;
  #gather: (() => Crew) | null;
  #crew: Crew | null = null;

  /** @param gather starts the threads that help, the first time they are needed */
  constructor(model: Model, problem: Problem, options: GradientOptions, gather: (() => Crew) | null = null) {
    const { T, B, shards } = options;
    this.#model = model;
    this.#problem = problem;
    this.#gather = gather;
    this.shards = shardSizes(B, shards).map((part, i) => new Shard(model, { ...options, B: part }, i));
    this.batch = shards === 1 ? this.shards[0].unroll : createBatch(problem, T, B, model.kernels.dtype);
    this.#other = shards === 1 ? null : model.kernels.floats(model.values.all.length);
  }

  /** Threads that compute shards, the session's own among them. */
  get threads(): number {
    return 1 + (this.#crew?.ready ?? 0);
  }

  /** While threads are starting: until something happens. Else null. */
  get starting(): Promise<void> | null {
    return this.#crew?.starting ?? null;
  }

  /**
   * Loss and gradients of the minibatch that stands in `batch`, weighted by how many answers each shard is asked.
   * Yields a promise where there is nothing to do until another thread has answered.
   */
  *run(startsAtZero: boolean): Work<number> {
    if (!this.#other) {
      const [{ unroll }] = this.shards;
      markPadding(this.#model, unroll);
      if (startsAtZero) startAtZero(unroll);
      return yield* this.shards[0].run();
    }
    this.#deal(startsAtZero);
    const crew = this.#begin();
    const asked = this.shards.map(({ unroll }) => countAsked(this.#model, unroll));
    const total = Math.max(
      1,
      asked.reduce((sum, count) => sum + count, 0),
    );
    const sum = new ShardSum(this.#model, this.#other);
    let loss = 0;
    for (const [i, shard] of this.shards.entries()) {
      const answer = crew ? yield* this.#await(crew, i) : null;
      if (!answer) sum.makeRoom();
      const own = answer ? this.#accept(shard, answer) : yield* shard.run();
      sum.add(asked[i] / total, answer?.gradients ?? null);
      if (answer) crew?.giveBack(answer.gradients);
      loss += own * (asked[i] / total);
      yield;
    }
    sum.finish();
    return loss;
  }

  /** The states are carried on to the next window. */
  carryOn(): void {
    for (const { unroll } of this.shards) carryOn(unroll);
  }

  /** Ends the threads that help: the step under way is computed here, the next one starts others. */
  rest(): void {
    this.#crew?.end();
    this.#crew = null;
  }

  /** … and from now on all is computed here. */
  dispose(): void {
    this.#gather = null;
    this.rest();
  }

  /** Gives shards out to whoever helps with this step. */
  #begin(): Crew | null {
    if (this.isAlone) return null;
    this.#crew ??= this.#gather?.() ?? null;
    this.#crew?.begin(this.shards.length, (i, parameters) => this.#compose(this.shards[i], parameters));
    return this.#crew;
  }

  *#await(crew: Crew, i: number): Work<ShardAnswer | null> {
    for (;;) {
      const answer = crew.take(i, this.isAlone);
      if (!(answer instanceof Promise)) return answer;
      yield answer;
    }
  }

  /** A shard as it stands here, for a thread. */
  #compose(shard: Shard, parameters: Floats): Omit<ShardTask, 'kind' | 'step' | 'shard'> {
    const { T, B, tokens, vectors, targets, values, lengths } = shard.unroll;
    parameters.set(this.#model.values.all);
    return {
      parameters,
      batch: {
        ...{ T, B, tokens: tokens.slice(), vectors: vectors?.slice() ?? null },
        ...{ targets: targets.slice(), values: values?.slice() ?? null, lengths: lengths.slice() },
      },
      states: joined(shard.initialStates),
      rng: shard.rng,
    };
  }

  /** What a thread made of a shard becomes what this one would have: but for the gradients. @returns its mean loss */
  #accept(shard: Shard, { states, rng, loss }: ShardAnswer): number {
    spread(states, shard.finalStates);
    shard.rng = rng;
    return loss;
  }

  /** The staged minibatch's sequences go to their shards. */
  #deal(startsAtZero: boolean): void {
    let from = 0;
    for (const { unroll } of this.shards) {
      deal(this.#problem, unroll, this.batch, from);
      markPadding(this.#model, unroll);
      if (startsAtZero) startAtZero(unroll);
      from += unroll.B;
    }
  }
}

/**
 * Σ share · g over shards in their order, each product and each sum rounded once or fused, as the kernels do it. A
 * shard computed here leaves its gradients in the model, and others' come in arrays of their own: the sum stands in the
 * model's gradients until it has to make room for another shard's.
 */
class ShardSum {
  readonly #model: Model;
  readonly #gradients: Floats;
  readonly #other: Floats;
  #isInPlace = true;
  #isEmpty = true;

  constructor(model: Model, other: Floats) {
    this.#model = model;
    this.#gradients = model.gradients!.all;
    this.#other = other;
  }

  /** A shard is about to be computed in the model. */
  makeRoom(): void {
    if (this.#isEmpty || !this.#isInPlace) return;
    this.#other.set(this.#gradients);
    this.#isInPlace = false;
  }

  /** @param arrived gradients; null: they are the model's */
  add(share: number, arrived: Floats | null): void {
    const { kernels } = this.#model;
    if (this.#isEmpty) {
      if (arrived) this.#gradients.set(arrived);
      kernels.scale(this.#gradients, share);
      this.#isEmpty = false;
      return;
    }
    const [sum, added] = this.#isInPlace ? [this.#gradients, this.#other] : [this.#other, this.#gradients];
    if (arrived) added.set(arrived);
    kernels.addScaled(sum, added, share);
  }

  /** The sum is the model's gradients. */
  finish(): void {
    if (!this.#isInPlace) this.#gradients.set(this.#other);
  }
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
