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
import type { Kernels } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import { affine, affineGradients, type Cell, type Input, type Shapes, type View } from './cell.ts';

export type Reset = 'before' | 'after';
export type Biases = 'one' | 'two';

// #region parameters
export interface GruParameters {
  /** Input weights [I, H]. */
  readonly Wxr: Floats;
  readonly Wxz: Floats;
  readonly Wxh: Floats;
  /** Recurrent weights [H, H]. */
  readonly Whr: Floats;
  readonly Whz: Floats;
  readonly Whh: Floats;
  /** Biases [H]. */
  readonly br: Floats;
  readonly bz: Floats;
  readonly bh: Floats;
  /** Recurrent biases [H]: b_hn if reset is 'after' or biases are 'two', the others if biases are 'two'. */
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
 * H0 is H_{t−1}, C the candidate H̃_t, h the hidden size. R, Z and C hold their pre-activations first. G is what
 * stands between H_{t−1} and the candidate. k.addAB(C, A, B, …) is C += A B.
 */
export function forward(k: Kernels, p: GruParameters, s: GruStep, reset: Reset): void {
  const { X, H0, R, Z, C, G, H, N } = s;
  const h = p.br.length;

  affine(k, R, X, p.Wxr, p.br); //     R = X_t W_xr + b_r
  affine(k, Z, X, p.Wxz, p.bz); //     Z = X_t W_xz + b_z
  affine(k, C, X, p.Wxh, p.bh); //     C = X_t W_xh + b_h
  if (p.bhr) k.addToRows(R, p.bhr);
  if (p.bhz) k.addToRows(Z, p.bhz);
  k.addAB(R, H0, p.Whr, N, h, h); //   R += H_{t−1} W_hr
  k.addAB(Z, H0, p.Whz, N, h, h); //   Z += H_{t−1} W_hz
  k.sigmoid(R); //                     R_t
  k.sigmoid(Z); //                     Z_t

  if (reset === 'before') {
    for (let i = 0; i < G.length; i++) G[i] = R[i] * H0[i];
    k.addAB(C, G, p.Whh, N, h, h); //  C += (R_t ⊙ H_{t−1}) W_hh
    if (p.bhn) k.addToRows(C, p.bhn);
  } else {
    G.fill(0);
    if (p.bhn) k.addToRows(G, p.bhn);
    k.addAB(G, H0, p.Whh, N, h, h); // G = H_{t−1} W_hh + b_hn
    for (let i = 0; i < C.length; i++) C[i] += R[i] * G[i];
  }
  k.tanh(C); //                        H̃_t

  for (let i = 0; i < H.length; i++) {
    H[i] = Z[i] * H0[i] + (1 - Z[i]) * C[i];
  }
}
// #endregion forward

// #region backward
/**
 * dH is dL/dH_t; dR, dZ, dC become the derivatives of the pre-activations; dH0 += dL/dH_{t−1}.
 * k.addABt(C, A, B, …) is C += A Bᵀ.
 */
export function backward(k: Kernels, p: GruParameters, s: GruStep, reset: Reset): void {
  const { H0, R, Z, C, G, dH0, dR, dZ, dC, dG, dH, N } = s;
  const h = p.br.length;

  for (let i = 0; i < dH.length; i++) {
    dC[i] = dH[i] * (1 - Z[i]) * (1 - C[i] * C[i]); //     tanh′ = 1 − tanh²
    dZ[i] = dH[i] * (H0[i] - C[i]) * Z[i] * (1 - Z[i]); // σ′ = σ (1 − σ)
    dH0[i] += dH[i] * Z[i]; //                             H_t = Z_t ⊙ H_{t−1} + …
  }

  if (reset === 'before') {
    dG.fill(0);
    k.addABt(dG, dC, p.Whh, N, h, h); //                   dG = dC W_hhᵀ, where G = R_t ⊙ H_{t−1}
    for (let i = 0; i < dG.length; i++) {
      dR[i] = dG[i] * H0[i] * R[i] * (1 - R[i]);
      dH0[i] += dG[i] * R[i];
    }
  } else {
    for (let i = 0; i < dG.length; i++) {
      dR[i] = dC[i] * G[i] * R[i] * (1 - R[i]);
      dG[i] = dC[i] * R[i]; //                             G = H_{t−1} W_hh + b_hn
    }
    k.addABt(dH0, dG, p.Whh, N, h, h); //                  dH0 += dG W_hhᵀ
  }
  k.addABt(dH0, dR, p.Whr, N, h, h); //                    dH0 += dR W_hrᵀ
  k.addABt(dH0, dZ, p.Whz, N, h, h); //                    dH0 += dZ W_hzᵀ
}
// #endregion backward

// #region gradients
/** Adds to d, the derivatives of the parameters: dL/dW = inputᵀ · derivative of the pre-activation. */
export function gradients(k: Kernels, d: GruParameters, s: GruStep, reset: Reset): void {
  const { X, H0, G, dR, dZ, dC, dG, N } = s;
  const h = d.br.length;

  affineGradients(k, dR, X, d.Wxr, d.br); // dW_xr += X_tᵀ dR, db_r += Σ dR
  affineGradients(k, dZ, X, d.Wxz, d.bz);
  affineGradients(k, dC, X, d.Wxh, d.bh);
  k.addAtB(d.Whr, H0, dR, h, N, h); //       dW_hr += H_{t−1}ᵀ dR
  k.addAtB(d.Whz, H0, dZ, h, N, h); //       dW_hz += H_{t−1}ᵀ dZ

  if (reset === 'before') {
    k.addAtB(d.Whh, G, dC, h, N, h); //      dW_hh += (R_t ⊙ H_{t−1})ᵀ dC
  } else {
    k.addAtB(d.Whh, H0, dG, h, N, h); //     dW_hh += H_{t−1}ᵀ dG
  }
  if (d.bhr) k.addRowSums(d.bhr, dR);
  if (d.bhz) k.addRowSums(d.bhz, dZ);
  if (d.bhn) k.addRowSums(d.bhn, reset === 'before' ? dC : dG);
}
// #endregion gradients

/** dL/dX_t = dR W_xrᵀ + dZ W_xzᵀ + dC W_xhᵀ, added to the input's gradient where it has one. */
function inputGradient(k: Kernels, p: GruParameters, s: GruStep): void {
  const dX = s.X.gradient;
  if (!dX) return;
  const h = p.br.length;
  const I = p.Wxr.length / h;
  k.addABt(dX, s.dR, p.Wxr, s.N, h, I);
  k.addABt(dX, s.dZ, p.Wxz, s.N, h, I);
  k.addABt(dX, s.dC, p.Wxh, s.N, h, I);
}

function shapes(reset: Reset, biases: Biases, I: number, H: number): Shapes {
  return {
    ...{
      Wxr: [I, H],
      Wxz: [I, H],
      Wxh: [I, H],
      Whr: [H, H],
      Whz: [H, H],
      Whh: [H, H],
      br: [H],
      bz: [H],
      bh: [H],
    },
    ...(biases === 'two' ? { bhr: [H], bhz: [H] } : {}),
    ...(biases === 'two' || reset === 'after' ? { bhn: [H] } : {}),
  };
}

/** The GRU in one of its conventions, as the network sees it. */
export function gru(reset: Reset, biases: Biases): Cell<GruParameters, GruStep> {
  const two = biases === 'two';
  return {
    shapes: (I, H) => shapes(reset, biases, I, H),
    parameters: (view: View) => ({
      ...{ Wxr: view('Wxr'), Wxz: view('Wxz'), Wxh: view('Wxh') },
      ...{ Whr: view('Whr'), Whz: view('Whz'), Whh: view('Whh') },
      ...{ br: view('br'), bz: view('bz'), bh: view('bh') },
      ...{ bhr: two ? view('bhr') : null, bhz: two ? view('bhz') : null },
      bhn: two || reset === 'after' ? view('bhn') : null,
    }),
    forwardNames: ['R', 'Z', 'C', 'G'],
    backwardNames: ['dR', 'dZ', 'dC', 'dG'],
    step: (view, X, N) => ({
      ...{ X, N, H0: view('H0'), R: view('R'), Z: view('Z'), C: view('C'), G: view('G'), H: view('H') },
      ...{ dH0: view('dH0'), dR: view('dR'), dZ: view('dZ'), dC: view('dC'), dG: view('dG'), dH: view('dH') },
    }),
    forward: (k, p, s) => forward(k, p, s, reset),
    backward: (k, p, s) => {
      backward(k, p, s, reset);
      inputGradient(k, p, s);
    },
    gradients: (k, d, s) => gradients(k, d, s, reset),
  };
}
