/**
 * What a step does with its gradients: their norm, the clip, the optimiser's step, and p ← p − step. In pieces, but the
 * parameters change all at once at the end: whoever reads them between two yields sees one completed step.
 */
import type { OptimiserName, RunConfig } from '../config.ts';
import type { Work } from '../network/bptt.ts';
import type { Model } from '../network/model.ts';
import { clipByNorm } from './clip.ts';
import { initOptimiser, type OptimiserState, type Rule, updating } from './optimisers.ts';

/** The four optimisers on offer as rules: momentum 0.9; RMSProp α 0.99; Adam β 0.9, 0.999; ε 10⁻⁸. */
const RULES: Readonly<Record<OptimiserName, Rule>> = {
  sgd: { name: 'sgd' },
  momentum: { name: 'sgd', momentum: 0.9 },
  rmsprop: { name: 'rmsprop', alpha: 0.99, eps: 1e-8 },
  adam: { name: 'adam', beta1: 0.9, beta2: 0.999, eps: 1e-8 },
};

/** Numbers squared between two yields. */
const PIECE = 2 ** 21;

/** ‖g‖. */
export function* gradientNorm<P, S>({ gradients, kernels }: Model<P, S>): Work<number> {
  const g = gradients!.all;
  let sum = 0;
  for (let from = 0; from < g.length; from += PIECE) {
    sum = kernels.sumOfSquares(g.subarray(from, from + PIECE), sum);
    yield;
  }
  return Math.sqrt(sum);
}

export class Updater<P, S> {
  readonly #model: Model<P, S>;
  #applied: RunConfig;
  #state: OptimiserState;

  constructor(model: Model<P, S>, config: RunConfig) {
    this.#model = model;
    this.#applied = config;
    this.#state = this.#fresh(config);
  }

  /** The settings the last update used. */
  get applied(): RunConfig {
    return this.#applied;
  }

  /** The optimiser's state starts afresh. */
  restart(config: RunConfig): void {
    this.#applied = config;
    this.#state = this.#fresh(config);
  }

  /** The gradients become the step, and the step is taken. Once begun it must be finished. @returns whether the clip acted */
  *update(gradNorm: number, config: RunConfig): Work<boolean> {
    if (config.optimiser !== this.#applied.optimiser) this.#state = this.#fresh(config);
    this.#applied = config;
    const { learningRate, clip, optimiser } = config;
    const p = this.#model.values.all;
    const g = this.#model.gradients!.all;
    let clipped = false;
    yield* updating(RULES[optimiser], this.#state, p, g, learningRate, (piece) => {
      if (clip > 0) clipped = clipByNorm(piece, gradNorm, clip, 'd2l');
    });
    for (let i = 0; i < p.length; i++) p[i] -= g[i];
    return clipped;
  }

  #fresh({ optimiser }: RunConfig): OptimiserState {
    return initOptimiser(RULES[optimiser], this.#model.dtype, this.#model.values.all.length);
  }
}
