/** What is done to parameters and gradients as one long array. */
import { all, bytes, loadOne, multiplyAdd, storeOne, sumOfLanes, wholeBytes } from './lanes';

/** Numbers summed in float32 before the sum goes on in float64. */
const PART: i32 = 1024;

/** Σ x² of at most PART floats, in two times four sums. */
@inline
function partOfSquares(x: usize, length: i32): f32 {
  const end = x + bytes(length);
  let even = all(0);
  let odd = all(0);
  for (const pairs = x + bytes(length & ~7); x < pairs; x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    even = multiplyAdd(a, a, even);
    odd = multiplyAdd(b, b, odd);
  }
  let sum = sumOfLanes(f32x4.add(even, odd));
  for (; x < end; x += 4) sum += load<f32>(x) * load<f32>(x);
  return sum;
}

/** sum + Σ x²: parts of 1,024 numbers in float32, their sums in float64. */
export function sumOfSquares(x: usize, length: i32, sum: f64): f64 {
  for (; length > 0; length -= PART, x += bytes(PART)) sum += <f64>partOfSquares(x, min<i32>(length, PART));
  return sum;
}

/** x *= factor. */
export function scale(x: usize, length: i32, factor: f32): void {
  const end = x + bytes(length);
  const factors = all(factor);
  for (const whole = x + wholeBytes(length); x < whole; x += 16)
    v128.store(x, f32x4.mul(v128.load(x), factors));
  for (; x < end; x += 4) store<f32>(x, load<f32>(x) * factor);
}

/** y += a x. */
export function addScaled(y: usize, x: usize, length: i32, a: f32): void {
  const end = y + bytes(length);
  const factors = all(a);
  for (const whole = y + wholeBytes(length); y < whole; y += 16, x += 16) {
    v128.store(y, multiplyAdd(factors, v128.load(x), v128.load(y)));
  }
  for (; y < end; y += 4, x += 4) storeOne(y, multiplyAdd(factors, loadOne(x), loadOne(y)));
}

/**
 * g ← factor g; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; g ← size · m / (√v / root + ε)
 * (Kingma and Ba 2015). `rest1` = 1 − β₁ and `rest2` = 1 − β₂ come from outside, where they are float64.
 */
export function adam(
  g: usize,
  m: usize,
  v: usize,
  length: i32,
  factor: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  eps: f32,
  size: f32,
  root: f32,
): void {
  const end = bytes(length);
  const whole = wholeBytes(length);
  for (let at: usize = 0; at < end; at += at < whole ? 16 : 4) {
    const isVector = at < whole;
    const gradient = f32x4.mul(isVector ? v128.load(g + at) : loadOne(g + at), all(factor));
    const oldM = isVector ? v128.load(m + at) : loadOne(m + at);
    const oldV = isVector ? v128.load(v + at) : loadOne(v + at);
    const newM = multiplyAdd(oldM, all(beta1), f32x4.mul(gradient, all(rest1)));
    const newV = multiplyAdd(oldV, all(beta2), f32x4.mul(f32x4.mul(gradient, gradient), all(rest2)));
    const below = f32x4.add(f32x4.div(f32x4.sqrt(newV), all(root)), all(eps));
    const step = f32x4.div(f32x4.mul(newM, all(size)), below);
    if (isVector) {
      v128.store(g + at, step);
      v128.store(m + at, newM);
      v128.store(v + at, newV);
    } else {
      storeOne(g + at, step);
      storeOne(m + at, newM);
      storeOne(v + at, newV);
    }
  }
}
