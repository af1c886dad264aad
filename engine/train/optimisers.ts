/**
 * Optimisers as pure pairs in the manner of optax: `init` makes the state, `update` turns the gradients g, in place,
 * into what is to be subtracted from the parameters p. The rules are torch.optim's (PyTorch 1.13 documentation), each
 * beside its formula. All work on one run of memory.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import { power } from '../math/special.ts';
import type { Work } from '../network/pace.ts';

/** γ learning rate, λ weight decay. Every rule has its own further settings. */
export type Rule =
  | {
      readonly name: 'sgd';
      readonly momentum?: number;
      readonly dampening?: number;
      readonly nesterov?: boolean;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'rmsprop';
      readonly alpha?: number;
      readonly eps?: number;
      readonly momentum?: number;
      readonly centered?: boolean;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'adam' | 'adamw';
      readonly beta1?: number;
      readonly beta2?: number;
      readonly eps?: number;
      readonly weightDecay?: number;
    };

/** `t` counts the updates made; `slots` are running means, each as long as the parameters. */
export interface OptimiserState {
  t: number;
  readonly slots: readonly Floats[];
}

/** How many running means a rule keeps. */
function slotsOf(rule: Rule): number {
  if (rule.name === 'sgd') return rule.momentum ? 1 : 0;
  if (rule.name === 'rmsprop') return 1 + (rule.centered ? 1 : 0) + (rule.momentum ? 1 : 0);
  return 2;
}

/** @param zeros the i-th running mean, all zeros, as long as the parameters */
export const initOptimiser = (rule: Rule, zeros: (i: number) => Floats): OptimiserState => ({
  t: 0,
  slots: Array.from({ length: slotsOf(rule) }, (_, i) => zeros(i)),
});

/** Numbers worked on between two yields: 4 ms of Adam. */
const PIECE = 2 ** 19;

/**
 * Makes `g` the step, up to a factor, in pieces. The state changes on the way, so what has begun must be brought to its
 * end.
 * @param scale what the clip multiplies the gradients by, (0, 1]
 * @returns the factor: afterwards p −= factor · g is the update
 */
export function* updating(
  k: Kernels,
  rule: Rule,
  state: OptimiserState,
  p: Floats,
  g: Floats,
  rate: number,
  scale = 1,
): Work<number> {
  state.t += 1;
  if (rule.name === 'sgd' && !rule.momentum && !rule.weightDecay) return rate * scale;
  const { t } = state;
  const isOne = g.length <= PIECE;
  for (let from = 0; from < g.length; from += PIECE) {
    const piece = (x: Floats): Floats => (isOne ? x : x.subarray(from, from + PIECE));
    updatePiece(
      k,
      rule,
      { t, slots: isOne ? state.slots : state.slots.map(piece) },
      piece(p),
      piece(g),
      rate,
      scale,
    );
    if (!isOne) yield;
  }
  return 1;
}

function updatePiece(
  k: Kernels,
  rule: Rule,
  state: OptimiserState,
  p: Floats,
  g: Floats,
  rate: number,
  scale: number,
): void {
  const isAdam = rule.name === 'adam' || rule.name === 'adamw';
  const decays = Boolean(rule.weightDecay) && rule.name !== 'adamw';
  if (scale < 1 && (decays || !isAdam)) k.scale(g, scale);
  if (decays) k.addScaled(g, p, rule.weightDecay!); //                      g ← g + λ p
  if (rule.name === 'sgd') sgd(rule, state, g, rate);
  else if (rule.name === 'rmsprop') rmsprop(rule, state, g, rate);
  else {
    adam(k, rule, state, g, rate, decays ? 1 : scale);
    if (rule.name === 'adamw') k.addScaled(g, p, rate * (rule.weightDecay ?? 0.01)); // p ← p − γ λ p, apart from the means
  }
}

/** b ← g at first, then μ b + (1 − τ) g; step γ b, or with Nesterov γ (g + μ b). */
function sgd(rule: Rule & { name: 'sgd' }, { t, slots }: OptimiserState, g: Floats, rate: number): void {
  const { momentum = 0, dampening = 0, nesterov = false } = rule;
  const b = slots[0];
  if (!b) {
    for (let i = 0; i < g.length; i++) g[i] *= rate;
    return;
  }
  const fresh = t === 1 ? 1 : 1 - dampening;
  for (let i = 0; i < g.length; i++) {
    b[i] = momentum * b[i] + fresh * g[i];
    g[i] = rate * (nesterov ? g[i] + momentum * b[i] : b[i]);
  }
}

/** v ← α v + (1 − α) g²; centered: m ← α m + (1 − α) g, v − m² for v; u = g / (√v + ε); momentum: b ← μ b + u. */
function rmsprop(rule: Rule & { name: 'rmsprop' }, { slots }: OptimiserState, g: Floats, rate: number): void {
  const { alpha = 0.99, eps = 1e-8, momentum = 0, centered = false } = rule;
  const v = slots[0];
  const m = centered ? slots[1] : null;
  const b = momentum ? slots[centered ? 2 : 1] : null;
  for (let i = 0; i < g.length; i++) {
    const gi = g[i];
    v[i] = alpha * v[i] + (1 - alpha) * gi * gi;
    let variance = v[i];
    if (m) {
      m[i] = alpha * m[i] + (1 - alpha) * gi;
      variance -= m[i] * m[i];
    }
    let u = gi / (Math.sqrt(variance) + eps);
    if (b) {
      u += momentum * b[i];
      b[i] = u;
    }
    g[i] = rate * u;
  }
}

/** m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; step γ/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) (Kingma and Ba 2015). */
function adam(
  k: Kernels,
  rule: Rule & { name: 'adam' | 'adamw' },
  { t, slots }: OptimiserState,
  g: Floats,
  rate: number,
  factor: number,
): void {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-8 } = rule;
  const size = rate / (1 - power(beta1, t));
  const root = Math.sqrt(1 - power(beta2, t));
  k.adam(g, slots[0], slots[1], { ...{ factor, beta1, beta2 }, ...{ eps, size, root } });
}
