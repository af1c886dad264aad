/**
 * Seeded random numbers: the same seed gives the same bits on every machine.
 * xoshiro128** (Blackman and Vigna 2018, prng.di.unimi.it), its state filled by splitmix32.
 */
import { check } from '../errors.ts';
import type { Floats } from './floats.ts';
import { log } from './special.ts';

/** Four 32-bit words: all there is to restore a generator from. */
export type RngState = readonly [number, number, number, number];

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** splitmix32: 32 well-mixed bits from a counter. */
function mix(x: number): number {
  let z = x | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

export class Rng {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;

  /**
   * @param seed whole, [0, 2³²)
   * @param stream whole, [0, 2³²): generators of one seed and different streams are unrelated
   */
  constructor(seed: number, stream = 0) {
    check(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, 'Rng', 'a seed in [0, 2^32)', seed);
    let counter = mix(seed) ^ mix(mix(stream + 0x632be5ab) + 0x5bd1e995);
    const word = (): number => {
      counter = (counter + 0x9e3779b9) | 0;
      return mix(counter);
    };
    // All four words zero is the one state xoshiro never leaves.
    this.state = [word(), word(), word(), word() | 1];
  }

  get state(): RngState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  set state([a, b, c, d]: RngState) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** 32 random bits, whole, [0, 2³²). */
  bits(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  /** Uniform in [low, high), with 53 random bits. */
  uniform(low = 0, high = 1): number {
    const u = ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
    return low + (high - low) * u;
  }

  /** Normal with the given mean and standard deviation: the polar method (Marsaglia and Bray 1964). */
  normal(mean = 0, deviation = 1): number {
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const s = u * u + v * v;
      if (s > 0 && s < 1) return mean + deviation * u * Math.sqrt((-2 * log(s)) / s);
    }
  }

  /** Whole, uniform in [0, n), without the bias of a remainder. */
  int(n: number): number {
    check(Number.isInteger(n) && n >= 1 && n <= 2 ** 32, 'Rng.int', 'n in [1, 2^32]', n);
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const x = this.bits();
      if (x < limit) return x % n;
    }
  }

  /** Every order equally likely, in place (Fisher and Yates). */
  shuffle(items: Int32Array | number[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  /** Fills `out` with draws from U(low, high). */
  fillUniform(out: Floats, low: number, high: number): void {
    for (let i = 0; i < out.length; i++) out[i] = this.uniform(low, high);
  }

  /** Fills `out` with draws from N(mean, deviation²). */
  fillNormal(out: Floats, mean: number, deviation: number): void {
    for (let i = 0; i < out.length; i++) out[i] = this.normal(mean, deviation);
  }
}
