import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import type { Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import { expectClose, expectSame } from '../network/networks.ts';

const double = createScalarKernels('float64');
const single = createScalarKernels('float32');

function random(seed: number, length: number): Float64Array {
  const x = new Float64Array(length);
  new Rng(seed).fillUniform(x, -1, 1);
  return x;
}

type At = (i: number, j: number) => number;

/** C + A B by the definition. */
const naive = (C: Floats, A: At, B: At, K: number, N: number): Float64Array =>
  Float64Array.from(C, (c, at) => {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += A(Math.floor(at / N), k) * B(k, at % N);
    return c + sum;
  });

const upTo = (max: number) => fc.integer({ min: 1, max });

/** Rows, two inner or outer sizes, and how many operands. */
const sizes = fc.tuple(upTo(11), upTo(11), upTo(11), upTo(4));
const RUNS = { numRuns: 60, seed: 3 };

describe.each([
  ['float64', double, 1e-13],
  ['float32', single, 1e-5],
] as const)('products in %s', (_, k, tolerance) => {
  const into = (x: ArrayLike<number>): Floats => {
    const y = k.floats(x.length);
    y.set(x);
    return y;
  };

  it('Cs[i] += A Ws[i] are the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N, count]) => {
        const A = into(random(1, M * K));
        const Ws = Array.from({ length: count }, (_, i) => k.matrix(into(random(2 + i, K * N)), K, N));
        const Cs = Ws.map((_, i) => into(random(20 + i, M * N)));
        const want = Cs.map((C, i) =>
          naive(
            C,
            (r, x) => A[r * K + x],
            (x, c) => Ws[i].values[x * N + c],
            K,
            N,
          ),
        );
        k.addAB(Cs, A, Ws, M);
        Cs.forEach((C, i) => {
          expectClose(C, want[i], tolerance);
        });
      }),
      RUNS,
    );
  });

  it('C += Σ As[i] Ws[i]ᵀ is the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N, count]) => {
        const Ws = Array.from({ length: count }, (_, i) => k.matrix(into(random(2 + i, K * N)), K, N));
        const As = Ws.map((_, i) => into(random(20 + i, M * N)));
        const C = into(random(40, M * K));
        let want: Floats = C;
        for (const [i, A] of As.entries()) {
          want = naive(
            want,
            (r, x) => A[r * N + x],
            (x, c) => Ws[i].values[c * N + x],
            N,
            K,
          );
        }
        k.addABt(C, As, Ws, M);
        expectClose(C, want, tolerance);
      }),
      RUNS,
    );
  });

  it('Cs[i] += Aᵀ Bs[i] are the definition at every size', () => {
    fc.assert(
      fc.property(sizes, ([M, K, N, count]) => {
        const A = into(random(1, M * K));
        const Bs = Array.from({ length: count }, (_, i) => into(random(2 + i, M * N)));
        const Cs = Bs.map((_, i) => into(random(20 + i, K * N)));
        const want = Cs.map((C, i) =>
          naive(
            C,
            (r, x) => A[x * K + r],
            (x, c) => Bs[i][x * N + c],
            M,
            N,
          ),
        );
        k.addAtB(Cs, A, Bs, M);
        Cs.forEach((C, i) => {
          expectClose(C, want[i], tolerance);
        });
      }),
      RUNS,
    );
  });

  it('give a row the same bits alone as among others', () => {
    fc.assert(
      fc.property(sizes, upTo(40), ([M, , N], K) => {
        const A = into(random(1, M * K));
        const W = k.matrix(into(random(2, K * N)), K, N);
        const start = random(3, M * N);
        const [all, parts] = [into(start), into(start)];
        k.addAB([all], A, [W], M);
        for (let i = 0; i < M; i++) {
          k.addAB([parts.subarray(i * N, (i + 1) * N)], A.subarray(i * K, (i + 1) * K), [W], 1);
        }
        expectSame(parts, all);

        const B = into(random(4, M * N));
        const back = random(5, M * K);
        const [allBack, partsBack] = [into(back), into(back)];
        k.addABt(allBack, [B, B], [W, W], M);
        for (let i = 0; i < M; i++) {
          const row = B.subarray(i * N, (i + 1) * N);
          k.addABt(partsBack.subarray(i * K, (i + 1) * K), [row, row], [W, W], 1);
        }
        expectSame(partsBack, allBack);
      }),
      RUNS,
    );
  });

  it('pass on what is not finite', () => {
    const W = k.matrix(into([1, 2, 3, 4]), 2, 2);
    const C = into([0, 0]);
    k.addAB([C], into([Number.NaN, 1]), [W], 1);
    expect(Array.from(C)).toEqual([Number.NaN, Number.NaN]);
    const D = into([0, 0]);
    k.addABt(D, [into([Number.POSITIVE_INFINITY, 1])], [W], 1);
    expect(Array.from(D)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});
