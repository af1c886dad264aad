/** The arrays numbers live in. Training is float32; float64 checks it (finite differences, golden vectors). */
import { check } from '../errors.ts';

export type Floats = Float32Array | Float64Array;
export type Dtype = 'float32' | 'float64';

/** Bytes of one number. */
export const BYTES: Readonly<Record<Dtype, number>> = { float32: 4, float64: 8 };

/** `length` zeros. */
export const zeros = (dtype: Dtype, length: number): Floats =>
  dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);

/** One allocation, handed out front to back as views that lie next to each other. */
export class Arena {
  readonly all: Floats;
  #used = 0;

  /** @param length how many numbers all `take`s together will ask for */
  constructor(dtype: Dtype, length: number) {
    this.all = zeros(dtype, length);
  }

  /** The next `length` numbers. @throws EngineError argument-invalid past the end */
  take(length: number): Floats {
    const end = this.#used + length;
    check(end <= this.all.length, 'Arena.take', `at most ${this.all.length - this.#used} left`, length);
    const view = this.all.subarray(this.#used, end);
    this.#used = end;
    return view;
  }
}
