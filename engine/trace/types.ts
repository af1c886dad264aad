/**
 * What a figure reads of one forward pass over the probe (B = 1), with the parameters of one completed step.
 * Dimensions: T timesteps, H units, K most probable next tokens.
 */

/** Gates, candidate, state; `.input` and `.recurrent` are the two products inside each pre-activation. */
export const GRU_QUANTITIES = [
  'reset',
  'update',
  'candidate',
  'hidden',
  'reset.input',
  'reset.recurrent',
  'update.input',
  'update.recurrent',
  'candidate.input',
  /** reset before: (R_t ⊙ H_{t−1}) W_hh; reset after: H_{t−1} W_hh + b_hn, not yet multiplied by R_t. */
  'candidate.recurrent',
] as const;
export type Quantity = (typeof GRU_QUANTITIES)[number];
export type BiasName = 'reset' | 'update' | 'candidate';

export interface Trace {
  /** Changes with every rebuild of the session. */
  readonly runId: string;
  /** Completed training steps of the parameters that made it. */
  readonly step: number;
  /** The probe's text, as the reader gave it. */
  readonly probe: string;
  /** Token ids [T]. */
  readonly tokens: Int32Array;
  readonly T: number;
  readonly H: number;
  /** [T, H], row-major: unit `u` at `t` is `values[name][t * H + u]`. */
  readonly values: Readonly<Record<Quantity, Float32Array>>;
  /** Bias terms [H] of each pre-activation (PyTorch's two summed; for reset-after `candidate` is b_in). */
  readonly bias: Readonly<Record<BiasName, Float32Array>>;
  /** H_{−1} [H]: the state before the first timestep (zero unless stated otherwise). */
  readonly initial: Float32Array;
  /** The K most probable next tokens at each t, most probable first: ids and probabilities [T, K]. */
  readonly next: { readonly K: number; readonly ids: Int32Array; readonly p: Float32Array };
  /** −log p(token t+1) in nats, [T]; the last entry is NaN (its target is not in the probe). */
  readonly surprise: Float32Array;
}
