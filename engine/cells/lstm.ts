/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735) with a forget gate
 * (Gers, Schmidhuber and Cummins 2000, doi:10.1162/089976600300015015).
 *
 *   I_t = σ(X_t W_xi + H_{t−1} W_hi + b_i)
 *   F_t = σ(X_t W_xf + H_{t−1} W_hf + b_f)
 *   O_t = σ(X_t W_xo + H_{t−1} W_ho + b_o)
 *   C̃_t = tanh(X_t W_xc + H_{t−1} W_hc + b_c)
 *   C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t
 *   H_t = O_t ⊙ tanh(C_t)
 *
 * Dimensions: N sequences of the minibatch, I input size, H hidden size. X_t is [N, I]; states and gates are [N, H].
 * Biases 'two' adds PyTorch's recurrent biases b_hi, b_hf, b_ho, b_hc: the same function, but other updates.
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

// #region parameters
export interface LstmParameters {
  /** Input weights [I, H]. */
  readonly Wxi: Matrix;
  readonly Wxf: Matrix;
  readonly Wxo: Matrix;
  readonly Wxc: Matrix;
  /** Recurrent weights [H, H]. */
  readonly Whi: Matrix;
  readonly Whf: Matrix;
  readonly Who: Matrix;
  readonly Whc: Matrix;
  /** Biases [H]. */
  readonly bi: Floats;
  readonly bf: Floats;
  readonly bo: Floats;
  readonly bc: Floats;
  /** Recurrent biases [H], if biases are 'two'. */
  readonly bhi: Floats | null;
  readonly bhf: Floats | null;
  readonly bho: Floats | null;
  readonly bhc: Floats | null;
}
// #endregion parameters

/** One timestep: what forward leaves for backward, and the derivatives. All [N, H]. */
export interface LstmStep {
  readonly X: Input;
  readonly N: number;
  readonly H0: Floats;
  readonly C0: Floats;
  readonly I: Floats;
  readonly F: Floats;
  readonly O: Floats;
  /** The candidate memory cell C̃_t. */
  readonly G: Floats;
  readonly C: Floats;
  /** tanh C_t. */
  readonly S: Floats;
  readonly H: Floats;
  readonly dH0: Floats;
  readonly dC0: Floats;
  readonly dI: Floats;
  readonly dF: Floats;
  readonly dO: Floats;
  readonly dG: Floats;
  readonly dC: Floats;
  readonly dH: Floats;
}

// #region forward
/**
 * H0 is H_{t−1}, C0 is C_{t−1}, G the candidate C̃_t, S = tanh C_t. I, F, O and G hold their pre-activations first.
 * k.addAB([C, …], A, [B, …], N) is C += A B, for each pair.
 */
export function forward(k: Kernels, p: LstmParameters, s: LstmStep, hook: Hook | null = null): void {
  const { X, H0, C0, I, F, O, G, C, S, H, N } = s;

  const more = [p.bhi, p.bhf, p.bho, p.bhc]; // PyTorch's second biases, or null
  affine(k, [I, F, O, G], X, [p.Wxi, p.Wxf, p.Wxo, p.Wxc], [p.bi, p.bf, p.bo, p.bc], more, N); // I = X_t W_xi + b_i, …
  k.addAB([I, F, O, G], H0, [p.Whi, p.Whf, p.Who, p.Whc], N); // I += H_{t−1} W_hi, …
  k.sigmoid(I); //            I_t
  k.sigmoid(F); //            F_t
  k.sigmoid(O); //            O_t
  k.tanh(G); //               C̃_t
  hook?.forward('I', I);
  hook?.forward('F', F);
  hook?.forward('O', O);
  hook?.forward('G', G);

  k.sumOfProducts(C, F, C0, I, G); // C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t
  hook?.forward('C', C);
  k.setTanh(S, C); //                 S = tanh C_t
  k.multiply(H, O, S); //             H_t = O_t ⊙ S
  hook?.forward('H', H);
}
// #endregion forward

// #region backward
/**
 * dH is dL/dH_t, dC is dL/dC_t by way of C_{t+1}, and becomes the whole of it; dI, dF, dO, dG become the derivatives
 * of the pre-activations; dH0 += dL/dH_{t−1}, dC0 += dL/dC_{t−1}. dS shares its memory with dG.
 */
export function backward(k: Kernels, p: LstmParameters, s: LstmStep, hook: Hook | null = null): void {
  const { X, C0, I, F, O, G, C, S, H, dH0, dC0, dI, dF, dO, dG, dC, dH, N } = s;

  hook?.backward('H', H, dH);
  const dS = dG;
  k.multiplyBackward(dH, O, S, dO, dS); // H_t = O_t ⊙ S: dO = dH S, dS = dH O
  k.tanhBackward(dS, S); //          tanh′ = 1 − tanh²
  k.addScaled(dC, dS, 1); //         dC += dS: both ways together
  hook?.backward('C', C, dC);

  k.multiplyBackward(dC, I, G, dI, dG); // C_t = … + I_t ⊙ C̃_t: dI = dC G, dG = dC I
  k.multiply(dF, dC, C0); //         C_t = F_t ⊙ C_{t−1} + …
  k.addMultiply(dC0, dC, F);
  hook?.backward('I', I, dI);
  hook?.backward('F', F, dF);
  hook?.backward('O', O, dO);
  hook?.backward('G', G, dG);
  k.sigmoidBackward(dI, I); //       σ′ = σ (1 − σ)
  k.sigmoidBackward(dF, F);
  k.sigmoidBackward(dO, O);
  k.tanhBackward(dG, G);
  k.addABt(dH0, [dI, dF, dO, dG], [p.Whi, p.Whf, p.Who, p.Whc], N); // dH0 += dI W_hiᵀ + …
  inputGradient(k, [dI, dF, dO, dG], X, [p.Wxi, p.Wxf, p.Wxo, p.Wxc], N); // dX_t += dI W_xiᵀ + …
}
// #endregion backward

// #region gradients
/** Adds to d, the derivatives of the parameters: dL/dW = inputᵀ · derivative of the pre-activation. */
export function gradients(k: Kernels, d: LstmParameters, s: LstmStep): void {
  const { X, H0, dI, dF, dO, dG, N } = s;
  const ds = [dI, dF, dO, dG];

  affineGradients(k, ds, X, [d.Wxi, d.Wxf, d.Wxo, d.Wxc], [d.bi, d.bf, d.bo, d.bc], N); // dW_xi += X_tᵀ dI, …
  k.addAtB(valuesOf([d.Whi, d.Whf, d.Who, d.Whc]), H0, ds, N); // dW_hi += H_{t−1}ᵀ dI, …
  d.bhi?.set(d.bi); // beside each other, with the same derivative
  d.bhf?.set(d.bf);
  d.bho?.set(d.bo);
  d.bhc?.set(d.bc);
}
// #endregion gradients

const shapes = (two: boolean, I: number, H: number): Shapes => ({
  ...{ Wxi: [I, H], Wxf: [I, H], Wxo: [I, H], Wxc: [I, H] },
  ...{ Whi: [H, H], Whf: [H, H], Who: [H, H], Whc: [H, H] },
  ...{ bi: [H], bf: [H], bo: [H], bc: [H] },
  ...(two ? { bhi: [H], bhf: [H], bho: [H], bhc: [H] } : {}),
});

const term = (quantity: Term['quantity'], gate: string, two: boolean): Term => ({
  ...{ quantity, input: `Wx${gate}`, recurrent: `Wh${gate}`, of: null, product: null },
  biases: two ? [`b${gate}`, `bh${gate}`] : [`b${gate}`],
});

/** The LSTM, as the network sees it. */
export function lstm(biases: 'one' | 'two'): Cell<LstmParameters, LstmStep> {
  const two = biases === 'two';
  return {
    shapes: (I, H) => shapes(two, I, H),
    parameters: ({ matrix, vector }) => ({
      ...{ Wxi: matrix('Wxi'), Wxf: matrix('Wxf'), Wxo: matrix('Wxo'), Wxc: matrix('Wxc') },
      ...{ Whi: matrix('Whi'), Whf: matrix('Whf'), Who: matrix('Who'), Whc: matrix('Whc') },
      ...{ bi: vector('bi'), bf: vector('bf'), bo: vector('bo'), bc: vector('bc') },
      ...{ bhi: two ? vector('bhi') : null, bhf: two ? vector('bhf') : null },
      ...{ bho: two ? vector('bho') : null, bhc: two ? vector('bhc') : null },
    }),
    states: ['H', 'C'],
    forwardNames: ['I', 'F', 'O', 'G', 'S'],
    backwardNames: ['dI', 'dF', 'dO', 'dG'],
    quantities: { input: 'I', forget: 'F', output: 'O', candidateCell: 'G', cell: 'C', hidden: 'H' },
    terms: [
      term('input', 'i', two),
      term('forget', 'f', two),
      term('output', 'o', two),
      term('candidateCell', 'c', two),
    ],
    keepBias: 'bf',
    keepGate: 'forget',
    products: 4,
    step: (view, X, N) => ({
      ...{ X, N, H0: view('H0'), C0: view('C0'), I: view('I'), F: view('F'), O: view('O'), G: view('G') },
      ...{ C: view('C'), S: view('S'), H: view('H'), dH0: view('dH0'), dC0: view('dC0'), dI: view('dI') },
      ...{ dF: view('dF'), dO: view('dO'), dG: view('dG'), dC: view('dC'), dH: view('dH') },
    }),
    forward,
    backward,
    gradients,
  };
}
