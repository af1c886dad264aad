/** Four float32 lanes at a time. Pointers are byte offsets into the one memory; any multiple of 4 is allowed. */

/** Bytes of a float32, of a vector of four. */
export const FLOAT: usize = 4;
export const VECTOR: usize = 16;

/** Bytes of `length` floats. */
@inline
export function bytes(length: i32): usize {
  return (<usize>length) << 2;
}

/** Bytes of those of `length` floats that fill whole vectors. */
@inline
export function wholeBytes(length: i32): usize {
  return (<usize>(length & ~3)) << 2;
}

/** c + a b: rounded once where the machine fuses (the fma build), rounded twice and the same everywhere otherwise. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Four copies of x. */
@inline
export function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** The float at `at` in every lane: how the elements after the last whole vector are worked on. */
@inline
export function loadOne(at: usize): v128 {
  return v128.load_splat<f32>(at);
}

/** Lane 0 to `at`. */
@inline
export function storeOne(at: usize, x: v128): void {
  v128.store_lane<f32>(at, x, 0);
}

/** Σ of the lanes: (0 + 2) + (1 + 3). */
@inline
export function sumOfLanes(x: v128): f32 {
  const half = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1);
}
