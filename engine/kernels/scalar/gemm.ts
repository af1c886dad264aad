/**
 * C [M, N] += A [M, K] B [K, N] for any strides of A and B, in plain TypeScript.
 *
 * A and B are copied into panels of three rows and three columns, so that the inner loop reads both from front to
 * back; nine sums then stay in registers (Goto and van de Geijn 2008, in miniature). The panels are float64 whatever
 * the operands are: the sums are float64 too, and the inner loop sees one array type. About 5 GFLOP/s in V8.
 */
import type { Floats } from '../../math/floats.ts';

const BLOCK = 3;

/**
 * C [M, N] += A [M, K] B [K, N], where element (i, k) of A is `A[i * aRow + k * aColumn]`, and so for B; C is dense.
 */
export type Gemm = (
  C: Floats,
  A: Floats,
  aRow: number,
  aColumn: number,
  B: Floats,
  bRow: number,
  bColumn: number,
  M: number,
  K: number,
  N: number,
) => void;

/** [M, K] → panels [⌈M/3⌉][K][3], the last one padded with zeros. */
function pack(X: Floats, along: number, across: number, M: number, K: number, panels: Float64Array): void {
  for (let i = 0, p = 0; i < M; i += BLOCK) {
    const has1 = i + 1 < M;
    const has2 = i + 2 < M;
    for (let k = 0, x = i * across; k < K; k++, x += along, p += BLOCK) {
      panels[p] = X[x];
      panels[p + 1] = has1 ? X[x + across] : 0;
      panels[p + 2] = has2 ? X[x + 2 * across] : 0;
    }
  }
}

/** C's block at `at`, `rows` × `columns` of 3 × 3, += one panel of A times one panel of B. */
function addPanels(
  C: Floats,
  at: number,
  N: number,
  rows: number,
  columns: number,
  A: Float64Array,
  a0: number,
  B: Float64Array,
  b0: number,
  K: number,
): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  for (let a = a0, b = b0, end = a0 + BLOCK * K; a < end; a += BLOCK, b += BLOCK) {
    const x0 = A[a];
    const x1 = A[a + 1];
    const x2 = A[a + 2];
    const y0 = B[b];
    const y1 = B[b + 1];
    const y2 = B[b + 2];
    c00 += x0 * y0;
    c01 += x0 * y1;
    c02 += x0 * y2;
    c10 += x1 * y0;
    c11 += x1 * y1;
    c12 += x1 * y2;
    c20 += x2 * y0;
    c21 += x2 * y1;
    c22 += x2 * y2;
  }
  addRow(C, at, columns, c00, c01, c02);
  if (rows > 1) addRow(C, at + N, columns, c10, c11, c12);
  if (rows > 2) addRow(C, at + 2 * N, columns, c20, c21, c22);
}

function addRow(C: Floats, at: number, columns: number, c0: number, c1: number, c2: number): void {
  C[at] += c0;
  if (columns > 1) C[at + 1] += c1;
  if (columns > 2) C[at + 2] += c2;
}

/** Makes a product with panels of its own, which grow to the largest size asked for. */
export function createGemm(): Gemm {
  let panelsA = new Float64Array(0);
  let panelsB = new Float64Array(0);
  let sums = new Float64Array(0);

  /** One row of A: no panels, the same order of additions. */
  function rowTimesMatrix(
    C: Floats,
    A: Floats,
    aStep: number,
    B: Floats,
    bRow: number,
    K: number,
    N: number,
  ): void {
    if (sums.length < N) sums = new Float64Array(N);
    for (let j = 0; j < N; j++) sums[j] = 0;
    let k = 0;
    for (; k + 3 < K; k += 4) {
      const x0 = A[k * aStep];
      const x1 = A[(k + 1) * aStep];
      const x2 = A[(k + 2) * aStep];
      const x3 = A[(k + 3) * aStep];
      for (let j = 0, y = k * bRow; j < N; j++, y++) {
        sums[j] = sums[j] + x0 * B[y] + x1 * B[y + bRow] + x2 * B[y + 2 * bRow] + x3 * B[y + 3 * bRow];
      }
    }
    for (; k < K; k++) {
      const x = A[k * aStep];
      for (let j = 0, y = k * bRow; j < N; j++, y++) sums[j] += x * B[y];
    }
    for (let j = 0; j < N; j++) C[j] += sums[j];
  }

  return (C, A, aRow, aColumn, B, bRow, bColumn, M, K, N) => {
    if (M === 1 && bColumn === 1) {
      rowTimesMatrix(C, A, aColumn, B, bRow, K, N);
      return;
    }
    const blocksM = Math.ceil(M / BLOCK);
    const blocksN = Math.ceil(N / BLOCK);
    const panel = BLOCK * K;
    if (panelsA.length < blocksM * panel) panelsA = new Float64Array(blocksM * panel);
    if (panelsB.length < blocksN * panel) panelsB = new Float64Array(blocksN * panel);
    pack(A, aColumn, aRow, M, K, panelsA);
    pack(B, bRow, bColumn, N, K, panelsB);
    for (let bj = 0; bj < blocksN; bj++) {
      const j = bj * BLOCK;
      const columns = Math.min(BLOCK, N - j);
      for (let bi = 0; bi < blocksM; bi++) {
        const i = bi * BLOCK;
        const rows = Math.min(BLOCK, M - i);
        addPanels(C, i * N + j, N, rows, columns, panelsA, bi * panel, panelsB, bj * panel, K);
      }
    }
  };
}
