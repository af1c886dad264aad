/**
 * The gated recurrent unit (Cho et al. 2014, arXiv:1406.1078).
 *
 *   R_t = σ(X_t W_xr + H_{t−1} W_hr + b_r)
 *   Z_t = σ(X_t W_xz + H_{t−1} W_hz + b_z)
 *   H̃_t = tanh(X_t W_xh + (R_t ⊙ H_{t−1}) W_hh + b_h)                 reset 'before' (the equation above)
 *   H̃_t = tanh(X_t W_xh + b_h + R_t ⊙ (H_{t−1} W_hh + b_hn))          reset 'after' (PyTorch, cuDNN, Keras)
 *   H_t = Z_t ⊙ H_{t−1} + (1 − Z_t) ⊙ H̃_t
 *
 * Dimensions: N sequences of the minibatch, I input size, H hidden size. X_t is [N, I]; states and gates are [N, H].
 * Biases 'two' adds PyTorch's recurrent biases b_hr, b_hz, b_hn: the same function, but other updates.
 */
import type { Kernels, Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import {
  affine,
  affineGradients,
  type Cell,
  type Hook,
  type Input,
  inputGradient,
  type Shapes,
  type Term,
  valuesOf,
} from './cell.ts';

export type Reset = 'before' | 'after';
export type Biases = 'one' | 'two';

// #region parameters
export interface GruParameters {
  /** Input weights [I, H]. */
  readonly Wxr: Matrix;
  readonly Wxz: Matrix;
  readonly Wxh: Matrix;
  /** Recurrent weights [H, H]. */
  readonly Whr: Matrix;
  readonly Whz: Matrix;
  readonly Whh: Matrix;
  /** Biases [H]. */
  readonly br: Floats;
  readonly bz: Floats;
  readonly bh: Floats;
  /** Recurrent biases [H]: if biases are 'two'; b_hn also if reset is 'after'. */
  readonly bhr: Floats | null;
  readonly bhz: Floats | null;
  readonly bhn: Floats | null;
}
// #endregion parameters

/** One timestep: what forward leaves for backward, and the derivatives. All [N, H]. */
export interface GruStep {
  readonly X: Input;
  readonly N: number;
  readonly H0: Floats;
  readonly R: Floats;
  readonly Z: Floats;
  readonly C: Floats;
  /** Reset before: R_t ⊙ H_{t−1}. Reset after: H_{t−1} W_hh + b_hn. */
  readonly G: Floats;
  readonly H: Floats;
  readonly dH0: Floats;
  readonly dR: Floats;
  readonly dZ: Floats;
  readonly dC: Floats;
  readonly dG: Floats;
  readonly dH: Floats;
}

// #region forward
/**
 * H0 is H_{t−1}, C the candidate H̃_t. R, Z and C hold their pre-activations first. G stands
 * between H_{t−1} and the candidate. k.addAB([C, …], A, [B, …], N): C += A B, pair by pair.
 */
export function forward(
  k: Kernels,
  p: GruParameters,
  s: GruStep,
  reset: Reset,
  hook: Hook | null = null,
): void {
  const { X, H0, R, Z, C, G, H, N } = s;

  const more = [p.bhr, p.bhz, reset === 'before' ? p.bhn : null]; // second biases, or null
  // R = X_t W_xr + b_r, Z = X_t W_xz + b_z, C = X_t W_xh + b_h
  affine(k, [R, Z, C], X, [p.Wxr, p.Wxz, p.Wxh], [p.br, p.bz, p.bh], more, N);
  if (reset === 'before') {
    k.addAB([R, Z], H0, [p.Whr, p.Whz], N); //        R += H_{t−1} W_hr, Z += H_{t−1} W_hz
  } else {
    k.setRows(G, p.bhn!, null);
    k.addAB([R, Z, G], H0, [p.Whr, p.Whz, p.Whh], N); // and G = H_{t−1} W_hh + b_hn
  }
  k.sigmoid(R); //                                    R_t
  k.sigmoid(Z); //                                    Z_t
  hook?.forward('R', R);
  hook?.forward('Z', Z);

  if (reset === 'before') {
    k.multiply(G, R, H0); //                          G = R_t ⊙ H_{t−1}
    k.addAB([C], G, [p.Whh], N); //                   C += G W_hh
  } else {
    k.addMultiply(C, R, G); //                        C += R_t ⊙ G
  }
  k.tanh(C); //                                       H̃_t
  hook?.forward('C', C);

  k.mix(H, Z, H0, C); //                              H_t = Z_t ⊙ H_{t−1} + (1 − Z_t) ⊙ H̃_t
  hook?.forward('H', H);
}
// #endregion forward

// #region backward
/**
 * dH is dL/dH_t; dR, dZ, dC become the derivatives of the pre-activations; dH0 += dL/dH_{t−1}.
 * k.addABt(C, [A, …], [B, …], N) is C += A Bᵀ + ….
 */
export function backward(
  k: Kernels,
  p: GruParameters,
  s: GruStep,
  reset: Reset,
  hook: Hook | null = null,
): void {
  const { X, H0, R, Z, C, G, H, dH0, dR, dZ, dC, dG, dH, N } = s;

  hook?.backward('H', H, dH);
  k.mixBackward(dH, Z, H0, C, dZ, dH0, dC); // dZ = dH (H0 − C), dH0 += dH Z, dC = dH (1 − Z)
  hook?.backward('C', C, dC);
  hook?.backward('Z', Z, dZ);
  k.tanhBackward(dC, C); //                    tanh′ = 1 − tanh²
  k.sigmoidBackward(dZ, Z); //                 σ′ = σ (1 − σ)

  if (reset === 'before') {
    dG.fill(0);
    k.addABt(dG, [dC], [p.Whh], N); //         dG = dC W_hhᵀ, where G = R_t ⊙ H_{t−1}
    k.multiply(dR, dG, H0);
    k.addMultiply(dH0, dG, R);
  } else {
    k.multiplyBackward(dC, R, G, dR, dG); //   C = … + R_t ⊙ G: dR = dC G, dG = dC R
  }
  hook?.backward('R', R, dR);
  k.sigmoidBackward(dR, R);

  if (reset === 'before')
    k.addABt(dH0, [dR, dZ], [p.Whr, p.Whz], N); //            dH0 += dR W_hrᵀ + dZ W_hzᵀ
  else k.addABt(dH0, [dR, dZ, dG], [p.Whr, p.Whz, p.Whh], N); // and dG W_hhᵀ
  inputGradient(k, [dR, dZ, dC], X, [p.Wxr, p.Wxz, p.Wxh], N); // dX_t += dR W_xrᵀ + …
}
// #endregion backward

// #region gradients
/** Adds to d, the derivatives of the parameters: dL/dW = inputᵀ · derivative of the pre-activation. */
export function gradients(k: Kernels, d: GruParameters, s: GruStep, reset: Reset): void {
  const { X, H0, G, dR, dZ, dC, dG, N } = s;

  affineGradients(k, [dR, dZ, dC], X, [d.Wxr, d.Wxz, d.Wxh], [d.br, d.bz, d.bh], N); // dW_xr += X_tᵀ dR, …
  if (reset === 'before') {
    k.addAtB(valuesOf([d.Whr, d.Whz]), H0, [dR, dZ], N); //           dW_hr += H_{t−1}ᵀ dR, …
    k.addAtB([d.Whh.values], G, [dC], N); //                          dW_hh += (R_t ⊙ H_{t−1})ᵀ dC
  } else {
    k.addAtB(valuesOf([d.Whr, d.Whz, d.Whh]), H0, [dR, dZ, dG], N); // and dW_hh += H_{t−1}ᵀ dG
  }
  d.bhr?.set(d.br); //                       beside each other, with the same derivative
  d.bhz?.set(d.bz);
  if (reset === 'before') d.bhn?.set(d.bh);
  else k.addRowSums(d.bhn!, dG);
}
// #endregion gradients

const shapes = (reset: Reset, biases: Biases, I: number, H: number): Shapes => ({
  ...{ Wxr: [I, H], Wxz: [I, H], Wxh: [I, H] },
  ...{ Whr: [H, H], Whz: [H, H], Whh: [H, H] },
  ...{ br: [H], bz: [H], bh: [H] },
  ...(biases === 'two' ? { bhr: [H], bhz: [H] } : {}),
  ...(biases === 'two' || reset === 'after' ? { bhn: [H] } : {}),
});

function terms(reset: Reset, biases: Biases): Term[] {
  const two = biases === 'two';
  const before = reset === 'before';
  return [
    {
      ...{ quantity: 'reset', input: 'Wxr', recurrent: 'Whr', of: null, product: null },
      biases: two ? ['br', 'bhr'] : ['br'],
    },
    {
      ...{ quantity: 'update', input: 'Wxz', recurrent: 'Whz', of: null, product: null },
      biases: two ? ['bz', 'bhz'] : ['bz'],
    },
    {
      ...{ quantity: 'candidate', input: 'Wxh', recurrent: 'Whh' },
      ...{ of: before ? 'G' : null, product: before ? null : 'G' },
      biases: two && before ? ['bh', 'bhn'] : ['bh'],
    },
  ];
}

/** The GRU in one of its conventions, as the network sees it. */
export function gru(reset: Reset, biases: Biases): Cell<GruParameters, GruStep> {
  const two = biases === 'two';
  return {
    shapes: (I, H) => shapes(reset, biases, I, H),
    parameters: ({ matrix, vector }) => ({
      ...{ Wxr: matrix('Wxr'), Wxz: matrix('Wxz'), Wxh: matrix('Wxh') },
      ...{ Whr: matrix('Whr'), Whz: matrix('Whz'), Whh: matrix('Whh') },
      ...{ br: vector('br'), bz: vector('bz'), bh: vector('bh') },
      ...{ bhr: two ? vector('bhr') : null, bhz: two ? vector('bhz') : null },
      bhn: two || reset === 'after' ? vector('bhn') : null,
    }),
    states: ['H'],
    forwardNames: ['R', 'Z', 'C', 'G'],
    backwardNames: ['dR', 'dZ', 'dC', 'dG'],
    quantities: { reset: 'R', update: 'Z', candidate: 'C', hidden: 'H' },
    terms: terms(reset, biases),
    keepBias: 'bz',
    keepGate: 'update',
    products: 3,
    step: (view, X, N) => ({
      ...{ X, N, H0: view('H0'), R: view('R'), Z: view('Z'), C: view('C'), G: view('G'), H: view('H') },
      ...{ dH0: view('dH0'), dR: view('dR'), dZ: view('dZ'), dC: view('dC'), dG: view('dG'), dH: view('dH') },
    }),
    forward: (k, p, s, hook) => forward(k, p, s, reset, hook),
    backward: (k, p, s, hook) => backward(k, p, s, reset, hook),
    gradients: (k, d, s) => gradients(k, d, s, reset),
  };
}
