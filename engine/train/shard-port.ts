/**
 * What passes between a session and the threads that compute shards of its gradients. A thread remembers nothing from
 * one shard to the next: parameters, sequences, states and random numbers go to it with each, and what becomes of them
 * comes back. So it does not matter to the bits which thread computed a shard, or whether one was asked twice.
 */
import type { RunConfig } from '../config.ts';
import type { Batch, Problem } from '../data/types.ts';
import type { Arithmetic } from '../kernels/kernels.ts';
import type { Modules } from '../kernels/machine.ts';
import type { Dtype, Floats } from '../math/floats.ts';
import type { RngState } from '../math/random.ts';

/** What a thread builds its replica of the network from: the first message to it. */
export interface ShardSetup {
  readonly kind: 'setup';
  readonly config: RunConfig;
  readonly problem: Problem;
  /** T of a minibatch, and all sizes B that its shards have. */
  readonly T: number;
  readonly sizes: readonly number[];
  readonly modules: Modules;
  /** A thread without it refuses. */
  readonly arithmetic: Arithmetic;
  readonly dtype: Dtype;
}

/** One shard to compute. All arrays are the message's own and move with it. */
export interface ShardTask {
  readonly kind: 'task';
  /** Of the step, and of the shard in it: the answer has them too. */
  readonly step: number;
  readonly shard: number;
  /** All parameters, in the model's order. */
  readonly parameters: Floats;
  readonly batch: Batch;
  /** Initial states of all lanes, one after another. */
  readonly states: Floats;
  /** Of the shard's dropout. */
  readonly rng: RngState;
}

export interface ShardAnswer {
  readonly kind: 'answer';
  readonly step: number;
  readonly shard: number;
  /** Of the shard's own mean loss, in the array the parameters came in. */
  readonly gradients: Floats;
  readonly loss: number;
  /** Final states of all lanes. */
  readonly states: Floats;
  readonly rng: RngState;
}

export type ToShard = ShardSetup | ShardTask;

/** `ready`: the replica stands. `failed`: it cannot be had, or a shard could not be computed. */
export type FromShard = { readonly kind: 'ready' } | ShardAnswer | { readonly kind: 'failed' };

/** A thread, as a session sees it. */
export interface ShardPort {
  send(message: ToShard, transfer: ArrayBuffer[]): void;
  /** Nothing more is heard of it. */
  end(): void;
}

/** How a thread is heard: what it says, and that it is no more (at most once, and nothing after that). */
export interface ShardListener {
  readonly message: (message: FromShard) => void;
  readonly death: () => void;
}

/**
 * Starts a thread that hands every message to `servingShards`. Null, or an exception: there are no more threads to be
 * had, and the session does with those it has.
 */
export type SpawnShard = (listener: ShardListener) => ShardPort | null;

/** The buffers of a batch. */
export const buffersOf = ({ tokens, vectors, targets, values, lengths }: Batch): ArrayBuffer[] =>
  [tokens, vectors, targets, values, lengths].flatMap((array) => (array ? [bufferOf(array)] : []));

/** An array's buffer, to be moved: never shared, and never that of a kernels' memory. */
export const bufferOf = (array: Floats | Int32Array): ArrayBuffer => array.buffer as ArrayBuffer;
