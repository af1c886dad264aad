/**
 * A shard: a part of a minibatch's sequences, whose gradients are computed by themselves.
 *
 * Dimensions: T timesteps, B sequences.
 */
import type { Need } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import { Rng, type RngState } from '../math/random.ts';
import { backpropagate } from '../network/bptt.ts';
import { drawingDropout } from '../network/joints.ts';
import { type Architecture, type Model, modelNeed } from '../network/model.ts';
import type { Work } from '../network/pace.ts';
import { createUnroll, finalState, initialState, type Unroll, unrollNeed } from '../network/unroll.ts';

export interface ShardOptions {
  readonly T: number;
  readonly B: number;
  /** Probability p of dropout between layers, [0, 1). */
  readonly dropout: number;
  readonly seed: number;
}

/** The stream of the seed's random numbers that the first shard's dropout draws from; the shard's number is added. */
const STREAM = 100;

/** Sequences of each of n shards: as equal as can be, the larger ones first. */
export const shardSizes = (B: number, shards: number): number[] =>
  Array.from({ length: shards }, (_, i) => Math.floor((B + shards - 1 - i) / shards));

/** What shards of these sizes ask of the kernels. */
export const shardNeeds = (
  a: Architecture,
  { T, dropout }: Pick<ShardOptions, 'T' | 'dropout'>,
  sizes: readonly number[],
): Need[] => sizes.map((B) => unrollNeed(a, { T, B, backward: true, dropout: dropout > 0 }));

/** What a thread that computes shards asks of its kernels: the model, and one shard of each size. */
export const replicaNeeds = (
  a: Architecture,
  options: Pick<ShardOptions, 'T' | 'dropout'>,
  sizes: readonly number[],
): Need[] => [modelNeed(a, true), ...shardNeeds(a, options, [...new Set(sizes)])];

/** Its window, and its dropout's random numbers. */
export class Shard {
  readonly unroll: Unroll;
  readonly #model: Model;
  readonly #rng: Rng;
  readonly #dropout: number;

  constructor(model: Model, { T, B, dropout, seed }: ShardOptions, index: number) {
    this.unroll = createUnroll(model, { T, B, backward: true, dropout: dropout > 0 });
    this.#model = model;
    this.#rng = new Rng(seed, STREAM + index);
    this.#dropout = dropout;
  }

  get rng(): RngState {
    return this.#rng.state;
  }

  set rng(state: RngState) {
    this.#rng.state = state;
  }

  /** The states that the window starts from, of all lanes: views. */
  get initialStates(): Floats[] {
    return this.#states(initialState);
  }

  /** … and ends with. */
  get finalStates(): Floats[] {
    return this.#states(finalState);
  }

  /** Leaves the gradients of its own mean loss in the model. @returns that loss */
  *run(): Work<number> {
    if (this.#dropout > 0) yield* drawingDropout(this.unroll, this.#dropout, this.#rng);
    return yield* backpropagate(this.#model, this.unroll);
  }

  #states(of: typeof initialState): Floats[] {
    const { cell } = this.#model;
    return this.unroll.lanes.flatMap((lane) => cell.states.map((name) => of(this.unroll, lane, name)));
  }
}

/** All numbers of `arrays`, one array after another, in an array of its own. */
export function joined(arrays: readonly Floats[]): Floats {
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const all = arrays[0] instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** `all` goes back to where it came from: see `joined`. */
export function spread(all: Floats, arrays: readonly Floats[]): void {
  let at = 0;
  for (const array of arrays) {
    array.set(all.subarray(at, at + array.length));
    at += array.length;
  }
}
