/**
 * exp, log, tanh and the logistic function σ from + − × ÷ alone, so that no bit depends on whose Math it is.
 * exp and log follow FreeBSD's msun (e_exp.c, e_log.c, Sun Microsystems 1993); tanh near zero follows Cephes
 * (tanh.c, Moshier 1989). Relative error about 1e-15 or less.
 */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INV_LN2 = Math.LOG2E;

/** 2^k for k = −1022 … 1023: every power is exact. */
const POWERS = new Float64Array(2046);
POWERS[1022] = 1;
for (let k = 1023; k < 2046; k++) POWERS[k] = POWERS[k - 1] * 2;
for (let k = 1021; k >= 0; k--) POWERS[k] = POWERS[k + 1] / 2;

/** e^x: x = k ln 2 + r with |r| ≤ ln 2 / 2, then e^r as a quotient (Remez), then times 2^k. */
export function exp(x: number): number {
  if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  const k = Math.floor(x * INV_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k < -1022) return y * POWERS[k + 1122] * POWERS[922]; // a subnormal result: in two steps of 2^(k+100) and 2^-100
  return k === 1024 ? y * 2 * POWERS[2045] : y * POWERS[k + 1022];
}

/** σ(x) = 1 / (1 + e^−x), accurate in both tails (through tanh it would not be). */
export const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** tanh x = 1 − 2 / (e^2x + 1); near zero, where that cancels, x + x³ P(x²) / Q(x²). */
export function tanh(x: number): number {
  const s = x * x;
  if (s < 0.390625) {
    const p = (-0.9643991794250523 * s - 99.28772310019185) * s - 1614.6876844170845;
    const q = ((s + 112.81167849163293) * s + 2235.4883906010045) * s + 4844.063053251255;
    return x + (x * s * p) / q;
  }
  return x > 0 ? 1 - 2 / (exp(2 * x) + 1) : 2 / (exp(-2 * x) + 1) - 1;
}

const bits = new DataView(new ArrayBuffer(8));

/** ln x: x = 2^k (1 + f) with 1 + f in [√½, √2), then a series in f / (2 + f). */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let y = x;
  if (y < 2.2250738585072014e-308) {
    y *= 18014398509481984; // a subnormal: times 2^54
    k = -54;
  }
  bits.setFloat64(0, y);
  const head = bits.getUint32(0);
  k += (head >>> 20) - 1023;
  bits.setUint32(0, (head & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m >= Math.SQRT2) {
    m /= 2;
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
  return k * LN2_HIGH - (half - (s * (half + odd + even) + k * LN2_LOW) - f);
}

/** xⁿ, n whole, [0, ∞), by repeated squaring: `**` may differ in the last bit from one engine to another. */
export function power(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
