/**
 * The few hot loops everything is built of, behind one interface. `scalar/` is plain TypeScript, float32 or float64,
 * and the reference; `simd/` is WebAssembly, float32, in two builds: `simd` (v128) and `fma` (relaxed multiply-add).
 *
 * Arrays are row-major and dense, and must come from the kernels' own memory (`floats`, `ids`, or views of them); a
 * view's length is trusted, so check shapes where they enter. Every element of a product is summed in one order,
 * whatever the number of rows worked on together: pieces and whole give the same bits.
 */
import type { Dtype, Floats } from '../math/floats.ts';

/** What made the numbers: recorded with a run, because the bits depend on it. */
export const ARITHMETICS = ['scalar', 'simd', 'fma'] as const;
export type Arithmetic = (typeof ARITHMETICS)[number];

/** A parameter matrix [rows, columns] as an operand of the products. Made by `Kernels.matrix`. */
export interface Matrix {
  readonly values: Floats;
  readonly rows: number;
  readonly columns: number;
}

export interface Kernels {
  readonly arithmetic: Arithmetic;
  readonly dtype: Dtype;
  /** Floating-point operations in about 3 ms: what is done between two yields. */
  readonly pace: number;

  /** `length` zeros in the kernels' memory. @throws EngineError out-of-memory */
  floats(length: number): Floats;
  /** `length` zeros in the kernels' memory: token ids. @throws EngineError out-of-memory */
  ids(length: number): Int32Array;
  /** `values` [rows, columns] as an operand; a backend may keep a packed copy beside it. @throws EngineError out-of-memory */
  matrix(values: Floats, rows: number, columns: number): Matrix;
  /** Values of matrices have changed: packed copies are stale. To be called before the next product. */
  changed(): void;

  /** Cs[i] += A Ws[i], with Cs[i] [M, N], A [M, K], Ws[i] [K, N]. */
  addAB(Cs: readonly Floats[], A: Floats, Ws: readonly Matrix[], M: number): void;
  /** C += Σ_i As[i] Ws[i]ᵀ, with C [M, K], As[i] [M, N], Ws[i] [K, N]. */
  addABt(C: Floats, As: readonly Floats[], Ws: readonly Matrix[], M: number): void;
  /** Cs[i] += Aᵀ Bs[i], with Cs[i] [K, N], A [M, K], Bs[i] [M, N]: the gradients of weights. */
  addAtB(Cs: readonly Floats[], A: Floats, Bs: readonly Floats[], M: number): void;

  /** Every row of `out` [rows, N] becomes `b` [N], plus `more` [N] if it is given. */
  setRows(out: Floats, b: Floats, more: Floats | null): void;
  /**
   * Row i of `out` [rows, N] = row `tokens[i]` of `W` [V, N] + `b`, plus `more` [N] if it is given: the product of a
   * one-hot X with W, plus the biases.
   */
  setGathered(out: Floats, W: Floats, b: Floats, more: Floats | null, tokens: Int32Array): void;
  /** Row `tokens[i]` of `dW` [V, N] += row i of `d` [rows, N]: the product of a one-hot Xᵀ with d. */
  scatterAdd(dW: Floats, d: Floats, tokens: Int32Array, N: number): void;
  /** `sum` [N] += the rows of `d` [rows, N]. */
  addRowSums(sum: Floats, d: Floats): void;
  /** Columns [at, at + N) of `out` [rows, W] become `x` [rows, N]. */
  setColumns(out: Floats, W: number, at: number, x: Floats, N: number): void;
  /** `x` [rows, N] += columns [at, at + N) of `d` [rows, W]. */
  addColumns(x: Floats, N: number, d: Floats, W: number, at: number): void;

  /** x = σ(x), in place. */
  sigmoid(x: Floats): void;
  /** x = tanh x, in place. */
  tanh(x: Floats): void;
  /** out = tanh x. */
  setTanh(out: Floats, x: Floats): void;
  /** x = max(x, 0), in place. */
  relu(x: Floats): void;
  /** d *= y (1 − y), where y = σ(x): dL/dy becomes dL/dx. */
  sigmoidBackward(d: Floats, y: Floats): void;
  /** d *= 1 − y², where y = tanh x. */
  tanhBackward(d: Floats, y: Floats): void;
  /** d *= [y > 0], where y = max(x, 0). */
  reluBackward(d: Floats, y: Floats): void;
  /** out = a ⊙ b. */
  multiply(out: Floats, a: Floats, b: Floats): void;
  /** out += a ⊙ b. */
  addMultiply(out: Floats, a: Floats, b: Floats): void;
  /** Of `multiply`, given d = dL/dout: da = d ⊙ b, db = d ⊙ a. */
  multiplyBackward(d: Floats, a: Floats, b: Floats, da: Floats, db: Floats): void;
  /** out = a ⊙ b + c ⊙ d. */
  sumOfProducts(out: Floats, a: Floats, b: Floats, c: Floats, d: Floats): void;
  /** out = z ⊙ a + (1 − z) ⊙ b. */
  mix(out: Floats, z: Floats, a: Floats, b: Floats): void;
  /** Of `mix`, given d = dL/dout: dz = d ⊙ (a − b), da += d ⊙ z, db = d ⊙ (1 − z). */
  mixBackward(d: Floats, z: Floats, a: Floats, b: Floats, dz: Floats, da: Floats, db: Floats): void;

  /**
   * Σ_i −log softmax(row i)[targets[i]] in nats over `logits` [rows, V], rows whose target is −1 left out;
   * leaves in `logits` the derivative of `scale` times that sum (zero in the rows left out).
   */
  crossEntropy(logits: Floats, targets: Int32Array, V: number, scale: number): number;
  /** `sum` + Σ x²: a long array in parts gives the same bits as in one go, if parts are multiples of 1,024 numbers. */
  sumOfSquares(x: Floats, sum?: number): number;
  /** x *= factor. */
  scale(x: Floats, factor: number): void;
  /** y += a x. */
  addScaled(y: Floats, x: Floats, a: number): void;
  /**
   * Adam's step on a part of the parameters (Kingma and Ba 2015): g ← factor g; m ← β₁ m + (1 − β₁) g;
   * v ← β₂ v + (1 − β₂) g²; g ← size · m / (√v / root + ε), what is to be subtracted from the parameters.
   */
  adam(g: Floats, m: Floats, v: Floats, s: AdamStep): void;
}

/** Constants of one `adam` step: size = γ / (1 − β₁ᵗ), root = √(1 − β₂ᵗ). */
export interface AdamStep {
  readonly factor: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly size: number;
  readonly root: number;
}
