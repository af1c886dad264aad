/**
 * Minibatches of windows from a long row of tokens (Zhang et al., Dive into Deep Learning, §9.3).
 * `sequential`: B lanes are read side by side, window after window, so that the state can be carried on.
 * `random`: the row is cut into windows, which are shuffled; every window starts with a fresh state.
 * Each epoch starts at a random offset in [0, T), so that windows are not cut at the same places.
 *
 * Dimensions: T timesteps a window, B sequences.
 */
import { check } from '../errors.ts';
import type { Rng } from '../math/random.ts';
import { Epochs } from './epochs.ts';
import type { SourceState } from './types.ts';

export type Partition = 'random' | 'sequential';

export class Batches {
  readonly #tokens: Uint16Array | Int32Array;
  readonly #partition: Partition;
  readonly #T: number;
  readonly #B: number;
  readonly #epochs: Epochs;
  /** Start of each window of the epoch in units of T; for `random` only. */
  readonly #order: Int32Array;
  #offset = 0;

  /** @param tokens at least B·T + 1 */
  constructor(tokens: Uint16Array | Int32Array, partition: Partition, T: number, B: number, rng: Rng) {
    check(tokens.length >= B * T + 1, 'Batches', `at least ${B * T + 1} tokens`, tokens.length);
    this.#tokens = tokens;
    this.#partition = partition;
    this.#T = T;
    this.#B = B;
    // As many as fit at the largest offset, so that every epoch has the same length.
    const steps = Math.max(1, Math.floor((tokens.length - T) / (B * T)));
    this.#epochs = new Epochs(steps, rng, () => this.#draw(rng));
    this.#order = new Int32Array(
      partition === 'random' ? Math.max(B, Math.floor((tokens.length - T) / T)) : 0,
    );
  }

  get stepsPerEpoch(): number {
    return this.#epochs.steps;
  }

  /**
   * Writes the next minibatch, time-major: inputs and targets [T, B], the target of a token being the one after it.
   * @returns whether the state must start at zero
   */
  next(inputs: Int32Array, targets: Int32Array): boolean {
    const index = this.#epochs.next();
    for (let b = 0; b < this.#B; b++) {
      const from = this.#windowStart(index, b);
      for (let t = 0, at = b; t < this.#T; t++, at += this.#B) {
        inputs[at] = this.#tokens[from + t];
        targets[at] = this.#tokens[from + t + 1];
      }
    }
    return index === 0 || this.#partition === 'random';
  }

  /** The next minibatch begins a new epoch. */
  restart(): void {
    this.#epochs.restart();
  }

  get state(): SourceState {
    return this.#epochs.state;
  }

  set state(state: SourceState) {
    this.#epochs.state = state;
  }

  #draw(rng: Rng): void {
    const windows = this.#partition === 'random' ? this.#order.length : this.stepsPerEpoch * this.#B;
    const room = this.#tokens.length - 1 - windows * this.#T;
    this.#offset = rng.int(Math.min(this.#T, room + 1));
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
    rng.shuffle(this.#order);
  }

  #windowStart(index: number, b: number): number {
    if (this.#partition === 'random') return this.#offset + this.#order[index * this.#B + b] * this.#T;
    const lane = Math.floor((this.#tokens.length - 1 - this.#offset) / this.#B);
    return this.#offset + b * lane + index * this.#T;
  }
}
