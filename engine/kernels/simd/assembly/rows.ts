/** Rows of a matrix [rows, N] against one row [N], or against rows chosen by token ids. */
import { bytes, wholeBytes } from './lanes';

/** to [N] = a [N] + b [N]. */
@inline
function sumRow(to: usize, a: usize, b: usize, N: i32): void {
  const end = to + bytes(N);
  for (const whole = to + wholeBytes(N); to < whole; to += 16, a += 16, b += 16) {
    v128.store(to, f32x4.add(v128.load(a), v128.load(b)));
  }
  for (; to < end; to += 4, a += 4, b += 4) store<f32>(to, load<f32>(a) + load<f32>(b));
}

/** to [N] = from [N]. */
@inline
function copyRow(to: usize, from: usize, N: i32): void {
  const end = to + bytes(N);
  for (const whole = to + wholeBytes(N); to < whole; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** to [N] = a [N] + (b [N] + c [N]). */
@inline
function sumOfThreeRows(to: usize, a: usize, b: usize, c: usize, N: i32): void {
  const end = to + bytes(N);
  for (const whole = to + wholeBytes(N); to < whole; to += 16, a += 16, b += 16, c += 16) {
    v128.store(to, f32x4.add(v128.load(a), f32x4.add(v128.load(b), v128.load(c))));
  }
  for (; to < end; to += 4, a += 4, b += 4, c += 4) {
    store<f32>(to, load<f32>(a) + (load<f32>(b) + load<f32>(c)));
  }
}

/** Every row of `out` [rows, N] = b [N], plus more [N] unless `more` is 0. */
export function setRows(out: usize, b: usize, more: usize, rows: i32, N: i32): void {
  const row = bytes(N);
  for (const end = out + <usize>rows * row; out < end; out += row) {
    if (more) sumRow(out, b, more, N);
    else copyRow(out, b, N);
  }
}

/** Row i of `out` [rows, N] = row tokens[i] of W [V, N] + b [N], plus more [N] unless `more` is 0. */
export function setGathered(
  out: usize,
  W: usize,
  b: usize,
  more: usize,
  tokens: usize,
  rows: i32,
  N: i32,
): void {
  const row = bytes(N);
  for (const end = out + <usize>rows * row; out < end; out += row, tokens += 4) {
    const from = W + <usize>load<u32>(tokens) * row;
    if (more) sumOfThreeRows(out, from, b, more, N);
    else sumRow(out, from, b, N);
  }
}

/** Columns [at, at + N) of `out` [rows, W] = x [rows, N]. */
export function setColumns(out: usize, W: i32, at: i32, x: usize, N: i32, rows: i32): void {
  out += bytes(at);
  for (; rows > 0; rows--, out += bytes(W), x += bytes(N)) copyRow(out, x, N);
}

/** x [rows, N] += columns [at, at + N) of d [rows, W]. */
export function addColumns(x: usize, N: i32, d: usize, W: i32, at: i32, rows: i32): void {
  d += bytes(at);
  for (; rows > 0; rows--, d += bytes(W), x += bytes(N)) sumRow(x, x, d, N);
}

/** Row tokens[i] of dW [V, N] += row i of d [rows, N]. */
export function scatterAdd(dW: usize, d: usize, tokens: usize, rows: i32, N: i32): void {
  const row = bytes(N);
  for (const end = d + <usize>rows * row; d < end; d += row, tokens += 4) {
    const to = dW + <usize>load<u32>(tokens) * row;
    sumRow(to, to, d, N);
  }
}

/** to [N] = (((to + row 0) + row 1) + row 2) + row 3, of rows of d: four at a time, so that `to` is seldom stored. */
@inline
function sumFourRows(to: usize, d: usize, N: i32): void {
  const d1 = d + bytes(N);
  const d2 = d1 + bytes(N);
  const d3 = d2 + bytes(N);
  const whole = wholeBytes(N);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const two = f32x4.add(f32x4.add(v128.load(to + at), v128.load(d + at)), v128.load(d1 + at));
    v128.store(to + at, f32x4.add(f32x4.add(two, v128.load(d2 + at)), v128.load(d3 + at)));
  }
  for (; at < bytes(N); at += 4) {
    const two = load<f32>(to + at) + load<f32>(d + at) + load<f32>(d1 + at);
    store<f32>(to + at, two + load<f32>(d2 + at) + load<f32>(d3 + at));
  }
}

/** sum [N] += the rows of d [rows, N], in their order. */
export function addRowSums(sum: usize, d: usize, rows: i32, N: i32): void {
  const row = bytes(N);
  for (; rows >= 4; rows -= 4, d += 4 * row) sumFourRows(sum, d, N);
  for (; rows > 0; rows--, d += row) sumRow(sum, sum, d, N);
}
