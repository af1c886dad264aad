/** The reference kernels: plain TypeScript, float32 and float64, sums of products in float64. */
import { type Dtype, zeros } from '../../math/floats.ts';
import type { Kernels, Matrix } from '../kernels.ts';
import * as elementwise from './elementwise.ts';
import { createGemm } from './gemm.ts';
import * as rows from './rows.ts';

/** Kernels with scratch of their own: one set a thread is enough, they keep nothing between calls. */
export function createScalarKernels(dtype: Dtype = 'float32'): Kernels {
  const gemm = createGemm();
  return {
    arithmetic: 'scalar',
    dtype,
    pace: 16e6,
    floats: (length) => zeros(dtype, length),
    ids: (length) => new Int32Array(length),
    matrix: (values, rows, columns): Matrix => ({ values, rows, columns }),
    changed: () => {},
    addAB: (Cs, A, Ws, M) => {
      for (let i = 0; i < Cs.length; i++) {
        const { values, rows: K, columns: N } = Ws[i];
        gemm(Cs[i], A, K, 1, values, N, 1, M, K, N);
      }
    },
    addABt: (C, As, Ws, M) => {
      for (let i = 0; i < As.length; i++) {
        const { values, rows: K, columns: N } = Ws[i];
        gemm(C, As[i], N, 1, values, 1, N, M, N, K);
      }
    },
    addAtB: (Cs, A, Bs, M) => {
      const K = A.length / M;
      for (let i = 0; i < Cs.length; i++) {
        const N = Bs[i].length / M;
        gemm(Cs[i], A, 1, K, Bs[i], N, 1, K, M, N);
      }
    },
    ...rows,
    ...elementwise,
  };
}
