/**
 * The kernels in WebAssembly: float32, two builds of the same source (assembly/). What is here finds the pointers and
 * lengths, and keeps the packed copies of weights up to date.
 */
import type { Floats } from '../../math/floats.ts';
import type { Kernels, Matrix } from '../kernels.ts';
import type { SimdExports } from './exports.ts';
import { panelBytes, SimdMemory } from './memory.ts';

export { type SimdNeed, simdBytes } from './memory.ts';

/** A matrix and where its packed copies are: panels of itself for addAB, of its transpose for addABt. */
interface PackedMatrix extends Matrix {
  readonly panels: number;
  readonly transposed: number;
  /** As of which `changed` each copy is; 0: never made. */
  panelsEpoch: number;
  transposedEpoch: number;
}

/**
 * Kernels with a memory of their own of `room.bytes` bytes, sized now and never grown (see `simdBytes`).
 * @param module the compiled build that `arithmetic` names
 * @throws EngineError out-of-memory
 */
export function createSimdKernels(
  module: WebAssembly.Module,
  arithmetic: 'simd' | 'fma',
  room: { readonly bytes: number },
): Kernels {
  const arena = new SimdMemory(room.bytes);
  const instance = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
  const wasm = instance.exports as unknown as SimdExports;
  let epoch = 1;

  function panelsOf(W: PackedMatrix): number {
    if (W.panelsEpoch !== epoch) {
      wasm.pack(W.panels, W.values.byteOffset, W.rows, W.columns);
      W.panelsEpoch = epoch;
    }
    return W.panels;
  }

  function transposedOf(W: PackedMatrix): number {
    if (W.transposedEpoch !== epoch) {
      wasm.packTransposed(W.transposed, W.values.byteOffset, W.rows, W.columns);
      W.transposedEpoch = epoch;
    }
    return W.transposed;
  }

  return {
    arithmetic,
    dtype: 'float32',
    pace: 120e6,

    floats: (length) => arena.floats(length),
    ids: (length) => arena.ids(length),
    matrix: (values: Floats, rows: number, columns: number): PackedMatrix => ({
      values,
      rows,
      columns,
      panels: arena.take(panelBytes(rows, columns)),
      transposed: arena.take(panelBytes(columns, rows)),
      panelsEpoch: 0,
      transposedEpoch: 0,
    }),
    changed: () => {
      epoch++;
    },

    addAB: (Cs, A, Ws, M) => {
      if (isZero(A)) return;
      for (let i = 0; i < Cs.length; i++) {
        const W = Ws[i] as PackedMatrix;
        if (M === 1 && W.panelsEpoch !== epoch) {
          wasm.addRowProduct(Cs[i].byteOffset, A.byteOffset, W.values.byteOffset, W.rows, W.columns);
        } else {
          wasm.addProduct(Cs[i].byteOffset, A.byteOffset, panelsOf(W), M, W.rows, W.columns);
        }
      }
    },
    addABt: (C, As, Ws, M) => {
      for (let i = 0; i < As.length; i++) {
        const W = Ws[i] as PackedMatrix;
        wasm.addProduct(C.byteOffset, As[i].byteOffset, transposedOf(W), M, W.columns, W.rows);
      }
    },
    addAtB: (Cs, A, Bs, M) => {
      const K = A.length / M;
      const skipped = zeroRows(A, K);
      if (skipped === M) return; // a layer whose units are all dead, or dropped
      for (let i = 0; i < Cs.length; i++) {
        const B = Bs[i];
        const N = B.length / M;
        const [a, b] = [A.byteOffset + 4 * skipped * K, B.byteOffset + 4 * skipped * N];
        wasm.addTransposedProduct(Cs[i].byteOffset, a, b, M - skipped, K, N);
      }
    },

    setRows: (out, b, more) => {
      const second = more ? more.byteOffset : 0;
      wasm.setRows(out.byteOffset, b.byteOffset, second, out.length / b.length, b.length);
    },
    setGathered: (out, W, b, more, tokens) => {
      const second = more ? more.byteOffset : 0;
      const { byteOffset, length } = tokens;
      wasm.setGathered(out.byteOffset, W.byteOffset, b.byteOffset, second, byteOffset, length, b.length);
    },
    setColumns: (out, W, at, x, N) => wasm.setColumns(out.byteOffset, W, at, x.byteOffset, N, x.length / N),
    addColumns: (x, N, d, W, at) => wasm.addColumns(x.byteOffset, N, d.byteOffset, W, at, x.length / N),
    scatterAdd: (dW, d, tokens, N) =>
      wasm.scatterAdd(dW.byteOffset, d.byteOffset, tokens.byteOffset, tokens.length, N),
    addRowSums: (sum, d) => wasm.addRowSums(sum.byteOffset, d.byteOffset, d.length / sum.length, sum.length),

    sigmoid: (x) => wasm.sigmoid(x.byteOffset, x.length),
    tanh: (x) => wasm.tanh(x.byteOffset, x.length),
    setTanh: (out, x) => wasm.setTanh(out.byteOffset, x.byteOffset, x.length),
    relu: (x) => wasm.relu(x.byteOffset, x.length),
    sigmoidBackward: (d, y) => wasm.sigmoidBackward(d.byteOffset, y.byteOffset, d.length),
    tanhBackward: (d, y) => wasm.tanhBackward(d.byteOffset, y.byteOffset, d.length),
    reluBackward: (d, y) => wasm.reluBackward(d.byteOffset, y.byteOffset, d.length),
    multiply: (out, a, b) => wasm.multiply(out.byteOffset, a.byteOffset, b.byteOffset, out.length),
    addMultiply: (out, a, b) => wasm.addMultiply(out.byteOffset, a.byteOffset, b.byteOffset, out.length),
    multiplyBackward: (d, a, b, da, db) =>
      wasm.multiplyBackward(d.byteOffset, a.byteOffset, b.byteOffset, da.byteOffset, db.byteOffset, d.length),
    sumOfProducts: (out, a, b, c, d) =>
      wasm.sumOfProducts(out.byteOffset, a.byteOffset, b.byteOffset, c.byteOffset, d.byteOffset, out.length),
    mix: (out, z, a, b) => wasm.mix(out.byteOffset, z.byteOffset, a.byteOffset, b.byteOffset, out.length),
    mixBackward: (d, z, a, b, dz, da, db) =>
      wasm.mixBackward(
        d.byteOffset,
        z.byteOffset,
        a.byteOffset,
        b.byteOffset,
        dz.byteOffset,
        da.byteOffset,
        db.byteOffset,
        d.length,
      ),

    crossEntropy: (logits, targets, V, scale) =>
      wasm.crossEntropy(logits.byteOffset, targets.byteOffset, targets.length, V, scale),
    sumOfSquares: (x, sum = 0) => wasm.sumOfSquares(x.byteOffset, x.length, sum),
    scale: (x, factor) => wasm.scale(x.byteOffset, x.length, factor),
    addScaled: (y, x, a) => wasm.addScaled(y.byteOffset, x.byteOffset, y.length, a),
    adam: (g, m, v, { factor, beta1, beta2, eps, size, root }) =>
      wasm.adam(
        g.byteOffset,
        m.byteOffset,
        v.byteOffset,
        g.length,
        factor,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        eps,
        size,
        root,
      ),
  };
}

/** Whether all are zero: the state before the first timestep mostly is, and then its products need not be made. */
const isZero = (x: Floats): boolean => zeroNumbers(x) === x.length;

/** How many whole rows [K] at the front are zero. */
const zeroRows = (x: Floats, K: number): number => Math.floor(zeroNumbers(x) / K);

/** How many numbers at the front are zero: of other arrays the first is looked at, and no more. */
function zeroNumbers(x: Floats): number {
  let i = 0;
  while (i < x.length && x[i] === 0) i++;
  return i;
}
