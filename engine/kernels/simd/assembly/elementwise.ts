/** Element by element over arrays of `length` floats: whole vectors, then what is left one by one. */
import { all, bytes, loadOne, multiplyAdd, storeOne, wholeBytes } from './lanes';
import { sigmoidOf, tanhOf } from './math';

/** x = σ(x). */
export function sigmoid(x: usize, length: i32): void {
  const end = x + bytes(length);
  for (const whole = x + wholeBytes(length); x < whole; x += 16) v128.store(x, sigmoidOf(v128.load(x)));
  for (; x < end; x += 4) storeOne(x, sigmoidOf(loadOne(x)));
}

/** x = tanh x. */
export function tanh(x: usize, length: i32): void {
  const end = x + bytes(length);
  for (const whole = x + wholeBytes(length); x < whole; x += 16) v128.store(x, tanhOf(v128.load(x)));
  for (; x < end; x += 4) storeOne(x, tanhOf(loadOne(x)));
}

/** out = tanh x. */
export function setTanh(out: usize, x: usize, length: i32): void {
  const end = x + bytes(length);
  for (const whole = x + wholeBytes(length); x < whole; x += 16, out += 16) {
    v128.store(out, tanhOf(v128.load(x)));
  }
  for (; x < end; x += 4, out += 4) storeOne(out, tanhOf(loadOne(x)));
}

/** max(x, 0), and NaN of NaN. */
@inline
function reluOf(x: v128): v128 {
  return f32x4.pmax(x, all(0));
}

/** x = max(x, 0). */
export function relu(x: usize, length: i32): void {
  const end = x + bytes(length);
  for (const whole = x + wholeBytes(length); x < whole; x += 16) v128.store(x, reluOf(v128.load(x)));
  for (; x < end; x += 4) storeOne(x, reluOf(loadOne(x)));
}

/** d y (1 − y). */
@inline
function throughSigmoid(d: v128, y: v128): v128 {
  return f32x4.mul(d, f32x4.mul(y, f32x4.sub(all(1), y)));
}

/** d *= y (1 − y). */
export function sigmoidBackward(d: usize, y: usize, length: i32): void {
  const end = d + bytes(length);
  for (const whole = d + wholeBytes(length); d < whole; d += 16, y += 16) {
    v128.store(d, throughSigmoid(v128.load(d), v128.load(y)));
  }
  for (; d < end; d += 4, y += 4) storeOne(d, throughSigmoid(loadOne(d), loadOne(y)));
}

/** d (1 − y²). */
@inline
function throughTanh(d: v128, y: v128): v128 {
  return f32x4.mul(d, f32x4.sub(all(1), f32x4.mul(y, y)));
}

/** d *= 1 − y². */
export function tanhBackward(d: usize, y: usize, length: i32): void {
  const end = d + bytes(length);
  for (const whole = d + wholeBytes(length); d < whole; d += 16, y += 16) {
    v128.store(d, throughTanh(v128.load(d), v128.load(y)));
  }
  for (; d < end; d += 4, y += 4) storeOne(d, throughTanh(loadOne(d), loadOne(y)));
}

/** d where y > 0, and 0 elsewhere. */
@inline
function throughRelu(d: v128, y: v128): v128 {
  return v128.and(d, f32x4.gt(y, all(0)));
}

/** d *= [y > 0]. */
export function reluBackward(d: usize, y: usize, length: i32): void {
  const end = d + bytes(length);
  for (const whole = d + wholeBytes(length); d < whole; d += 16, y += 16) {
    v128.store(d, throughRelu(v128.load(d), v128.load(y)));
  }
  for (; d < end; d += 4, y += 4) storeOne(d, throughRelu(loadOne(d), loadOne(y)));
}

/** out = a ⊙ b. */
export function multiply(out: usize, a: usize, b: usize, length: i32): void {
  const end = out + bytes(length);
  for (const whole = out + wholeBytes(length); out < whole; out += 16, a += 16, b += 16) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  }
  for (; out < end; out += 4, a += 4, b += 4) store<f32>(out, load<f32>(a) * load<f32>(b));
}

/** out += a ⊙ b. */
export function addMultiply(out: usize, a: usize, b: usize, length: i32): void {
  const end = out + bytes(length);
  for (const whole = out + wholeBytes(length); out < whole; out += 16, a += 16, b += 16) {
    v128.store(out, multiplyAdd(v128.load(a), v128.load(b), v128.load(out)));
  }
  for (; out < end; out += 4, a += 4, b += 4)
    storeOne(out, multiplyAdd(loadOne(a), loadOne(b), loadOne(out)));
}

/** Of `multiply`, given d = dL/dout: da = d ⊙ b, db = d ⊙ a. */
export function multiplyBackward(d: usize, a: usize, b: usize, da: usize, db: usize, length: i32): void {
  const end = bytes(length);
  const whole = wholeBytes(length);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const up = v128.load(d + at);
    v128.store(da + at, f32x4.mul(up, v128.load(b + at)));
    v128.store(db + at, f32x4.mul(up, v128.load(a + at)));
  }
  for (; at < end; at += 4) {
    const up = load<f32>(d + at);
    store<f32>(da + at, up * load<f32>(b + at));
    store<f32>(db + at, up * load<f32>(a + at));
  }
}

/** out = a ⊙ b + c ⊙ d. */
export function sumOfProducts(out: usize, a: usize, b: usize, c: usize, d: usize, length: i32): void {
  const end = bytes(length);
  const whole = wholeBytes(length);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const first = f32x4.mul(v128.load(a + at), v128.load(b + at));
    v128.store(out + at, multiplyAdd(v128.load(c + at), v128.load(d + at), first));
  }
  for (; at < end; at += 4) {
    const first = f32x4.mul(loadOne(a + at), loadOne(b + at));
    storeOne(out + at, multiplyAdd(loadOne(c + at), loadOne(d + at), first));
  }
}

/** z a + (1 − z) b. */
@inline
function mixOf(z: v128, a: v128, b: v128): v128 {
  return multiplyAdd(z, a, f32x4.mul(f32x4.sub(all(1), z), b));
}

/** out = z ⊙ a + (1 − z) ⊙ b. */
export function mix(out: usize, z: usize, a: usize, b: usize, length: i32): void {
  const end = out + bytes(length);
  for (const whole = out + wholeBytes(length); out < whole; out += 16, z += 16, a += 16, b += 16) {
    v128.store(out, mixOf(v128.load(z), v128.load(a), v128.load(b)));
  }
  for (; out < end; out += 4, z += 4, a += 4, b += 4) {
    storeOne(out, mixOf(loadOne(z), loadOne(a), loadOne(b)));
  }
}

/** Of `mix`, given d = dL/dout: dz = d ⊙ (a − b), da += d ⊙ z, db = d ⊙ (1 − z). */
export function mixBackward(
  d: usize,
  z: usize,
  a: usize,
  b: usize,
  dz: usize,
  da: usize,
  db: usize,
  length: i32,
): void {
  const end = bytes(length);
  const whole = wholeBytes(length);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const up = v128.load(d + at);
    const gate = v128.load(z + at);
    v128.store(dz + at, f32x4.mul(up, f32x4.sub(v128.load(a + at), v128.load(b + at))));
    v128.store(da + at, multiplyAdd(up, gate, v128.load(da + at)));
    v128.store(db + at, f32x4.mul(up, f32x4.sub(all(1), gate)));
  }
  for (; at < end; at += 4) {
    const up = loadOne(d + at);
    const gate = loadOne(z + at);
    storeOne(dz + at, f32x4.mul(up, f32x4.sub(loadOne(a + at), loadOne(b + at))));
    storeOne(da + at, multiplyAdd(up, gate, loadOne(da + at)));
    storeOne(db + at, f32x4.mul(up, f32x4.sub(all(1), gate)));
  }
}
