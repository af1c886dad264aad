/**
 * Matrix products. One micro-kernel does them all: a tile of 2 rows × 16 columns of C stays in eight vector registers
 * while both operands stream past (Goto and van de Geijn 2008).
 *
 * The right operand comes as panels [⌈N/16⌉][K][16], the last one padded with zeros (pack.ts); the left one is read
 * where it is, row-major, at any strides. Each element of C takes its products one by one in the order of k, each
 * one multiply-add onto what C held: however rows and k are cut into pieces, the bits are the same.
 *
 * Measured on a 4 GHz Zen 5, whose 128-bit units end at 64 GFLOP/s: 57 to 60 at 32 or 1,120 rows and K, N from 32 to
 * 1,027, in both builds, in Node 20 and Chromium 156. Eight sums cover the latency of two multiply-adds a cycle; 15
 * registers is what V8 has, and more sums (6 × 8, 8 × 8, 4 × 12), or two k's a turn, make it spill: 22 to 38. A tile of
 * 4 × 8 reaches 53 to 60, but gains nothing by its packed left operand; splats shuffled out of a loaded vector 48 to
 * 56; one row × 16, 33 to 47. Packing the left operand of the transposed product, touching the next panel or the next
 * tile early, blocks of 128 to 560, and a narrower tile for the last columns change less than two in a hundred.
 */
import { bytes, multiplyAdd, wholeBytes } from './lanes';
import { PANEL_STEP, PANEL_WIDTH, packPanel } from './pack';

/** Rows of k worked through with one panel: 256 × 64 bytes, half of the smallest first-level cache around. */
const BLOCK: i32 = 256;

/** Bytes of fixed scratch in front of everything: two rows of a tile, then one panel. */
const EDGE_TILE: usize = 1024;
const EDGE_ROW: usize = 64;
const PANEL: usize = 2048;

/** ⌈n / ⌈n / BLOCK⌉⌉: blocks of about equal length, so that none is a mere remainder. */
function blockLength(n: i32): i32 {
  const blocks = (n + BLOCK - 1) / BLOCK;
  return (n + blocks - 1) / blocks;
}

/**
 * The micro-kernel: for both rows i and 16 columns j: C(i, j) += Σ_k A(i, k) B(k, j).
 *
 * @param c0 where row 0 of the tile begins, `c1`: row 1
 * @param a where A(0, 0) is, `aRow` and `aStep`: bytes to the next row and to the next k
 * @param b where B(0, 0) is, `bStep`: bytes to the next k
 */
@inline
function addTile(
  c0: usize,
  c1: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  steps: i32,
): void {
  let p0 = v128.load(c0);
  let p1 = v128.load(c0, 16);
  let p2 = v128.load(c0, 32);
  let p3 = v128.load(c0, 48);
  let q0 = v128.load(c1);
  let q1 = v128.load(c1, 16);
  let q2 = v128.load(c1, 32);
  let q3 = v128.load(c1, 48);
  for (const end = b + <usize>steps * bStep; b < end; b += bStep) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x = v128.load_splat<f32>(a);
    p0 = multiplyAdd(x, b0, p0);
    p1 = multiplyAdd(x, b1, p1);
    p2 = multiplyAdd(x, b2, p2);
    p3 = multiplyAdd(x, b3, p3);
    const y = v128.load_splat<f32>(a + aRow);
    q0 = multiplyAdd(y, b0, q0);
    q1 = multiplyAdd(y, b1, q1);
    q2 = multiplyAdd(y, b2, q2);
    q3 = multiplyAdd(y, b3, q3);
    a += aStep;
  }
  v128.store(c0, p0);
  v128.store(c0, p1, 16);
  v128.store(c0, p2, 32);
  v128.store(c0, p3, 48);
  v128.store(c1, q0);
  v128.store(c1, q1, 16);
  v128.store(c1, q2, 32);
  v128.store(c1, q3, 48);
}

/** A row of 16 floats. What stands behind the last column of C is copied along, and never comes back. */
@inline
function copyRow(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** The first `columns` floats of a row. */
@inline
function copyBack(to: usize, from: usize, columns: i32): void {
  const end = to + bytes(columns);
  for (const whole = to + wholeBytes(columns); to < whole; to += 16, from += 16)
    v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** `addTile` where C has fewer than 16 columns left, or one row: through a tile in scratch. */
function addEdgeTile(
  c: usize,
  cRow: usize,
  rows: i32,
  columns: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  steps: i32,
): void {
  const second = EDGE_TILE + EDGE_ROW;
  const isPair = rows > 1;
  copyRow(EDGE_TILE, c);
  if (isPair) copyRow(second, c + cRow);
  addTile(EDGE_TILE, second, a, isPair ? aRow : 0, aStep, b, bStep, steps);
  copyBack(c, EDGE_TILE, columns);
  if (isPair) copyBack(c + cRow, second, columns);
}

/** `rows` of C, at most 16 columns, += A times one panel (or 16 columns of a row-major matrix, `bStep` apart). */
@inline
function addStrip(
  c: usize,
  cRow: usize,
  rows: i32,
  columns: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  steps: i32,
): void {
  if (columns >= PANEL_WIDTH) {
    for (; rows > 1; rows -= 2) {
      addTile(c, c + cRow, a, aRow, aStep, b, bStep, steps);
      c += cRow << 1;
      a += aRow << 1;
    }
  }
  for (; rows > 0; rows -= 2) {
    addEdgeTile(c, cRow, rows, min<i32>(columns, PANEL_WIDTH), a, aRow, aStep, b, bStep, steps);
    c += cRow << 1;
    a += aRow << 1;
  }
}

/** C [M, N] += A [M, K] B [K, N], with B as `panels` [⌈N/16⌉][K][16]. */
export function addProduct(C: usize, A: usize, panels: usize, M: i32, K: i32, N: i32): void {
  const aRow = bytes(K);
  const cRow = bytes(N);
  const panelBytes = <usize>K * PANEL_STEP;
  const block = blockLength(K);
  for (let k = 0; k < K; k += block) {
    const steps = min<i32>(block, K - k);
    let b = panels + <usize>k * PANEL_STEP;
    for (let j = 0; j < N; j += PANEL_WIDTH) {
      addStrip(C + bytes(j), cRow, M, N - j, A + bytes(k), aRow, 4, b, PANEL_STEP, steps);
      b += panelBytes;
    }
  }
}

/** c [N] += a [K] B [K, N], with B row-major: one row is not worth packing for. */
export function addRowProduct(c: usize, a: usize, B: usize, K: i32, N: i32): void {
  const bStep = bytes(N);
  for (let j = 0; j < N; j += PANEL_WIDTH) {
    addStrip(c + bytes(j), 0, 1, N - j, a, 0, 4, B + bytes(j), bStep, K);
  }
}

/**
 * C [K, N] += Aᵀ B, with A [M, K] and B [M, N]: a gradient of weights, summed over the M rows in their order.
 * Each panel of B is packed where it is used, into scratch that stays in the first-level cache.
 */
export function addTransposedProduct(C: usize, A: usize, B: usize, M: i32, K: i32, N: i32): void {
  const aStep = bytes(K);
  const cRow = bytes(N);
  const block = blockLength(M);
  for (let m = 0; m < M; m += block) {
    const steps = min<i32>(block, M - m);
    for (let j = 0; j < N; j += PANEL_WIDTH) {
      packPanel(PANEL, B + <usize>m * cRow + bytes(j), cRow, steps, min<i32>(PANEL_WIDTH, N - j));
      addStrip(C + bytes(j), cRow, K, N - j, A + <usize>m * aStep, 4, aStep, PANEL, PANEL_STEP, steps);
    }
  }
}
