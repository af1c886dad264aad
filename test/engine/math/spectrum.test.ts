import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orthogonal } from '../../../engine/math/linear.ts';
import { Rng } from '../../../engine/math/random.ts';
import { eigenvalues, eigenvaluesInPieces, spectralRadius } from '../../../engine/math/spectrum.ts';
import { errorOf } from '../fixtures.ts';

type Matrix = ArrayLike<number>;

const matrix = (n: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n));

const multiply = (A: Matrix, B: Matrix, n: number): Float64Array =>
  matrix(n, (i, j) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += A[i * n + k] * B[k * n + j];
    return sum;
  });

/** Q A Qᵀ with a random orthogonal Q: the same eigenvalues, none of the structure. */
function hide(A: Matrix, n: number, seed: number): Float64Array {
  const Q = orthogonal(new Rng(seed), n);
  const Qt = matrix(n, (i, j) => Q[j * n + i]);
  return multiply(multiply(Q, A, n), Qt, n);
}

function gaussian(n: number, seed: number): Float64Array {
  const A = new Float64Array(n * n);
  new Rng(seed).fillNormal(A, 0, 1 / Math.sqrt(n));
  return A;
}

type Complex = readonly [re: number, im: number];

const listed = (A: Matrix, n: number): Complex[] => {
  const { re, im } = eigenvalues(A, n);
  return Array.from(re, (x, i) => [x, im[i]] as const);
};

/** The largest distance when each wanted eigenvalue takes the nearest found one that is left. */
function distance(found: readonly Complex[], wanted: readonly Complex[]): number {
  expect(found.length).toBe(wanted.length);
  const left = [...found];
  let worst = 0;
  for (const [re, im] of wanted) {
    const distances = left.map(([x, y]) => Math.hypot(x - re, y - im));
    const nearest = distances.indexOf(Math.min(...distances));
    worst = Math.max(worst, distances[nearest]);
    left.splice(nearest, 1);
  }
  return worst;
}

/** The smallest pivot of A − λ under complete pivoting: no more than rounding if λ is an eigenvalue. */
function smallestPivot(A: Matrix, n: number, [re, im]: Complex): number {
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j): [number, number] => [
      A[i * n + j] - (i === j ? re : 0),
      i === j ? -im : 0,
    ]),
  );
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < n; k++) {
    let [size, pr, pc] = [-1, k, k];
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) {
        const here = Math.hypot(...rows[i][j]);
        if (here > size) [size, pr, pc] = [here, i, j];
      }
    }
    smallest = Math.min(smallest, size);
    if (size === 0) return 0;
    [rows[k], rows[pr]] = [rows[pr], rows[k]];
    for (const row of rows) [row[k], row[pc]] = [row[pc], row[k]];
    const [a, b] = rows[k][k];
    for (let i = k + 1; i < n; i++) {
      const [c, d] = rows[i][k];
      const f: Complex = [(c * a + d * b) / (size * size), (d * a - c * b) / (size * size)];
      for (let j = k; j < n; j++) {
        const [x, y] = rows[k][j];
        rows[i][j] = [rows[i][j][0] - f[0] * x + f[1] * y, rows[i][j][1] - f[0] * y - f[1] * x];
      }
    }
  }
  return smallest;
}

describe('eigenvalues', () => {
  it('of a 1 × 1 matrix are its entry', () => {
    for (const x of [0, 3.5, -2]) expect(listed([x], 1)).toEqual([[x, 0]]);
  });
  it('of the zero matrix are zero', () => {
    expect(listed(new Float64Array(25), 5)).toEqual(Array(5).fill([0, 0]));
    expect(spectralRadius(new Float64Array(25), 5)).toBe(0);
  });
  it('of a diagonal matrix are its entries, to the bit, by modulus', () => {
    const diagonal = [0.1, -7, 3, 1 / 3, -0.1, 0];
    const A = matrix(6, (i, j) => (i === j ? diagonal[i] : 0));
    expect(listed(A, 6).map(([re]) => re)).toEqual([-7, 3, 1 / 3, 0.1, -0.1, 0]);
  });
  it('of a triangular matrix are its diagonal, to the bit, whichever triangle it is', () => {
    const upper = matrix(6, (i, j) => (j >= i ? i + 1 + (j - i) * 100 : 0));
    const lower = matrix(6, (i, j) => upper[j * 6 + i]);
    for (const A of [upper, lower]) {
      expect(listed(A, 6)).toEqual([6, 5, 4, 3, 2, 1].map((x) => [x, 0]));
    }
  });
  it('of a Jordan block are its one eigenvalue, to the bit; hidden by a rotation, to the fourth root of rounding', () => {
    const J = matrix(4, (i, j) => (i === j ? 0.5 : j === i + 1 ? 1 : 0));
    expect(listed(J, 4)).toEqual(Array(4).fill([0.5, 0]));
    expect(distance(listed(hide(J, 4, 3), 4), Array(4).fill([0.5, 0]))).toBeLessThan(2e-3);
  });
  it('of a nilpotent matrix are zero, to the bit where its order shows, nearly so where it is hidden', () => {
    const N = matrix(5, (i, j) => (i > j ? 1 + i * j : 0));
    expect(spectralRadius(N, 5)).toBe(0);
    const small = matrix(3, (i, j) => (j === i + 1 ? 1 : 0));
    expect(spectralRadius(hide(small, 3, 4), 3)).toBeLessThan(1e-4);
    expect(spectralRadius([2, -1, 4, -2], 2)).toBeLessThan(1e-7);
  });
  it('of a rotation are a conjugate pair on the unit circle, the one above the axis first', () => {
    for (const angle of [0.1, 1, Math.PI / 2, 3]) {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const [first, second] = listed([c, -s, s, c], 2);
      expect(first[0]).toBeCloseTo(c, 14);
      expect(first[1]).toBeCloseTo(s, 14);
      expect(second).toEqual([first[0], -first[1]]);
    }
  });
  it('of a symmetric matrix are real and those that are known', () => {
    // Second differences: 2 − 2 cos(kπ / (n + 1)).
    const n = 30;
    const A = matrix(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    expect(
      distance(
        listed(A, n),
        wanted.map((x) => [x, 0]),
      ),
    ).toBeLessThan(1e-13);
    expect(listed(A, n).every(([, im]) => im === 0)).toBe(true);
  });
  it('of a cyclic permutation are the roots of unity, though ordinary shifts would never move it', () => {
    for (const n of [3, 4, 5, 8, 17, 64]) {
      const P = matrix(n, (i, j) => (i === (j + 1) % n ? 1 : 0));
      const roots = Array.from({ length: n }, (_, k): Complex => {
        const angle = (2 * Math.PI * k) / n;
        return [Math.cos(angle), Math.sin(angle)];
      });
      expect(distance(listed(P, n), roots)).toBeLessThan(1e-13);
    }
  });
  it('of an orthogonal matrix lie on the unit circle', () => {
    for (const n of [2, 3, 10, 100]) {
      const Q = orthogonal(new Rng(n), n);
      for (const [re, im] of listed(Q, n)) expect(Math.hypot(re, im)).toBeCloseTo(1, 13);
      expect(spectralRadius(Q, n)).toBeCloseTo(1, 13);
    }
  });
  it('of real and complex blocks are found again when a rotation hides the blocks', () => {
    const n = 12;
    const rng = new Rng(8);
    const A = new Float64Array(n * n);
    const wanted: Complex[] = [];
    for (let i = 0; i < n; i += 2) {
      const [a, b] = [rng.uniform(-1, 1), rng.uniform(0.1, 1)];
      A[i * n + i] = a;
      A[i * n + i + 1] = b;
      A[(i + 1) * n + i] = i < 8 ? -b : 0;
      A[(i + 1) * n + i + 1] = i < 8 ? a : -a;
      wanted.push(
        ...(i < 8
          ? ([
              [a, b],
              [a, -b],
            ] as const)
          : ([
              [a, 0],
              [-a, 0],
            ] as const)),
      );
    }
    expect(distance(listed(hide(A, n, 9), n), wanted)).toBeLessThan(1e-13);
  });
  it('of a badly scaled matrix keep their digits, by balancing', () => {
    // D B D⁻¹ has the eigenvalues of B: 1, 2, 4 and one more.
    const n = 4;
    const B = hide(
      matrix(n, (i, j) => (i === j ? 2 ** i : 0)),
      n,
      6,
    );
    const A = matrix(n, (i, j) => B[i * n + j] * 1024 ** (3 * (i - j)));
    expect(
      distance(
        listed(A, n),
        [1, 2, 4, 8].map((x) => [x, 0]),
      ),
    ).toBeLessThan(1e-13);
  });
  it('scale with the matrix from the smallest numbers to the largest', () => {
    const A = gaussian(6, 1);
    const { re, im } = eigenvalues(A, 6);
    for (const scale of [2 ** 1020, 2 ** 500, 2 ** -500, 2 ** -900]) {
      const scaled = eigenvalues(
        A.map((x) => x * scale),
        6,
      );
      for (let i = 0; i < 6; i++) {
        expect(scaled.re[i] / scale).toBeCloseTo(re[i], 13);
        expect(scaled.im[i] / scale).toBeCloseTo(im[i], 13);
      }
    }
  });
  it('make A − λ singular, come in conjugate pairs, are ordered by modulus, and add up to the trace', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (n, seed) => {
        const A = gaussian(n, seed % 2 ** 31);
        const found = listed(A, n);
        for (const value of found) expect(smallestPivot(A, n, value)).toBeLessThan(1e-12);
        const sizes = found.map(([re, im]) => Math.hypot(re, im));
        for (let i = 1; i < n; i++) expect(sizes[i]).toBeLessThanOrEqual(sizes[i - 1] * (1 + 1e-15));
        for (let i = 0; i < n; i++) {
          if (found[i][1] > 0) expect(found[i + 1]).toEqual([found[i][0], -found[i][1]]);
        }
        const trace = Array.from({ length: n }, (_, i) => A[i * n + i]).reduce((a, b) => a + b, 0);
        expect(found.reduce((sum, [re]) => sum + re, 0)).toBeCloseTo(trace, 12);
      }),
      { numRuns: 60 },
    );
  });
  it('of small whole numbers, with all their zeros and repetitions, are always found', () => {
    const entries = (n: number) =>
      fc.array(fc.integer({ min: -1, max: 1 }), { minLength: n * n, maxLength: n * n });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }).chain((n) => entries(n).map((A) => ({ n, A }))),
        ({ n, A }) => {
          const found = listed(A, n);
          const trace = Array.from({ length: n }, (_, i) => A[i * n + i]).reduce((a, b) => a + b, 0);
          expect(found.reduce((sum, [re]) => sum + re, 0)).toBeCloseTo(trace, 10);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('of a large random matrix fill the unit disc (the circular law), found in pieces', () => {
    const n = 256;
    const A = gaussian(n, 5);
    const work = eigenvaluesInPieces(A, n);
    let pieces = 0;
    let next = work.next();
    for (; !next.done; next = work.next()) pieces += 1;
    expect(pieces).toBeGreaterThan(n);
    expect(next.value).toEqual(eigenvalues(A, n));
    expect(Math.abs(spectralRadius(A, n) - 1)).toBeLessThan(0.15);
    const inner = Array.from(next.value.re).filter((re, i) => Math.hypot(re, next.value.im[i]) < 0.5);
    expect(Math.abs(inner.length / n - 0.25)).toBeLessThan(0.06);
  });
  it('have not changed since the first release', () => {
    expect([...eigenvalues(gaussian(3, 42), 3).re]).toMatchInlineSnapshot(`
      [
        -0.9869255019688132,
        0.9523179374107239,
        -0.4648770061672826,
      ]
    `);
  });
  it('leave the matrix as it was and read float32', () => {
    const A = Float32Array.from(gaussian(5, 2));
    const copy = A.slice();
    expect(spectralRadius(A, 5)).toBe(spectralRadius(Float64Array.from(A), 5));
    expect(A).toEqual(copy);
  });
  it('name the function, the expectation and the value when the matrix is none', () => {
    const bad: [Matrix, number, string][] = [
      [[1, 2, 3], 2, '3'],
      [[], 0, '0'],
      [[1], 1.5, '1.5'],
      [[1, 2, Number.NaN, 4], 2, 'NaN'],
      [[1, Number.NEGATIVE_INFINITY, 3, 4], 2, '-Infinity'],
    ];
    for (const [A, n, got] of bad) {
      const error = errorOf(() => spectralRadius(A, n));
      expect(error.code).toBe('argument-invalid');
      expect(error.params).toMatchObject({ where: 'eigenvalues', got });
    }
  });
});
