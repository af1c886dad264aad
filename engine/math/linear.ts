/**
 * Random orthogonal matrices, every one equally likely (Haar's measure). The QR decomposition of a matrix of normal
 * draws has such a Q, provided that the diagonal of R is positive, for only then is it unique: F. Mezzadri, How to
 * generate random matrices from the classical compact groups, Notices of the AMS 54 (2007), arXiv:math-ph/0609050.
 * The decomposition is modified Gram–Schmidt, where R's diagonal holds lengths, so that the signs need no mending.
 */
import { check } from '../errors.ts';
import type { Rng } from './random.ts';
import { finish, type Work } from './work.ts';

/** x · y for `n` numbers from `x` and from `y` on in `A`, as four sums: one alone waits for each addition. */
function dot(A: Float64Array, x: number, y: number, n: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < n; i += 4) {
    a += A[x + i] * A[y + i];
    b += A[x + i + 1] * A[y + i + 1];
    c += A[x + i + 2] * A[y + i + 2];
    d += A[x + i + 3] * A[y + i + 3];
  }
  for (; i < n; i++) a += A[x + i] * A[y + i];
  return a + b + (c + d);
}

/** Takes from the row that begins at `row` its components along all rows before it; those are orthonormal. */
function project(Q: Float64Array, row: number, n: number): void {
  for (let other = 0; other < row; other += n) {
    const component = dot(Q, other, row, n);
    for (let i = 0; i < n; i++) Q[row + i] -= component * Q[other + i];
  }
}

/**
 * `orthogonal` in pieces of at most a few milliseconds (n ≤ 512); `rng` must be left alone in between.
 * @throws EngineError argument-invalid
 */
export function* orthogonalInPieces(rng: Rng, n: number): Work<Float64Array> {
  check(Number.isInteger(n) && n >= 1, 'orthogonal', 'a whole n in [1, ∞)', n);
  const Q = new Float64Array(n * n);
  // By rows, which lie together in memory: the transpose of a Haar-distributed matrix is one too.
  for (let row = 0; row < Q.length; row += n) {
    yield;
    rng.fillNormal(Q.subarray(row, row + n), 0, 1);
    project(Q, row, n);
    project(Q, row, n); // once more, for what rounding left (Giraud, Langou and Rozložník 2005)
    const length = Math.sqrt(dot(Q, row, row, n));
    for (let i = row; i < row + n; i++) Q[i] /= length;
  }
  return Q;
}

/**
 * A random orthogonal matrix [n, n], Haar-distributed; QQᵀ is the identity to about 1e-14. Draws n² normal numbers,
 * row by row.
 * @param n whole, [1, ∞); the work grows with n³
 * @throws EngineError argument-invalid
 */
export const orthogonal = (rng: Rng, n: number): Float64Array => finish(orthogonalInPieces(rng, n));
