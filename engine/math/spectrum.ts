/**
 * Eigenvalues of a real matrix that need not be symmetric: isolate, balance, reduce to Hessenberg form, then the QR
 * algorithm with two shifts at once (Francis 1961). After G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed.,
 * 2013, algorithms 7.4.2 (Householder reduction) and 7.5.1 (Francis step); the tests for small entries are those of
 * EISPACK's hqr, the exceptional shifts those of LAPACK's dlahqr, the balancing that of James, Langou and Lowery 2014
 * (arXiv:1401.5766). The result is exact for a matrix that differs from the balanced one by about 1e-15 of its norm;
 * how far that moves an eigenvalue depends on the matrix (a k-fold defective one: by about the k-th root of that).
 */
import { check } from '../errors.ts';
import { finish, type Work } from './work.ts';

/** Eigenvalues re + i·im, by modulus, the largest first; of a conjugate pair the one with im > 0 first. */
export interface Eigenvalues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** H(i, j) stands at h[i·stride + j]. One row and one column of zeros follow the n that count. */
interface Square {
  readonly h: Float64Array;
  readonly n: number;
  readonly stride: number;
}

type Add = (re: number, im: number) => void;

const EPSILON = Number.EPSILON;

/** 2^300. Between its inverse and itself, squares neither overflow nor vanish. */
const LARGE = 2.037035976334486e90;

/** Steps of the QR algorithm for one eigenvalue before it is given up; two or three are usual. */
const PATIENCE = 300;

/** |re + i·im| without overflow on the way. */
function modulus(re: number, im: number): number {
  const a = Math.max(Math.abs(re), Math.abs(im));
  const b = Math.min(Math.abs(re), Math.abs(im));
  return b === 0 ? a : a * Math.sqrt(1 + (b / a) * (b / a));
}

/** Checks A [n, n]. @returns its largest modulus */
function largestOf(A: ArrayLike<number>, n: number): number {
  check(Number.isInteger(n) && n >= 1, 'eigenvalues', 'a whole n in [1, ∞)', n);
  check(A.length === n * n, 'eigenvalues', `${n * n} entries`, A.length);
  let largest = 0;
  for (let i = 0; i < A.length; i++) {
    const size = Math.abs(A[i]);
    check(size < Number.POSITIVE_INFINITY, 'eigenvalues', 'finite entries', A[i]);
    if (size > largest) largest = size;
  }
  return largest;
}

/** The power of two by which entries up to `largest` come into [1/LARGE, LARGE]. */
function scaleFor(largest: number): number {
  let scale = 1;
  if (largest === 0) return scale;
  while (largest * scale > LARGE) scale /= LARGE;
  while (largest * scale < 1 / LARGE) scale *= LARGE;
  return scale;
}

/**
 * Adds the diagonal entries of A [n, n] that are eigenvalues as they stand: those whose row or column is otherwise zero,
 * and again without these. A triangular matrix has no others, so its eigenvalues are exact.
 * @returns the indices of what remains, in order
 */
function isolate(A: ArrayLike<number>, n: number, add: Add): number[] {
  const inRow = new Int32Array(n); // entries ≠ 0 beside the diagonal
  const inColumn = new Int32Array(n);
  const linked = (i: number, j: number): boolean => i !== j && A[i * n + j] !== 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (!linked(i, j)) continue;
      inRow[i] += 1;
      inColumn[j] += 1;
    }
  }
  const remains = Array.from({ length: n }, () => true);
  const single = (i: number): boolean => remains[i] && (inRow[i] === 0 || inColumn[i] === 0);
  const queue = Array.from({ length: n }, (_, i) => i).filter(single);
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (!remains[i]) continue;
    remains[i] = false;
    add(A[i * n + i], 0);
    for (let j = 0; j < n; j++) {
      if (linked(j, i)) inRow[j] -= 1;
      if (linked(i, j)) inColumn[j] -= 1;
      if (single(j)) queue.push(j);
    }
  }
  return Array.from({ length: n }, (_, i) => i).filter((i) => remains[i]);
}

/** Rows and columns `kept` of A [n, n], times `scale`. */
function submatrix(A: ArrayLike<number>, n: number, kept: readonly number[], scale: number): Square {
  const size = kept.length;
  // An odd number of cache lines: at a power of two a whole column would fall into one set of the cache.
  const stride = Math.ceil((size + 1) / 16) * 16 + 8;
  const h = new Float64Array(stride * (size + 1));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) h[i * stride + j] = A[kept[i] * n + kept[j]] * scale;
  }
  return { h, n: size, stride };
}

/** Norm of `n` numbers, one at every `step` from `from` on. */
function norm(h: Float64Array, from: number, step: number, n: number): number {
  let sum = 0;
  for (let i = 0, at = from; i < n; i++, at += step) sum += h[at] * h[at];
  return Math.sqrt(sum);
}

/**
 * One pass of balancing: H ← D⁻¹HD, D diagonal of powers of two (no rounding), so that row i and column i have norms
 * within a factor of two. @returns whether that changed anything worth while
 */
function balance({ h, n, stride }: Square): boolean {
  let changed = false;
  for (let i = 0; i < n; i++) {
    const row = norm(h, i * stride, 1, n);
    const column = norm(h, i, stride, n);
    if (row === 0 || column === 0) continue;
    let f = 1;
    while (column * f < row / f / 2) f *= 2;
    while (column * f >= (row / f) * 2) f /= 2;
    if (f === 1 || column * f + row / f >= 0.95 * (column + row)) continue;
    for (let j = 0; j < n; j++) h[i * stride + j] /= f;
    for (let j = 0; j < n; j++) h[j * stride + i] *= f;
    changed = true;
  }
  return changed;
}

/**
 * Column k to Hessenberg form: H ← PHP, P = 1 − τvvᵀ the reflection that clears H(k+2.., k).
 * @param v [n], room for v
 * @param w [n], room for τvᵀH
 */
function reduceColumn({ h, n, stride }: Square, k: number, v: Float64Array, w: Float64Array): void {
  const length = norm(h, (k + 1) * stride + k, stride, n - k - 1);
  const first = h[(k + 1) * stride + k];
  const image = first > 0 ? -length : length;
  for (let i = k + 1; i < n; i++) {
    v[i] = h[i * stride + k] / (first - image);
    h[i * stride + k] = 0;
  }
  h[(k + 1) * stride + k] = image;
  if (length === 0) return;
  v[k + 1] = 1;
  const tau = (image - first) / image;

  w.fill(0);
  for (let i = k + 1; i < n; i++) {
    const t = tau * v[i];
    const row = i * stride;
    for (let j = k + 1; j < n; j++) w[j] += t * h[row + j];
  }
  for (let i = k + 1; i < n; i++) {
    const t = v[i];
    const row = i * stride;
    for (let j = k + 1; j < n; j++) h[row + j] -= t * w[j];
  }
  for (let i = 0; i < n; i++) {
    const row = i * stride;
    let [a, b] = [0, 0]; // two sums: one alone waits for each addition
    let j = k + 1;
    for (; j + 1 < n; j += 2) {
      a += h[row + j] * v[j];
      b += h[row + j + 1] * v[j + 1];
    }
    if (j < n) a += h[row + j] * v[j];
    const t = tau * (a + b);
    for (j = k + 1; j < n; j++) h[row + j] -= t * v[j];
  }
}

/** The first row of the part of H that ends with row `end` and has no negligible entry below its diagonal. */
function startOfBlock({ h, stride }: Square, end: number, size: number): number {
  for (let k = end; k > 0; k--) {
    const at = k * stride + k;
    const around = Math.abs(h[at - stride - 1]) + Math.abs(h[at]) || size;
    if (Math.abs(h[at - 1]) <= EPSILON * around) {
      h[at - 1] = 0;
      return k;
    }
  }
  return 0;
}

/** Both eigenvalues of (a, b; c, d). */
function addPair(a: number, b: number, c: number, d: number, add: Add): void {
  const p = (a - d) / 2;
  const square = p * p + b * c;
  const root = Math.sqrt(Math.abs(square));
  if (square < 0) {
    add(d + p, root);
    add(d + p, -root);
    return;
  }
  const z = p >= 0 ? p + root : p - root; // the sum without cancellation
  add(d + z, 0);
  add(z === 0 ? d : d - (b * c) / z, 0);
}

/**
 * One Francis step on rows and columns start … end (three at least): two steps of the QR algorithm, whose shifts are the
 * eigenvalues of the last 2 × 2 block. Only that part is kept up, for only eigenvalues are wanted.
 * @param tried steps done since the last eigenvalue came off: every tenth takes other shifts, against cycles
 */
function francisStep({ h, stride }: Square, start: number, end: number, tried: number): void {
  const last = end * stride + end;
  let x = h[last];
  let y = h[last - stride - 1];
  let w = h[last - 1] * h[last - stride];
  if (tried % 10 === 0 && tried > 0) {
    const atTop = tried % 20 !== 0;
    const at = atTop ? start * stride + start : last;
    const s = atTop
      ? Math.abs(h[at + stride]) + Math.abs(h[at + 2 * stride + 1])
      : Math.abs(h[at - 1]) + Math.abs(h[at - stride - 2]);
    x = 0.75 * s + h[at];
    y = x;
    w = -0.4375 * s * s;
  }

  // (p, q, r): the first column of (H − s₁)(H − s₂), begun at row m, below which two small entries in a row allow it.
  let [p, q, r] = [0, 0, 0];
  let m = end - 2;
  for (; ; m--) {
    const at = m * stride + m;
    const below = at + stride;
    const z = h[at];
    p = ((x - z) * (y - z) - w) / h[below] + h[at + 1];
    q = h[below + 1] + z - x - y;
    r = h[below + stride + 1];
    const sum = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= sum;
    q /= sum;
    r /= sum;
    if (m === start) break;
    const left = Math.abs(h[at - 1]) * (Math.abs(q) + Math.abs(r));
    const around = Math.abs(h[at - stride - 1]) + Math.abs(z) + Math.abs(h[below + 1]);
    if (left <= EPSILON * Math.abs(p) * around) break;
  }

  for (let k = m; k < end; k++) {
    const at = k * stride + k;
    let size = 1;
    if (k > m) {
      // The bulge in the column before. Below row `end` it reads a zero.
      p = h[at - 1];
      q = h[at + stride - 1];
      r = h[at + 2 * stride - 1];
      size = Math.max(Math.abs(p), Math.abs(q), Math.abs(r));
      if (size === 0) continue;
      p /= size;
      q /= size;
      r /= size;
    }
    // P = 1 − τ(1, b, c)ᵀ(1, b, c) takes (p, q, r) to (image, 0, 0).
    const length = Math.sqrt(p * p + q * q + r * r);
    const image = p > 0 ? -length : length;
    const tau = (image - p) / image;
    const b = q / (p - image);
    const c = r / (p - image);
    if (k > m) {
      h[at - 1] = image * size;
      h[at + stride - 1] = 0;
      h[at + 2 * stride - 1] = 0;
    } else if (m > start) h[at - 1] *= 1 - tau;
    reflectRows(h, at, stride, end - k + 1, tau, b, c);
    reflectColumns(h, start * stride + k, stride, Math.min(end, k + 3) - start + 1, tau, b, c);
  }
}

/** Three rows that begin at `at`, `n` columns: H ← PH. The third may lie outside: then c is zero and it stays. */
function reflectRows(
  h: Float64Array,
  at: number,
  stride: number,
  n: number,
  tau: number,
  b: number,
  c: number,
): void {
  for (let i = at; i < at + n; i++) {
    const j = i + stride;
    const k = j + stride;
    const t = tau * (h[i] + b * h[j] + c * h[k]);
    h[i] -= t;
    h[j] -= t * b;
    h[k] -= t * c;
  }
}

/** Three columns that begin at `at`, `n` rows: H ← HP. */
function reflectColumns(
  h: Float64Array,
  at: number,
  stride: number,
  n: number,
  tau: number,
  b: number,
  c: number,
): void {
  for (let row = 0, i = at; row < n; row++, i += stride) {
    const t = tau * (h[i] + b * h[i + 1] + c * h[i + 2]);
    h[i] -= t;
    h[i + 1] -= t * b;
    h[i + 2] -= t * c;
  }
}

/** All eigenvalues of `H`, which is lost. */
function* reduce(H: Square, add: Add): Work<void> {
  const { h, n, stride } = H;
  while (balance(H)) yield;
  const [v, w] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n - 2; k++) {
    reduceColumn(H, k, v, w);
    yield;
  }
  const size = norm(h, 0, 1, h.length);
  let tried = 0;
  for (let end = n - 1; end >= 0; ) {
    const start = startOfBlock(H, end, size);
    const last = end * stride + end;
    if (start === end) add(h[last], 0);
    else if (start === end - 1) addPair(h[last - stride - 1], h[last - stride], h[last - 1], h[last], add);
    else {
      check(tried < PATIENCE, 'eigenvalues', 'a matrix for which the QR algorithm converges', `row ${end}`);
      francisStep(H, start, end, tried);
      tried += 1;
      yield;
      continue;
    }
    end = start - 1;
    tried = 0;
  }
}

/**
 * `eigenvalues` in pieces of at most a few milliseconds (n ≤ 512). A is read in the first piece only.
 * @throws EngineError argument-invalid, as `eigenvalues`
 */
export function* eigenvaluesInPieces(A: ArrayLike<number>, n: number): Work<Eigenvalues> {
  const scale = scaleFor(largestOf(A, n));
  const found: { re: number; im: number; modulus: number }[] = [];
  const add: Add = (re, im) => found.push({ re, im, modulus: modulus(re, im) });
  const kept = isolate(A, n, add);
  if (kept.length > 0) {
    const H = submatrix(A, n, kept, scale);
    yield;
    yield* reduce(H, (re, im) => add(re / scale, im / scale));
  }
  found.sort((x, y) => y.modulus - x.modulus || y.re - x.re || y.im - x.im);
  return { re: Float64Array.from(found, ({ re }) => re), im: Float64Array.from(found, ({ im }) => im) };
}

/**
 * All n eigenvalues of A, with their multiplicity, by modulus, the largest first. A stays as it is.
 * @param A [n, n] by rows; finite
 * @param n whole, [1, ∞); the work grows with n³
 * @throws EngineError argument-invalid: a shape that does not fit, an entry that is not finite, no convergence
 */
export const eigenvalues = (A: ArrayLike<number>, n: number): Eigenvalues =>
  finish(eigenvaluesInPieces(A, n));

/** `spectralRadius` in pieces. */
export function* spectralRadiusInPieces(A: ArrayLike<number>, n: number): Work<number> {
  const { re, im } = yield* eigenvaluesInPieces(A, n);
  return modulus(re[0], im[0]);
}

/**
 * The largest modulus among the eigenvalues of A, [0, ∞): how much a long power of A grows from one factor to the next.
 * @param A [n, n] by rows; finite
 * @throws EngineError argument-invalid, as `eigenvalues`
 */
export const spectralRadius = (A: ArrayLike<number>, n: number): number =>
  finish(spectralRadiusInPieces(A, n));
