/**
 * Minibatches of windows from a long row of tokens (Zhang et al., Dive into Deep Learning, §9.3).
 * `sequential`: B lanes are read side by side, window after window, so that the state can be carried on.
 * `random`: the row is cut into windows, which are shuffled; every window starts with a fresh state.
 * Each epoch starts at a random offset in [0, T), so that windows are not cut at the same places.
 *
 * Dimensions: T timesteps a window, B sequences.
 */
import { check } from '../errors.ts';
import type { Rng, RngState } from '../math/random.ts';

export type Partition = 'random' | 'sequential';

/** A place in the stream of minibatches, to come back to. */
export interface BatchState {
  readonly rng: RngState;
  readonly offset: number;
  readonly index: number;
}

export class Batches {
  readonly stepsPerEpoch: number;
  readonly #tokens: Uint16Array;
  readonly #partition: Partition;
  readonly #T: number;
  readonly #B: number;
  readonly #rng: Rng;
  /** Start of each window of the epoch in units of T; for `random` only. */
  readonly #order: Int32Array;
  #offset = 0;
  /** Minibatches of this epoch already given. */
  #index: number;

  /** @param tokens at least B·T + 1 */
  constructor(tokens: Uint16Array, partition: Partition, T: number, B: number, rng: Rng) {
    check(tokens.length >= B * T + 1, 'Batches', `at least ${B * T + 1} tokens`, tokens.length);
    this.#tokens = tokens;
    this.#partition = partition;
    this.#T = T;
    this.#B = B;
    this.#rng = rng;
    // As many as fit at the largest offset, so that every epoch has the same length.
    this.stepsPerEpoch = Math.max(1, Math.floor((tokens.length - T) / (B * T)));
    this.#order = new Int32Array(
      partition === 'random' ? Math.max(B, Math.floor((tokens.length - T) / T)) : 0,
    );
    this.#index = this.stepsPerEpoch;
  }

  /**
   * Writes the next minibatch, time-major: inputs and targets [T, B], the target of a token being the one after it.
   * @returns whether the state must start at zero
   */
  next(inputs: Int32Array, targets: Int32Array): boolean {
    const starts = this.#index === this.stepsPerEpoch;
    if (starts) this.#startEpoch();
    for (let b = 0; b < this.#B; b++) {
      const from = this.#windowStart(b);
      for (let t = 0, at = b; t < this.#T; t++, at += this.#B) {
        inputs[at] = this.#tokens[from + t];
        targets[at] = this.#tokens[from + t + 1];
      }
    }
    this.#index += 1;
    return starts || this.#partition === 'random';
  }

  /** The next minibatch begins a new epoch. */
  restart(): void {
    this.#index = this.stepsPerEpoch;
  }

  get state(): BatchState {
    return { rng: this.#rng.state, offset: this.#offset, index: this.#index };
  }

  /** Goes back to a state of this epoch, or of the end of the one before. */
  set state({ rng, offset, index }: BatchState) {
    this.#rng.state = rng;
    this.#offset = offset;
    this.#index = index;
  }

  #startEpoch(): void {
    const windows = this.#partition === 'random' ? this.#order.length : this.stepsPerEpoch * this.#B;
    const room = this.#tokens.length - 1 - windows * this.#T;
    this.#offset = this.#rng.int(Math.min(this.#T, room + 1));
    this.#index = 0;
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
    this.#rng.shuffle(this.#order);
  }

  #windowStart(b: number): number {
    if (this.#partition === 'random') return this.#offset + this.#order[this.#index * this.#B + b] * this.#T;
    const lane = Math.floor((this.#tokens.length - 1 - this.#offset) / this.#B);
    return this.#offset + b * lane + this.#index * this.#T;
  }
}
