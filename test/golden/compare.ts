/**
 * How numbers are compared: max|got − want| ≤ tol · (max|want| + 10⁻³) for each tensor; a wrong shape or a number
 * that is not finite fails. An error is given as a multiple of what is allowed: 1 just passes.
 */
import type { Dtype } from '../../engine/math/floats.ts';
import type { Tensor } from './schema.ts';

export const TOLERANCE: Readonly<Record<Dtype, number>> = { float64: 1e-10, float32: 5e-5 };

/** The worst tensor of what was compared. */
export interface Worst {
  /** Error over what is allowed; above 1 is a failure. */
  readonly error: number;
  readonly name: string;
}

/** Collects the comparisons of one case. */
export class Comparison {
  readonly #tolerance: number;
  #worst: Worst = { error: 0, name: '' };
  #count = 0;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  get worst(): Worst {
    return this.#worst;
  }

  /** Tensors compared. */
  get count(): number {
    return this.#count;
  }

  tensor(name: string, got: ArrayLike<number>, shape: readonly number[], want: Tensor): void {
    const sameShape = shape.join() === want.shape.join() && got.length === want.data.length;
    this.#add(name, sameShape ? this.#error(got, want.data) : Number.POSITIVE_INFINITY);
  }

  list(name: string, got: ArrayLike<number>, want: readonly number[]): void {
    this.tensor(name, got, [got.length], { shape: [want.length], data: want });
  }

  number(name: string, got: number, want: number): void {
    this.list(name, [got], [want]);
  }

  #error(got: ArrayLike<number>, want: readonly number[]): number {
    let difference = 0;
    let largest = 0;
    for (let i = 0; i < want.length; i++) {
      const d = Math.abs(got[i] - want[i]);
      if (!Number.isFinite(d)) return Number.POSITIVE_INFINITY;
      difference = Math.max(difference, d);
      largest = Math.max(largest, Math.abs(want[i]));
    }
    return difference / (this.#tolerance * (largest + 1e-3));
  }

  #add(name: string, error: number): void {
    this.#count += 1;
    if (this.#count === 1 || error > this.#worst.error) this.#worst = { error, name };
  }
}
