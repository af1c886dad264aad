/** The reference kernels: plain TypeScript, float32 and float64, sums in float64. */
import type { Kernels } from '../kernels.ts';
import { createGemm } from './gemm.ts';
import {
  addGathered,
  addRowSums,
  addToRows,
  crossEntropy,
  scatterAdd,
  setRows,
  sigmoid,
  sumOfSquares,
  tanh,
} from './pointwise.ts';

/** Kernels with scratch of their own: one set a thread is enough, they keep nothing between calls. */
export function createScalarKernels(): Kernels {
  const gemm = createGemm();
  return {
    arithmetic: 'scalar',
    addAB: (C, A, B, M, K, N) => gemm(C, A, { row: K, column: 1 }, B, { row: N, column: 1 }, M, K, N),
    addABt: (C, A, B, M, K, N) => gemm(C, A, { row: K, column: 1 }, B, { row: 1, column: K }, M, K, N),
    addAtB: (C, A, B, M, K, N) => gemm(C, A, { row: 1, column: M }, B, { row: N, column: 1 }, M, K, N),
    setRows,
    addToRows,
    addGathered,
    scatterAdd,
    addRowSums,
    sigmoid,
    tanh,
    crossEntropy,
    sumOfSquares,
  };
}
