import { describe, expect, it } from 'vitest';
import { orthogonal, orthogonalInPieces } from '../../../engine/math/linear.ts';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf } from '../fixtures.ts';

/** ‖QᵀQ − 1‖ (Frobenius) of Q [n, n]. */
function defect(Q: Float64Array, n: number): number {
  const gram = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const q = Q[k * n + i];
      for (let j = 0; j < n; j++) gram[i * n + j] += q * Q[k * n + j];
    }
  }
  for (let i = 0; i < n; i++) gram[i * n + i] -= 1;
  return Math.sqrt(gram.reduce((sum, x) => sum + x * x, 0));
}

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

describe('a random orthogonal matrix', () => {
  it('is orthogonal to 1e-12 from one row to 512', () => {
    for (const n of [1, 2, 3, 7, 64, 512]) expect(defect(orthogonal(new Rng(n), n), n)).toBeLessThan(1e-12);
  });
  it('is the same for the same seed and has not changed since the first release', () => {
    expect(orthogonal(new Rng(4), 20)).toEqual(orthogonal(new Rng(4), 20));
    expect(orthogonal(new Rng(4), 20)).not.toEqual(orthogonal(new Rng(5), 20));
    expect([...orthogonal(new Rng(42), 2)]).toMatchInlineSnapshot(`
      [
        0.9964005628620255,
        0.08476979608468292,
        -0.08476979608468292,
        0.9964005628620256,
      ]
    `);
  });
  it('is the Gram–Schmidt basis of the normal draws, the first row along the first draws', () => {
    const n = 5;
    const draws = new Float64Array(n * n);
    new Rng(9).fillNormal(draws, 0, 1);
    const Q = orthogonal(new Rng(9), n);
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        let product = 0; // R(i, j)
        for (let k = 0; k < n; k++) product += draws[i * n + k] * Q[j * n + k];
        if (i === j) expect(product).toBeGreaterThan(0);
        else expect(product).toBeCloseTo(0, 12);
      }
    }
  });
  it('prefers no direction and no handedness', () => {
    const rng = new Rng(11);
    const draws = Array.from({ length: 4000 }, () => orthogonal(rng, 3));
    const traces = draws.map((Q) => Q[0] + Q[4] + Q[8]);
    expect(Math.abs(mean(traces))).toBeLessThan(0.06);
    expect(mean(traces.map((t) => t * t))).toBeCloseTo(1, 1); // E tr² = 1 under Haar's measure
    for (let i = 0; i < 9; i++) {
      expect(Math.abs(mean(draws.map((Q) => Q[i])))).toBeLessThan(0.04);
      expect(Math.abs(mean(draws.map((Q) => Q[i] * Q[i])) - 1 / 3)).toBeLessThan(0.02);
    }
    const determinants = Array.from({ length: 4000 }, () => orthogonal(rng, 2)).map(
      ([a, b, c, d]) => a * d - b * c,
    );
    expect(Math.abs(mean(determinants))).toBeLessThan(0.06);
  });
  it('of one row is 1 or −1, about as often', () => {
    const rng = new Rng(12);
    const draws = Array.from({ length: 1000 }, () => orthogonal(rng, 1)[0]);
    expect(new Set(draws)).toEqual(new Set([1, -1]));
    expect(Math.abs(mean(draws))).toBeLessThan(0.1);
  });
  it('is made in pieces, one a row', () => {
    const pieces = [...orthogonalInPieces(new Rng(1), 10)];
    expect(pieces.length).toBe(10);
  });
  it('refuses a size that is not a whole number of rows', () => {
    for (const n of [0, -1, 2.5, Number.NaN]) {
      expect(errorOf(() => orthogonal(new Rng(1), n)).params).toMatchObject({ where: 'orthogonal' });
    }
  });
});
