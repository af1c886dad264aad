/**
 * What a recurrent cell is to the network around it. A cell's file holds the equation, one timestep forward, one
 * timestep backward, and the parameters' gradients; everything about time, layers and memory is the network's.
 *
 * Dimensions: N rows (sequences of the minibatch, or a part of them), I input size, H hidden size.
 */
import type { Kernels, Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';

/** Name → shape, in the order in which the numbers are stored. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** X_t: token ids [N] (each stands for its one-hot vector), or vectors [N, I] and where dL/dX_t goes. */
export type Input =
  | { readonly tokens: Int32Array; readonly vectors: null; readonly gradient: null }
  | { readonly tokens: null; readonly vectors: Floats; readonly gradient: Floats | null };

/** The array called `name`. */
export type View = (name: string) => Floats;

/** Parameters by paper name: matrices as operands of products, biases as arrays. */
export interface ParameterView {
  readonly matrix: (name: string) => Matrix;
  readonly vector: View;
}

/**
 * An intervention in one layer and direction. The cell calls `forward` when the array `name` has its values of a
 * timestep and before they are used, `backward` when the derivative by the used values is known: it turns it into the
 * derivative by the values before the intervention, and puts these back where a slope needs them: those of gates and
 * candidates, never of states, which the parameters' gradients still read. A timestep may come in parts of the minibatch.
 */
export interface Hook {
  forward(name: string, values: Floats): void;
  backward(name: string, values: Floats, derivative: Floats): void;
}

/** What figures and interventions call a gate, a candidate or a state. */
export const QUANTITIES = [
  'reset',
  'update',
  'candidate',
  'input',
  'forget',
  'output',
  'candidateCell',
  'cell',
  'hidden',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** A gate or candidate as a trace takes it apart: pre-activation = X_t W_x + recurrent term + b. */
export interface Term {
  readonly quantity: Quantity;
  /** Names of parameters; the second bias only where there are two and both stand outside a product with R_t. */
  readonly input: string;
  readonly recurrent: string;
  readonly biases: readonly string[];
  /** The array the recurrent weights multiply, or null: H_{t−1}. */
  readonly of: string | null;
  /** The array that already holds the recurrent term, or null: it is the product. */
  readonly product: string | null;
}

export interface Cell<P, S> {
  /** Parameters under paper names: input weights [I, H], recurrent weights [H, H], biases [H]. */
  readonly shapes: (I: number, H: number) => Shapes;
  /** The parameters (or their gradients) as one typed object. */
  readonly parameters: (view: ParameterView) => P;
  /** States carried from one timestep to the next: always 'H', with an LSTM 'C' too. */
  readonly states: readonly ('H' | 'C')[];
  /** Arrays [N, H] that forward writes, besides the states. */
  readonly forwardNames: readonly string[];
  /** Arrays [N, H] that backward writes. */
  readonly backwardNames: readonly string[];
  /** Array name of each quantity that can be seen and clamped, in the order it is computed. */
  readonly quantities: Readonly<Partial<Record<Quantity, string>>>;
  readonly terms: readonly Term[];
  /** The bias that, made larger, makes the cell keep more of its state: of the forget gate, or of the update gate. */
  readonly keepBias: string | null;
  /** The gate that says how much of the state is kept, whose mean gives a unit's time constant. */
  readonly keepGate: Quantity | null;
  /** Multiplications of one row's recurrent products, in units of H². */
  readonly products: number;
  /**
   * `N` rows' arrays as one typed object. Besides the names above, `H0` is the state before, `dH` and `dH0` are
   * derivatives; the same for `C`.
   */
  readonly step: (view: View, X: Input, N: number) => S;
  /** H_t of H_{t−1} and X_t. */
  forward(k: Kernels, p: P, s: S, hook: Hook | null): void;
  /** Given dL/dH_t: the derivatives of the pre-activations, and dL/dH_{t−1} (added to what `dH0` holds). */
  backward(k: Kernels, p: P, s: S, hook: Hook | null): void;
  /** Adds this timestep's (or any rows') share of dL/dparameters. */
  gradients(k: Kernels, d: P, s: S): void;
}

/** A cell whose typed objects only it knows. */
export type AnyCell = Cell<unknown, unknown>;

/** outs[i] [N, H] = X_t Ws[i] [I, H] + bs[i] [H] + more[i] [H]: the second biases, where there are two. */
export function affine(
  k: Kernels,
  outs: readonly Floats[],
  X: Input,
  Ws: readonly Matrix[],
  bs: readonly Floats[],
  more: readonly (Floats | null)[],
  N: number,
): void {
  for (let i = 0; i < outs.length; i++) {
    if (X.tokens) k.setGathered(outs[i], Ws[i].values, bs[i], more[i], X.tokens);
    else k.setRows(outs[i], bs[i], more[i]);
  }
  if (X.vectors) k.addAB(outs, X.vectors, Ws, N);
}

/** dWs[i] += X_tᵀ ds[i], dbs[i] += Σ_rows ds[i], where ds[i] [N, H] is the derivative of `affine`'s outs[i]. */
export function affineGradients(
  k: Kernels,
  ds: readonly Floats[],
  X: Input,
  dWs: readonly Matrix[],
  dbs: readonly Floats[],
  N: number,
): void {
  for (let i = 0; i < ds.length; i++) {
    if (X.tokens) k.scatterAdd(dWs[i].values, ds[i], X.tokens, dbs[i].length);
    k.addRowSums(dbs[i], ds[i]);
  }
  if (X.vectors) k.addAtB(valuesOf(dWs), X.vectors, ds, N);
}

/** dX_t += Σ ds[i] Ws[i]ᵀ, where the input has a gradient. */
export function inputGradient(
  k: Kernels,
  ds: readonly Floats[],
  X: Input,
  Ws: readonly Matrix[],
  N: number,
): void {
  if (X.gradient) k.addABt(X.gradient, ds, Ws, N);
}

/** The arrays of matrices: where gradients of weights go. */
export const valuesOf = (matrices: readonly Matrix[]): Floats[] => matrices.map((matrix) => matrix.values);
