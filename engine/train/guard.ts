/**
 * Watches the loss: says when training has diverged, and keeps the last parameters known to be good.
 * Good: their own loss was measured, and is at most twice the best that the smoothed loss has been.
 */
import type { Floats } from '../math/floats.ts';

/** Steps between two copies of the parameters. */
const EVERY = 25;
/** Share of the old value in the smoothed loss. */
const MEMORY = 0.9;
/** A loss counts as lost only above so many times the best: what begins badly has not diverged. */
const RISE = 10;

/** What the guard remembers, as plain data. NaN and infinity are null. */
export interface GuardState {
  readonly smooth: number | null;
  readonly best: number | null;
  readonly step: number;
}

export class Guard {
  /** The last good parameters, and after how many steps they were. */
  readonly parameters: Floats;
  step: number;
  readonly #limit: number;
  #smooth = Number.NaN;
  #best = Number.POSITIVE_INFINITY;

  /** @param limit a loss above it is useless */
  constructor(parameters: Floats, step: number, limit: number) {
    this.parameters = parameters.slice();
    this.step = step;
    this.#limit = limit;
  }

  /** Unusable: not finite, or worse than useless and far above where it has been. */
  hasDiverged(loss: number, gradNorm: number): boolean {
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm)) return true;
    return loss > Math.max(this.#limit, RISE * this.#best);
  }

  /**
   * Notes the loss of the parameters that `step` steps made, and keeps them if they are good and it is time.
   * @param now it is time: something is about to change
   */
  note(step: number, loss: number, parameters: Floats, now: boolean): void {
    if (loss === 0) return; // nothing was asked of this minibatch, or nothing is left to learn
    this.#smooth = Number.isNaN(this.#smooth) ? loss : MEMORY * this.#smooth + (1 - MEMORY) * loss;
    this.#best = Math.min(this.#best, this.#smooth);
    if (loss > 2 * this.#best || !(now || step - this.step >= EVERY)) return;
    this.parameters.set(parameters);
    this.step = step;
  }

  /** Training goes on from the last good parameters. */
  restart(): void {
    this.#smooth = Number.NaN;
  }

  get state(): GuardState {
    const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
    return { smooth: finite(this.#smooth), best: finite(this.#best), step: this.step };
  }

  /** Goes on where another guard was. */
  restore({ smooth, best, step }: GuardState, parameters: Floats): void {
    this.#smooth = smooth ?? Number.NaN;
    this.#best = best ?? Number.POSITIVE_INFINITY;
    this.step = step;
    this.parameters.set(parameters);
  }
}
