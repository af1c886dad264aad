/**
 * Learning-rate schedules: the rate γ_t of update t from the base rate γ, in the closed forms of
 * torch.optim.lr_scheduler (PyTorch 1.13 documentation). No state: a resumed run needs only its step.
 */
import { check } from '../errors.ts';
import { power } from '../math/special.ts';

/**
 * `constant`: γ_t = γ.
 * `step`: γ_t = γ · factor^⌊t/every⌋ (StepLR); every whole, [1, ∞); factor [0, 1].
 * `cosine`: γ_t = γ (f + (1 − f)(1 + cos(π t/steps))/2) for t < steps, then γ f (CosineAnnealingLR with
 *   eta_min = γ f; Loshchilov and Hutter 2017, arXiv:1608.03983); steps whole, [1, ∞); floor f [0, 1].
 * `warmup`: γ_t = γ (t + 1)/steps for t < steps, then γ (LinearLR with start_factor = 1/steps and
 *   total_iters = steps − 1); steps whole, [1, ∞).
 */
export type Schedule =
  | { readonly kind: 'constant' }
  | { readonly kind: 'step'; readonly every: number; readonly factor: number }
  | { readonly kind: 'cosine'; readonly steps: number; readonly floor: number }
  | { readonly kind: 'warmup'; readonly steps: number };

/**
 * The learning rate of one update; the same bits on every machine.
 * @param schedule its settings in their intervals (see `RANGES`)
 * @param base the rate γ that the schedule changes
 * @param step updates already made, whole, [0, ∞): 0 is the first update
 * @throws EngineError argument-invalid
 */
export function scheduledRate(schedule: Schedule, base: number, step: number): number {
  check(Number.isInteger(step) && step >= 0, 'scheduledRate', 'a whole step in [0, ∞)', step);
  switch (schedule.kind) {
    case 'constant':
      return base;
    case 'step':
      return base * power(schedule.factor, Math.floor(step / schedule.every));
    case 'cosine': {
      const { steps, floor } = schedule;
      if (step >= steps) return base * floor;
      return base * (1 - (1 - floor) * ((1 - cosPi(step / steps)) / 2)); // this form is exact at step 0
    }
    case 'warmup':
      return step < schedule.steps ? base * ((step + 1) / schedule.steps) : base;
  }
}

/**
 * cos πx for x in [0, 1], from + − × ÷ alone: with r = π · (distance to the nearest of 0, ½, 1), |r| ≤ π/4, it is cos r,
 * sin r or −cos r. The polynomials are those of FreeBSD's msun (k_cos.c, k_sin.c, Sun Microsystems 1993). Error below
 * 1e-15; exact at 0, ½ and 1.
 */
export function cosPi(x: number): number {
  if (x > 0.75) return -cosNear0(Math.PI * (1 - x));
  return x < 0.25 ? cosNear0(Math.PI * x) : sinNear0(Math.PI * (0.5 - x));
}

function cosNear0(r: number): number {
  const z = r * r;
  const tail =
    0.0416666666666666 +
    z *
      (-0.001388888888887411 +
        z *
          (0.00002480158728947673 +
            z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11))));
  return 1 - (z / 2 - z * z * tail);
}

function sinNear0(r: number): number {
  const z = r * r;
  const tail =
    -0.16666666666666632 +
    z *
      (0.00833333333332249 +
        z *
          (-0.0001984126982985795 +
            z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10))));
  return r + r * z * tail;
}
