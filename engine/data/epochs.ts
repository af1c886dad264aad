/** Epochs: so many minibatches, then new draws (an order, an offset), and again. */
import { check } from '../errors.ts';
import type { Rng, RngState } from '../math/random.ts';
import type { SourceState } from './types.ts';

/**
 * Counts the minibatches of an epoch and draws anew when one begins. Its state is complete: the random numbers as they
 * were before the epoch's draws, and the minibatches given since; whoever restores it draws again, and gets the same.
 */
export class Epochs {
  /** Minibatches an epoch. */
  readonly steps: number;
  readonly #rng: Rng;
  readonly #draw: (rng: Rng) => void;
  /** The generator before this epoch's draws. */
  #before: RngState;
  /** Minibatches of this epoch already given; `steps`: the next one begins an epoch. */
  #index: number;

  /** @param draw makes an epoch's draws, and uses the generator for nothing else */
  constructor(steps: number, rng: Rng, draw: (rng: Rng) => void) {
    this.steps = steps;
    this.#rng = rng;
    this.#draw = draw;
    this.#before = rng.state;
    this.#index = steps;
  }

  /** The next minibatch's place in its epoch, [0, steps). */
  next(): number {
    if (this.#index === this.steps) this.#begin();
    this.#index += 1;
    return this.#index - 1;
  }

  /** The next minibatch begins a new epoch. */
  restart(): void {
    this.#index = this.steps;
  }

  get state(): SourceState {
    const isBetween = this.#index === this.steps;
    return { rng: isBetween ? this.#rng.state : this.#before, counters: [this.#index] };
  }

  /** @throws EngineError argument-invalid unless the state is of epochs of this length */
  set state({ rng, counters: [index] }: SourceState) {
    const fits = Number.isInteger(index) && index >= 0 && index <= this.steps;
    check(fits, 'Epochs.state', `minibatches given in [0, ${this.steps}]`, index);
    this.#rng.state = rng;
    if (index < this.steps) this.#begin();
    this.#index = index;
  }

  #begin(): void {
    this.#before = this.#rng.state;
    this.#draw(this.#rng);
    this.#index = 0;
  }
}
