/**
 * exp, the logistic function and tanh of four float32 at once, and log of one float64: made of + − × ÷ alone, so that
 * the simd build gives the same bits on every machine. NaN in gives NaN out.
 */
import { all, multiplyAdd } from './lanes';

/** 1.5 · 2²³: adding it to |x| < 2²² rounds x to an integer, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;

/** ln 2 in two parts; the first has so few bits that whole numbers up to 2¹⁴ times it are exact (Cephes expf, Moshier 1989). */
const LN2_FIRST: f32 = 0.693359375;
const LN2_REST: f32 = -2.1219444e-4;

/**
 * e^−x: −x = n ln 2 + r with |r| ≤ ln 2 / 2, then e^r = 1 + r + r² Q(r), then times 2ⁿ. Q is the polynomial of degree
 * 4 with the least relative error of e^r, 4e-9, summed in two halves that need not wait for each other (Estrin's
 * scheme). Relative error below 1.3e-7; above 87.7 it gives 0, below −88.4 Infinity. Both its users, σ and softmax,
 * have x with this sign.
 */
@inline
export function expOfMinus(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, all(-89)), all(88));
  const rounded = multiplyAdd(inside, all(-1.44269504088896341), all(ROUNDER));
  const n = f32x4.sub(rounded, all(ROUNDER));
  const r = multiplyAdd(n, all(-LN2_REST), f32x4.sub(f32x4.mul(n, all(-LN2_FIRST)), inside));
  const rr = f32x4.mul(r, r);
  const low = multiplyAdd(r, all(0.1666652113199234), all(0.4999999403953552));
  const middle = multiplyAdd(r, all(0.00836874544620514), all(0.04166838899254799));
  const high = multiplyAdd(rr, all(0.0013814540579915047), middle);
  const Q = multiplyAdd(rr, high, low);
  const y = f32x4.add(multiplyAdd(rr, Q, r), all(1));
  const power = i32x4.shl(i32x4.add(rounded, i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

/** σ(x) = 1 / (1 + e^−x): accurate in both tails, where σ through tanh is not. */
@inline
export function sigmoidOf(x: v128): v128 {
  return f32x4.div(all(1), f32x4.add(all(1), expOfMinus(x)));
}

/** Where the quotient below has reached 1 in float32, with one rounding a multiply-add and with two (Eigen's values). */
const TANH_END: f32 = ASC_FEATURE_RELAXED_SIMD ? 7.99881172180175781 : 7.90531110763549805;

/**
 * tanh x = x P(x²) / Q(x²): the coefficients are those of Eigen's generic_fast_tanh_float (Eigen/src/Core/
 * MathFunctionsImpl.h). Divided before x comes in, so that the smallest x lose nothing. Relative error below 3.5e-7.
 */
@inline
export function tanhOf(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, all(-TANH_END)), all(TANH_END));
  const s = f32x4.mul(inside, inside);
  let p = multiplyAdd(s, all(-2.76076847742355e-16), all(2.00018790482477e-13));
  p = multiplyAdd(s, p, all(-8.60467152213735e-11));
  p = multiplyAdd(s, p, all(5.12229709037114e-8));
  p = multiplyAdd(s, p, all(1.48572235717979e-5));
  p = multiplyAdd(s, p, all(6.37261928875436e-4));
  p = multiplyAdd(s, p, all(4.89352455891786e-3));
  let q = multiplyAdd(s, all(1.19825839466702e-6), all(1.18534705686654e-4));
  q = multiplyAdd(s, q, all(2.268434632439e-3));
  q = multiplyAdd(s, q, all(4.89352518554385e-3));
  return f32x4.mul(inside, f32x4.div(p, q));
}

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/**
 * ln x for x ≥ 1 (a sum of exponentials whose largest is 1): x = 2^k (1 + f) with 1 + f in [√½, √2), then a series in
 * f / (2 + f). FreeBSD msun e_log.c (Sun Microsystems 1993).
 */
export function logOf(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const image = reinterpret<u64>(x);
  let k = <i32>(image >> 52) - 1023;
  let m = reinterpret<f64>((image & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m >= 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const half = 0.5 * f * f;
  return <f64>k * LN2_HIGH - (half - (s * (half + odd + even) + <f64>k * LN2_LOW) - f);
}
