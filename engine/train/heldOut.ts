/** Evaluations on the held-out part: those that training makes by itself, and those that are asked for. */
import type { Work } from '../network/bptt.ts';
import type { Model } from '../network/model.ts';
import type { Unroll } from '../network/unroll.ts';
import { createEvaluator, evaluate } from './evaluate.ts';
import type { HeldOut } from './types.ts';

/** Predictions in an evaluation that training makes by itself, and in one that is asked for. */
const TOKENS = { automatic: 2048, requested: 8192 } as const;

/** Steps after which training evaluates by itself. */
const isEvaluationStep = (step: number): boolean =>
  step === 25 || step === 50 || (step > 0 && step % 100 === 0);

export class HeldOutWatch<P, S> {
  readonly #model: Model<P, S>;
  readonly #tokens: Uint16Array;
  readonly #unroll: Unroll<S>;
  /** The step after which it evaluated last. */
  #evaluated: number;
  #results: HeldOut[] = [];

  constructor(model: Model<P, S>, tokens: Uint16Array, step: number) {
    this.#model = model;
    this.#tokens = tokens;
    this.#unroll = createEvaluator(model, tokens);
    this.#evaluated = step;
  }

  /** Whether training evaluates before it goes on. */
  isDue(step: number): boolean {
    return isEvaluationStep(step) && this.#evaluated !== step;
  }

  /** Training goes on from `step`. */
  restart(step: number): void {
    this.#evaluated = step;
  }

  /** What training does by itself. A loss that is no number is left to the next step, which says that it diverged. */
  *automatic(step: number): Work<undefined> {
    const result = yield* evaluate(this.#model, this.#unroll, this.#tokens, TOKENS.automatic);
    if (Number.isFinite(result.loss)) this.#results.push({ step, ...result });
    this.#evaluated = step;
    return undefined;
  }

  /** Asked for, in memory of its own: it may come in the middle of the other. */
  *requested(step: number): Work<HeldOut> {
    const unroll = createEvaluator(this.#model, this.#tokens);
    return { step, ...(yield* evaluate(this.#model, unroll, this.#tokens, TOKENS.requested)) };
  }

  /** Automatic evaluations since the last call. */
  take(): HeldOut[] {
    const taken = this.#results;
    this.#results = [];
    return taken;
  }
}
