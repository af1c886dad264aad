/** Half precision (IEEE 754 binary16): 1 sign, 5 exponent, 10 fraction bits; relative error 2⁻¹¹. */

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The nearest half, ties to even, as its 16 bits. Above 65,519 it is infinity. */
export function toHalf(x: number): number {
  float[0] = x;
  const bits = word[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65,520 and above
  if (magnitude < 0x38800000) {
    // Below 2^-14 halves are whole multiples of 2^-24.
    return sign | roundToEven(Math.abs(float[0]) * 16777216);
  }
  const rest = magnitude & 0x1fff;
  const half = (magnitude - 0x38000000) >>> 13;
  const up = rest > 0x1000 || (rest === 0x1000 && (half & 1) === 1);
  return sign | (half + (up ? 1 : 0));
}

/** The number that 16 bits stand for. */
export function fromHalf(bits: number): number {
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  // Below 2^-14 halves are whole multiples of 2^-24.
  if (exponent === 0) return ((bits & 0x8000 ? -1 : 1) * fraction) / 16777216;
  word[0] = ((bits & 0x8000) << 16) | ((exponent === 0x1f ? 0xff : exponent + 112) << 23) | (fraction << 13);
  return float[0];
}

function roundToEven(x: number): number {
  const whole = Math.floor(x);
  const rest = x - whole;
  if (rest === 0.5) return whole + (whole & 1);
  return rest > 0.5 ? whole + 1 : whole;
}
