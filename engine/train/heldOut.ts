/** Evaluations on the held-out part: those that training makes by itself, and when they say that it is enough. */
import type { HeldOut } from './types.ts';

/** Steps after which training evaluates by itself. */
const isEvaluationStep = (step: number): boolean =>
  step === 25 || step === 50 || (step > 0 && step % 100 === 0);

export interface HeldOutState {
  /** The step after which it evaluated last. */
  readonly evaluated: number;
  /** The best loss so far, null before the first, and how many evaluations ago that was. */
  readonly best: number | null;
  readonly waited: number;
}

export class HeldOutWatch {
  #evaluated: number;
  #best = Number.POSITIVE_INFINITY;
  #waited = 0;
  #results: HeldOut[] = [];

  constructor(step: number) {
    this.#evaluated = step;
  }

  /** Whether training evaluates before it goes on. */
  isDue(step: number): boolean {
    return isEvaluationStep(step) && this.#evaluated !== step;
  }

  /** Training goes on from `step`. */
  restart(step: number): void {
    this.#evaluated = step;
    this.#waited = 0;
  }

  /** Nothing could be measured after this step. */
  skip(step: number): void {
    this.#evaluated = step;
  }

  /** What training measured by itself. A loss that is no number is left to the next step, which says that it diverged. */
  note(result: HeldOut): void {
    this.#evaluated = result.step;
    if (!Number.isFinite(result.loss)) return;
    this.#results.push(result);
    this.#waited = result.loss < this.#best ? 0 : this.#waited + 1;
    this.#best = Math.min(this.#best, result.loss);
  }

  /** Early stopping (Prechelt 1998): whether so many evaluations in a row were not the best. @param patience 0: never */
  isEnough(patience: number): boolean {
    return patience > 0 && this.#waited >= patience;
  }

  /** Training goes on although it was enough: what was waited so far does not count. */
  waitAnew(): void {
    this.#waited = 0;
  }

  /** Automatic evaluations since the last call. */
  take(): HeldOut[] {
    const taken = this.#results;
    this.#results = [];
    return taken;
  }

  get state(): HeldOutState {
    const best = Number.isFinite(this.#best) ? this.#best : null;
    return { evaluated: this.#evaluated, best, waited: this.#waited };
  }

  set state({ evaluated, best, waited }: HeldOutState) {
    this.#evaluated = evaluated;
    this.#best = best ?? Number.POSITIVE_INFINITY;
    this.#waited = waited;
  }
}
