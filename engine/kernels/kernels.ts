/**
 * The few hot loops everything is built of, behind one interface: `scalar/` is plain TypeScript and the reference.
 * Matrices are row-major and dense; a view's length is trusted, so check shapes where they enter.
 */
import type { Floats } from '../math/floats.ts';

export interface Kernels {
  /** What made the numbers: recorded with a run. */
  readonly arithmetic: 'scalar';

  /** C += A B, with C [M, N], A [M, K], B [K, N]. */
  addAB(C: Floats, A: Floats, B: Floats, M: number, K: number, N: number): void;
  /** C += A Bᵀ, with C [M, N], A [M, K], B [N, K]. */
  addABt(C: Floats, A: Floats, B: Floats, M: number, K: number, N: number): void;
  /** C += Aᵀ B, with C [M, N], A [K, M], B [K, N]. */
  addAtB(C: Floats, A: Floats, B: Floats, M: number, K: number, N: number): void;

  /** Every row of `out` [rows, N] becomes `b` [N]. */
  setRows(out: Floats, b: Floats): void;
  /** Adds `b` [N] to every row of `out` [rows, N]. */
  addToRows(out: Floats, b: Floats): void;
  /** Row i of `out` [rows, N] += row `tokens[i]` of `W` [V, N]: the product of a one-hot X with W. */
  addGathered(out: Floats, W: Floats, tokens: Int32Array, N: number): void;
  /** Row `tokens[i]` of `dW` [V, N] += row i of `d` [rows, N]: the product of a one-hot Xᵀ with d. */
  scatterAdd(dW: Floats, d: Floats, tokens: Int32Array, N: number): void;
  /** `sum` [N] += the rows of `d` [rows, N]. */
  addRowSums(sum: Floats, d: Floats): void;

  /** x = σ(x), in place. */
  sigmoid(x: Floats): void;
  /** x = tanh x, in place. */
  tanh(x: Floats): void;
  /**
   * Σ_i −log softmax(row i)[targets[i]] in nats over `logits` [rows, V];
   * leaves in `logits` the derivative of `scale` times that sum.
   */
  crossEntropy(logits: Floats, targets: Int32Array, V: number, scale: number): number;
  /** `sum` + Σ x²: a long array in parts gives the same bits as in one go. */
  sumOfSquares(x: Floats, sum?: number): number;
}
