/**
 * What a network is given and asked, whatever it comes from: a text, a synthetic task, a set of sequences.
 * Dimensions: T timesteps of a minibatch, B sequences, I input size, O outputs.
 */
import type { Floats } from '../math/floats.ts';
import type { Rng, RngState } from '../math/random.ts';

/** Where the answer is read: at every timestep, from the last states, or from the mean of all states. */
export type Reading = 'every' | 'last' | 'mean';

/** Sizes and kinds a model is built for. */
export interface Problem {
  /** Token ids in [0, size), or vectors of `size` numbers. */
  readonly input: { readonly kind: 'tokens' | 'vectors'; readonly size: number };
  /** Classes in [0, size), judged by cross-entropy, or `size` numbers, judged by the mean squared error. */
  readonly target: { readonly kind: 'classes' | 'values'; readonly size: number };
  readonly reading: Reading;
}

/** A minibatch, time-major: row (t, b) is row t·B + b. Sequences shorter than T are padded at the end. */
export interface Batch {
  readonly T: number;
  readonly B: number;
  /** Token ids [T, B]; 0 in the padding. Length 0 if the input is vectors. */
  readonly tokens: Int32Array;
  /** Input vectors [T, B, I], 0 in the padding; null if the input is tokens. */
  readonly vectors: Floats | null;
  /** Classes [T, B], or [B] unless read at every timestep; −1: not asked (always so in the padding). */
  readonly targets: Int32Array;
  /** Target numbers [T, B, O], or [B, O] unless read at every timestep; null if the target is classes. */
  readonly values: Floats | null;
  /** Timesteps of each sequence [B], [1, T]. */
  readonly lengths: Int32Array;
}

/** A place in a stream of minibatches, as plain data, to come back to. */
export interface SourceState {
  readonly rng: RngState;
  /** Whatever else the source counts. */
  readonly counters: readonly number[];
}

/** An endless stream of training minibatches. */
export interface Source {
  /** Minibatches an epoch; for tasks made up as they go, 100. */
  readonly stepsPerEpoch: number;
  /** Fills every array of `batch`. @returns whether the states must start at zero (else they are carried on) */
  next(batch: Batch): boolean;
  /** The next minibatch begins a new epoch. */
  restart(): void;
  state: SourceState;
}

/** The validation set, always the same minibatches in the same order. */
export interface HeldOutSet {
  readonly T: number;
  readonly B: number;
  /** How many minibatches there are. They may ask differently many answers: weigh their means by that. */
  readonly count: number;
  /** How many of them, the first ones, an evaluation reads that training makes by itself, [1, count]. */
  readonly automatic: number;
  /** Fills every array of `batch` with minibatch `i`. @returns whether the states must start at zero */
  fill(batch: Batch, i: number): boolean;
}

/** Everything a session needs to know of its data. */
export interface Data {
  readonly problem: Problem;
  /** T of the training minibatches. */
  readonly T: number;
  /** Names of the token ids (for vectors: of the numbers), and of the classes (or of the target numbers). */
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  /** Training tokens, or sequences; Infinity if they are made up as they go. And held out. */
  readonly trainSize: number;
  readonly heldOutSize: number;
  /** Validation loss of who knows only how often each answer comes (values: their mean), nats or squared error. */
  readonly baseline: number;
  source(B: number, rng: Rng): Source;
  readonly heldOut: HeldOutSet;
}
