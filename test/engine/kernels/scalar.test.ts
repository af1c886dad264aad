import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import { Rng } from '../../../engine/math/random.ts';

const k = createScalarKernels();

function random(seed: number, length: number): Float64Array {
  const x = new Float64Array(length);
  new Rng(seed).fillUniform(x, -1, 1);
  return x;
}

/** C + A B by the definition, A(i, k) and B(k, j) given as functions. */
function naive(
  C: Float64Array,
  A: (i: number, k: number) => number,
  B: (k: number, j: number) => number,
  [M, K, N]: readonly [number, number, number],
): Float64Array {
  return C.map((c, at) => {
    let sum = 0;
    for (let x = 0; x < K; x++) sum += A(Math.floor(at / N), x) * B(x, at % N);
    return M > 0 ? c + sum : c;
  });
}

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 11 }),
  fc.integer({ min: 1, max: 11 }),
  fc.integer({ min: 1, max: 11 }),
);

function expectClose(got: Float64Array, want: Float64Array): void {
  for (let i = 0; i < want.length; i++) expect(got[i]).toBeCloseTo(want[i], 12);
}

describe('matrix products', () => {
  it('C += A B is the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N]) => {
        const [A, B, C] = [random(1, M * K), random(2, K * N), random(3, M * N)];
        const want = naive(
          C,
          (i, x) => A[i * K + x],
          (x, j) => B[x * N + j],
          [M, K, N],
        );
        k.addAB(C, A, B, M, K, N);
        expectClose(C, want);
      }),
    );
  });
  it('C += A Bᵀ is the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N]) => {
        const [A, B, C] = [random(1, M * K), random(2, K * N), random(3, M * N)];
        const want = naive(
          C,
          (i, x) => A[i * K + x],
          (x, j) => B[j * K + x],
          [M, K, N],
        );
        k.addABt(C, A, B, M, K, N);
        expectClose(C, want);
      }),
    );
  });
  it('C += Aᵀ B is the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N]) => {
        const [A, B, C] = [random(1, M * K), random(2, K * N), random(3, M * N)];
        const want = naive(
          C,
          (i, x) => A[x * M + i],
          (x, j) => B[x * N + j],
          [M, K, N],
        );
        k.addAtB(C, A, B, M, K, N);
        expectClose(C, want);
      }),
    );
  });
  it('one row gives the same bits as the same row among others', () => {
    const [A, B] = [random(1, 5 * 33), random(2, 33 * 17)];
    const [all, one] = [new Float64Array(5 * 17), new Float64Array(17)];
    k.addAB(all, A, B, 5, 33, 17);
    k.addAB(one, A.subarray(0, 33), B, 1, 33, 17);
    expect([...one]).toEqual([...all.subarray(0, 17)]);
  });
});

describe('rows', () => {
  it('gathering rows is the product with a one-hot matrix, and scattering its transpose', () => {
    const tokens = Int32Array.of(2, 0, 2);
    const oneHot = Float64Array.of(0, 0, 1, 1, 0, 0, 0, 0, 1);
    const W = random(4, 3 * 5);
    const [gathered, product] = [new Float64Array(15), new Float64Array(15)];
    k.addGathered(gathered, W, tokens, 5);
    k.addAB(product, oneHot, W, 3, 3, 5);
    expect(gathered).toEqual(product);
    const [scattered, transposed] = [new Float64Array(15), new Float64Array(15)];
    k.scatterAdd(scattered, W, tokens, 5);
    k.addAtB(transposed, oneHot, W, 3, 3, 5);
    expectClose(scattered, transposed);
  });
  it('sets, adds and sums rows', () => {
    const out = new Float64Array(4);
    k.setRows(out, Float64Array.of(1, 2));
    k.addToRows(out, Float64Array.of(10, 20));
    expect([...out]).toEqual([11, 22, 11, 22]);
    const sum = Float64Array.of(1, 1);
    k.addRowSums(sum, out);
    expect([...sum]).toEqual([23, 45]);
    expect(k.sumOfSquares(Float64Array.of(3, 4))).toBe(25);
  });
});

describe('cross-entropy', () => {
  it('is −log softmax at the target, and its derivative softmax − one-hot', () => {
    const logits = Float64Array.of(1, 2, 3, 1000, 0, -1000);
    const p = [1, 2, 3].map((x) => Math.exp(x) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    const loss = k.crossEntropy(logits, Int32Array.of(0, 1), 3, 0.5);
    expect(loss).toBeCloseTo(-Math.log(p[0]) + 1000, 10);
    expectClose(logits, Float64Array.of(0.5 * (p[0] - 1), 0.5 * p[1], 0.5 * p[2], 0.5, -0.5, 0));
  });
});
