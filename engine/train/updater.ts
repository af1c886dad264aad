/**
 * What a step does with its gradients: their norm, the clip, the optimiser's step, and p ← p − step. In pieces, but the
 * parameters change all at once at the end: whoever reads them between two yields sees one completed step.
 */
import { LIVE_KEYS, type OptimiserName, type RunConfig } from '../config.ts';
import type { Model } from '../network/model.ts';
import type { Work } from '../network/pace.ts';
import { clipFactor } from './clip.ts';
import { initOptimiser, type OptimiserState, type Rule, updating } from './optimisers.ts';
import { type Schedule, scheduledRate } from './schedule.ts';

/** The optimisers on offer as rules: momentum 0.9; RMSProp α 0.99; Adam β 0.9, 0.999; ε 10⁻⁸. */
const RULES: Readonly<Record<OptimiserName, Rule>> = {
  sgd: { name: 'sgd' },
  momentum: { name: 'sgd', momentum: 0.9 },
  nesterov: { name: 'sgd', momentum: 0.9, nesterov: true },
  rmsprop: { name: 'rmsprop', alpha: 0.99, eps: 1e-8 },
  adam: { name: 'adam', beta1: 0.9, beta2: 0.999, eps: 1e-8 },
  adamw: { name: 'adamw', beta1: 0.9, beta2: 0.999, eps: 1e-8 },
};

const ruleOf = ({ optimiser, weightDecay }: RunConfig): Rule => ({ ...RULES[optimiser], weightDecay });

/** The learning rate's schedule, as the configuration writes it. */
export function scheduleOf({ schedule, scheduleSteps: steps, scheduleFactor }: RunConfig): Schedule {
  if (schedule === 'step') return { kind: 'step', every: steps, factor: scheduleFactor };
  if (schedule === 'cosine') return { kind: 'cosine', steps, floor: scheduleFactor };
  return schedule === 'warmup' ? { kind: 'warmup', steps } : { kind: 'constant' };
}

/** Numbers squared between two yields: a multiple of 1,024, see `Kernels.sumOfSquares`. */
const PIECE = 2 ** 21;

/** ‖g‖. */
export function* gradientNorm({ gradients, kernels }: Model): Work<number> {
  const g = gradients!.all;
  let sum = 0;
  for (let from = 0; from < g.length; from += PIECE) {
    sum = kernels.sumOfSquares(g.length > PIECE ? g.subarray(from, from + PIECE) : g, sum);
    if (from + PIECE < g.length) yield;
  }
  return Math.sqrt(sum);
}

/** As many means as any optimiser keeps. */
export const SLOTS = 2;

export class Updater {
  readonly #model: Model;
  readonly #slots: OptimiserState['slots'];
  #applied: RunConfig;
  #state: OptimiserState;

  constructor(model: Model, config: RunConfig) {
    this.#model = model;
    const size = model.values.all.length;
    this.#slots = Array.from({ length: SLOTS }, () => model.kernels.floats(size));
    this.#applied = config;
    this.#state = this.#fresh(config);
  }

  /** The settings the last update used. */
  get applied(): RunConfig {
    return this.#applied;
  }

  get state(): OptimiserState {
    return this.#state;
  }

  /** Whether the next update has other settings than the last one. */
  isNews(config: RunConfig): boolean {
    return LIVE_KEYS.some((key) => config[key] !== this.#applied[key]);
  }

  /** The optimiser's state starts afresh. */
  restart(config: RunConfig): void {
    this.#applied = config;
    this.#state = this.#fresh(config);
  }

  /** … or where another one's was, which `config` made. */
  restore(config: RunConfig, state: OptimiserState): void {
    this.restart(config);
    this.#state.t = state.t;
    for (const [i, slot] of this.#state.slots.entries()) slot.set(state.slots[i]);
  }

  /**
   * The gradients become the step, and the step is taken. Once begun it must be finished.
   * @param made updates made so far in the run
   * @returns whether the clip acted
   */
  *update(gradNorm: number, config: RunConfig, made: number): Work<boolean> {
    if (config.optimiser !== this.#applied.optimiser) this.#state = this.#fresh(config);
    this.#applied = config;
    const { learningRate, clip, clipKind } = config;
    const { kernels: k, values, gradients } = this.#model;
    const rate = scheduledRate(scheduleOf(config), learningRate, made);
    const factor = clip > 0 ? clipFactor(gradNorm, clip, clipKind) : 1;
    const step = yield* updating(k, ruleOf(config), this.#state, values.all, gradients!.all, rate, factor);
    k.addScaled(values.all, gradients!.all, -step);
    k.changed();
    return factor < 1;
  }

  #fresh(config: RunConfig): OptimiserState {
    for (const slot of this.#slots) slot.fill(0);
    return initOptimiser(ruleOf(config), (i) => this.#slots[i]);
  }
}
