/**
 * What a recurrent cell is to the network around it. A cell's file holds the equation, one timestep forward, one
 * timestep backward, and the parameters' gradients; everything about time, layers and memory is the network's.
 *
 * Dimensions: N rows (sequences of the minibatch, or a part of them), I input size, H hidden size.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';

/** Name → shape, in the order in which the numbers are stored. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** X_t: token ids [N] (each stands for its one-hot vector), or vectors [N, I] and where dL/dX_t goes. */
export type Input =
  | { readonly tokens: Int32Array; readonly vectors: null; readonly gradient: null }
  | { readonly tokens: null; readonly vectors: Floats; readonly gradient: Floats | null };

/** The array called `name`. */
export type View = (name: string) => Floats;

export interface Cell<P, S> {
  /** Parameters under paper names: input weights [I, H], recurrent weights [H, H], biases [H]. */
  readonly shapes: (I: number, H: number) => Shapes;
  /** The parameters (or their gradients) as one typed object. */
  readonly parameters: (view: View) => P;
  /** Arrays [N, H] that forward writes, besides H. */
  readonly forwardNames: readonly string[];
  /** Arrays [N, H] that backward writes. */
  readonly backwardNames: readonly string[];
  /**
   * `N` rows' arrays as one typed object. Besides the names above, `H0` and `H` are the states before and after, `dH0`
   * and `dH` their derivatives.
   */
  readonly step: (view: View, X: Input, N: number) => S;
  /** H_t of H_{t−1} and X_t. */
  readonly forward: (k: Kernels, p: P, s: S) => void;
  /** Given dL/dH_t: the derivatives of the pre-activations, and dL/dH_{t−1} (added to what `dH0` holds). */
  readonly backward: (k: Kernels, p: P, s: S) => void;
  /** Adds this timestep's (or any rows') share of dL/dparameters. */
  readonly gradients: (k: Kernels, d: P, s: S) => void;
}

/** out [N, H] = X_t W [I, H] + b [H]. */
export function affine(k: Kernels, out: Floats, X: Input, W: Floats, b: Floats): void {
  const H = b.length;
  k.setRows(out, b);
  if (X.tokens) k.addGathered(out, W, X.tokens, H);
  else k.addAB(out, X.vectors, W, out.length / H, W.length / H, H);
}

/** dW += X_tᵀ d, db += Σ_rows d, where d [N, H] is the derivative of `affine`'s result. */
export function affineGradients(k: Kernels, d: Floats, X: Input, dW: Floats, db: Floats): void {
  const H = db.length;
  if (X.tokens) k.scatterAdd(dW, d, X.tokens, H);
  else k.addAtB(dW, X.vectors, d, dW.length / H, d.length / H, H);
  k.addRowSums(db, d);
}
