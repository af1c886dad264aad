/**
 * The plain recurrent network (Elman 1990, doi:10.1207/s15516709cog1402_1).
 *
 *   H_t = φ(X_t W_xh + H_{t−1} W_hh + b_h),   φ = tanh or ReLU
 *
 * Dimensions: N sequences of the minibatch, I input size, H hidden size. X_t is [N, I], H_t [N, H].
 * Biases 'two' adds PyTorch's recurrent bias b_hh: the same function, but other updates.
 */
import type { Kernels, Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import { affine, affineGradients, type Cell, type Hook, type Input, inputGradient } from './cell.ts';

export type Activation = 'tanh' | 'relu';

// #region parameters
export interface RnnParameters {
  /** Input weights [I, H] and recurrent weights [H, H]. */
  readonly Wxh: Matrix;
  readonly Whh: Matrix;
  /** Bias [H], and PyTorch's second one. */
  readonly bh: Floats;
  readonly bhh: Floats | null;
}
// #endregion parameters

/** One timestep: what forward leaves for backward, and the derivatives. All [N, H]. */
export interface RnnStep {
  readonly X: Input;
  readonly N: number;
  readonly H0: Floats;
  /** φ of the pre-activation: what H_t is, unless an intervention sets H_t. */
  readonly A: Floats;
  readonly H: Floats;
  readonly dH0: Floats;
  readonly dA: Floats;
  readonly dH: Floats;
}

// #region forward
/** H0 is H_{t−1}. k.addAB([C], A, [B], N) is C += A B. */
export function forward(
  k: Kernels,
  p: RnnParameters,
  s: RnnStep,
  activation: Activation,
  hook: Hook | null = null,
): void {
  const { X, H0, A, H, N } = s;
  affine(k, [A], X, [p.Wxh], [p.bh], [p.bhh], N); // A = X_t W_xh + b_h (+ b_hh)
  k.addAB([A], H0, [p.Whh], N); //          A += H_{t−1} W_hh
  if (activation === 'tanh') k.tanh(A);
  else k.relu(A);
  H.set(A); //                              H_t = φ(A)
  hook?.forward('H', H);
}
// #endregion forward

// #region backward
/** dH is dL/dH_t; dA becomes the derivative of the pre-activation; dH0 += dL/dH_{t−1}. */
export function backward(
  k: Kernels,
  p: RnnParameters,
  s: RnnStep,
  activation: Activation,
  hook: Hook | null = null,
): void {
  const { X, A, H, dH0, dA, dH, N } = s;
  hook?.backward('H', H, dH);
  dA.set(dH);
  if (activation === 'tanh')
    k.tanhBackward(dA, A); //  tanh′ = 1 − tanh²
  else k.reluBackward(dA, A); //                   ReLU′ = [A > 0]
  k.addABt(dH0, [dA], [p.Whh], N); //              dH0 += dA W_hhᵀ
  inputGradient(k, [dA], X, [p.Wxh], N); //        dX_t += dA W_xhᵀ
}
// #endregion backward

// #region gradients
/** Adds to d, the derivatives of the parameters: dL/dW = inputᵀ · derivative of the pre-activation. */
export function gradients(k: Kernels, d: RnnParameters, s: RnnStep): void {
  const { X, H0, dA, N } = s;
  affineGradients(k, [dA], X, [d.Wxh], [d.bh], N); // dW_xh += X_tᵀ dA, db_h += Σ dA
  k.addAtB([d.Whh.values], H0, [dA], N); //           dW_hh += H_{t−1}ᵀ dA
  d.bhh?.set(d.bh); // beside each other, with the same derivative
}
// #endregion gradients

/** The plain recurrent cell, as the network sees it. */
export function rnn(activation: Activation, biases: 'one' | 'two'): Cell<RnnParameters, RnnStep> {
  const two = biases === 'two';
  return {
    shapes: (I, H) => ({ Wxh: [I, H], Whh: [H, H], bh: [H], ...(two ? { bhh: [H] } : {}) }),
    parameters: ({ matrix, vector }) => ({
      ...{ Wxh: matrix('Wxh'), Whh: matrix('Whh'), bh: vector('bh') },
      bhh: two ? vector('bhh') : null,
    }),
    states: ['H'],
    forwardNames: ['A'],
    backwardNames: ['dA'],
    quantities: { hidden: 'H' },
    terms: [
      {
        ...{ quantity: 'hidden', input: 'Wxh', recurrent: 'Whh', of: null, product: null },
        biases: two ? ['bh', 'bhh'] : ['bh'],
      },
    ],
    keepBias: null,
    keepGate: null,
    products: 1,
    step: (view, X, N) => ({
      ...{ X, N, H0: view('H0'), A: view('A'), H: view('H') },
      ...{ dH0: view('dH0'), dA: view('dA'), dH: view('dH') },
    }),
    forward: (k, p, s, hook) => forward(k, p, s, activation, hook),
    backward: (k, p, s, hook) => backward(k, p, s, activation, hook),
    gradients,
  };
}
