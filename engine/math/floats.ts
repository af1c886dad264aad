/** The arrays numbers live in. Training is float32; float64 checks it (finite differences, golden vectors). */

export type Floats = Float32Array | Float64Array;
export type Dtype = 'float32' | 'float64';

/** Bytes of one number. */
export const BYTES: Readonly<Record<Dtype, number>> = { float32: 4, float64: 8 };

/** `length` zeros. */
export const zeros = (dtype: Dtype, length: number): Floats =>
  dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
