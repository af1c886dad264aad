/**
 * What a figure reads of one forward pass over a probe (B = 1, initial states zero, no dropout), with the parameters of
 * one completed step, and of what is worked out from such passes. Plain data.
 *
 * Dimensions: T timesteps, I input size, H hidden size, L layers, D directions, V outputs, A answers (T where the
 * network is read at every timestep, else 1). Arrays are row-major; a row (t, unit) is at t·H + unit.
 */
import type { Quantity } from '../cells/cell.ts';
import type { CellName } from '../config.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import type { Machine } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import type { Model } from '../network/model.ts';
import type { Arenas } from './arena.ts';

export type { Quantity };

/** What has parameters to trace: a session, or anything that holds the same. */
export interface Subject {
  /** Changes with every rebuild of the session. */
  readonly runId: string;
  /** Completed training steps. */
  readonly step: number;
  readonly config: { readonly cell: CellName; readonly activation: 'tanh' | 'relu'; readonly seed: number };
  readonly model: Model;
  readonly machine: Machine;
  /** Parameters in place of the model's own: earlier ones, `step` being theirs. */
  readonly parameters?: Floats;
  /** How texts become tokens and back; null where the data is no text. */
  readonly vocabulary: Pick<Vocabulary, 'encode' | 'decode'> | null;
  /** The memory its passes run in: `new Arenas()`, one a subject. */
  readonly arenas: Arenas;
}

/**
 * What is asked of a probe: classes in [0, V), −1 where nothing is asked; or numbers, [A, V]. [A] classes.
 * Without it a language model (a text read at every timestep, its classes the tokens) is asked for the next token,
 * and any other model for nothing.
 */
export type ProbeTargets = ArrayLike<number>;

/** What the network reads: T in [1, 4096]. A string is a text. `id` is handed on to the trace. */
export type Probe =
  | string
  | { readonly kind: 'text'; readonly text: string; readonly targets?: ProbeTargets; readonly id?: string }
  | {
      readonly kind: 'tokens';
      /** Token ids [T]. */
      readonly tokens: ArrayLike<number>;
      readonly targets?: ProbeTargets;
      readonly id?: string;
    }
  | {
      readonly kind: 'vectors';
      /** [T, I] */
      readonly vectors: ArrayLike<number>;
      readonly targets?: ProbeTargets;
      readonly id?: string;
    };

/**
 * An intervention: values of a quantity are scaled, then shifted, then set, as far as each is given. What is not said
 * is all: layers, directions, units, timesteps. Several clamps act in their order.
 */
export interface Clamp {
  readonly quantity: Quantity;
  /** [0, L) */
  readonly layer?: number;
  /** 0 forward in time, 1 backward. */
  readonly direction?: 0 | 1;
  /** Each [0, H). */
  readonly units?: readonly number[];
  /** Timesteps [from, to), natural time. */
  readonly from?: number;
  readonly to?: number;
  readonly scale?: number;
  readonly shift?: number;
  readonly set?: number;
}

/** The same with clamps and without. */
export interface Clamped<X> {
  readonly clamped: X;
  readonly baseline: X;
}

/** A layer's one direction. Timesteps are in natural order, whichever way it runs. */
export interface LaneTrace {
  /** [0, L) */
  readonly layer: number;
  /** 0 forward in time, 1 backward. */
  readonly direction: 0 | 1;
  /**
   * [T, H] by name. Every quantity of the cell (`Quantity`), as used (after clamps); and of each gate or candidate
   * `<quantity>.input` and `<quantity>.recurrent`, the two products in its pre-activation:
   * quantity = σ or φ (input + recurrent + bias). GRU, reset before: `candidate.recurrent` is (R_t ⊙ H_{t−1}) W_hh;
   * reset after: H_{t−1} W_hh + b_hn, not yet multiplied by R_t. Without terms if they were not asked for.
   */
  readonly values: Readonly<Record<string, Float32Array>>;
  /** [H] by gate or candidate: what is added to the two products (PyTorch's two biases summed; reset after: b_in). */
  readonly bias: Readonly<Record<string, Float32Array>>;
  /** [H]: the state the lane starts from, before t = 0 or, running backward, after t = T − 1. */
  readonly initial: { readonly hidden: Float32Array; readonly cell?: Float32Array };
}

export interface Trace {
  readonly runId: string;
  /** Completed training steps of the parameters that made it. */
  readonly step: number;
  /** The probe's text, as the reader gave it; null if it was none. */
  readonly probe: string | null;
  readonly probeId: string | null;
  /** What it was made with; empty: nothing was clamped. */
  readonly clamps: readonly Clamp[];
  /** Quantities that a clamp took out of their range ([0, 1] of gates, [−1, 1] of what a tanh bounds). */
  readonly outOfRange: readonly Quantity[];
  readonly cell: CellName;
  /** Token ids [T]; of a probe of vectors length 0. */
  readonly tokens: Int32Array;
  readonly T: number;
  readonly H: number;
  readonly L: number;
  readonly D: 1 | 2;
  /** Layer by layer, forward before backward: lane (layer, direction) is at layer·D + direction. */
  readonly lanes: readonly LaneTrace[];
  /** How many answers: T, or 1 if the network is read once. */
  readonly answers: number;
  /** Classes asked for [A], −1: not asked; all −1 if numbers are. */
  readonly targets: Int32Array;
  /** The K most probable classes of each answer, most probable first: [A, K]. K = 0 if the answers are numbers. */
  readonly next: { readonly K: number; readonly ids: Int32Array; readonly p: Float32Array };
  /** [A, V]: predicted numbers, or logits of at most 16 classes; null for more. */
  readonly outputs: Float32Array | null;
  /** [A]: −log p(target) in nats, or the mean squared error of an answer's numbers; NaN where nothing is asked. */
  readonly surprise: Float32Array;
  /** Mean of what was asked: nats, or squared error. NaN if nothing was. */
  readonly loss: number;
}

/** Norms of the gradient on its way back through the probe. */
export interface GradientTrace {
  readonly runId: string;
  readonly step: number;
  readonly probe: string | null;
  readonly probeId: string | null;
  readonly clamps: readonly Clamp[];
  readonly T: number;
  /** Of which loss: the mean over all answers, or the last answer's alone. */
  readonly of: 'mean' | 'last';
  /** That loss: nats, or squared error. */
  readonly loss: number;
  readonly lanes: readonly GradientLane[];
}

export interface GradientLane {
  readonly layer: number;
  readonly direction: 0 | 1;
  /** ‖∂L/∂H_t‖₂, all ways together, [T]. */
  readonly hidden: Float64Array;
  /** ‖∂L/∂C_t‖₂, [T], of an LSTM. */
  readonly cell?: Float64Array;
}

/**
 * influence[i, s] = ‖∂ log p_i(target) / ∂e_s‖₂ of answer i by input s (numbers: of −squared error): see influence.ts.
 */
export interface Influence {
  readonly runId: string;
  readonly step: number;
  readonly probe: string | null;
  readonly probeId: string | null;
  readonly T: number;
  /** Which answers: of a row one, of the matrix all. A row of which nothing is asked is zero. */
  readonly answers: readonly number[];
  /** [answers, T], by answer. */
  readonly values: Float64Array;
}

/** How long units remember, and how the recurrent weights stretch a state. */
export interface Dynamics {
  readonly runId: string;
  readonly step: number;
  readonly probe: string | null;
  readonly probeId: string | null;
  readonly lanes: readonly LaneDynamics[];
}

export interface LaneDynamics {
  readonly layer: number;
  readonly direction: 0 | 1;
  /** [H]: the mean over the probe of the gate that keeps the state (Z or F); null of an RNN. */
  readonly keep: Float32Array | null;
  /** [H]: timesteps after which a state that this mean keeps has fallen to 1/e, (0, ∞]; null of an RNN. */
  readonly timeConstants: Float32Array | null;
  /** Spectral radius of every recurrent matrix [H, H], by paper name (`Whr`, …). */
  readonly spectralRadius: Readonly<Record<string, number>>;
}
