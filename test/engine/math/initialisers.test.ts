import { describe, expect, it } from 'vitest';
import type { Floats } from '../../../engine/math/floats.ts';
import { identity, normal, orthogonalMatrix, scaled, uniform } from '../../../engine/math/initialisers.ts';
import { orthogonal } from '../../../engine/math/linear.ts';
import { Rng } from '../../../engine/math/random.ts';
import { spectralRadius } from '../../../engine/math/spectrum.ts';
import { errorOf } from '../fixtures.ts';

type Fill = (values: Floats, shape: readonly number[], rng: Rng) => void;

const fills: Record<string, Fill> = {
  uniform: (values, shape, rng) => uniform(values, shape, rng, 0.25),
  normal,
  orthogonalMatrix,
  identity,
  scaled: (values, shape, rng) => scaled(values, shape, rng, 0.9),
};

function filled(fill: Fill, H: number, seed: number): Float64Array {
  const values = new Float64Array(H * H);
  fill(values, [H, H], new Rng(seed));
  return values;
}

describe('initialisers', () => {
  it('give the same numbers for the same seed, and the ones of the first release', () => {
    for (const fill of Object.values(fills)) expect(filled(fill, 9, 3)).toEqual(filled(fill, 9, 3));
    const first = (fill: Fill): number[] => [...filled(fill, 3, 42).subarray(0, 3)];
    expect(
      Object.fromEntries(Object.entries(fills).map(([name, fill]) => [name, first(fill)])),
    ).toMatchInlineSnapshot(`
      {
        "identity": [
          1,
          0,
          0,
        ],
        "normal": [
          0.009822841259703374,
          0.0008356882579085503,
          -0.018559277567452084,
        ],
        "orthogonalMatrix": [
          0.46741881008579855,
          0.03976613291275809,
          -0.8831411612257358,
        ],
        "scaled": [
          0.517171562672653,
          0.043998899180297174,
          -0.9771440185041282,
        ],
        "uniform": [
          0.19742458421248865,
          0.17217072845516812,
          0.16515218302746176,
        ],
      }
    `);
  });
  it('give float32 what they give float64, rounded', () => {
    for (const fill of Object.values(fills)) {
      const values = new Float32Array(49);
      fill(values, [7, 7], new Rng(5));
      expect(values).toEqual(Float32Array.from(filled(fill, 7, 5)));
    }
  });
  it('of one generator follow each other without repeating draws', () => {
    const rng = new Rng(1);
    const values = [new Float64Array(4), new Float64Array(4)];
    for (const one of values) uniform(one, [4], rng, 1);
    const both = new Float64Array(8);
    uniform(both, [2, 4], new Rng(1), 1);
    expect([...values[0], ...values[1]]).toEqual([...both]);
  });
  it('uniform stays within the bound and fills it', () => {
    const values = new Float64Array(10_000);
    uniform(values, [100, 100], new Rng(2), 0.1);
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.099);
  });
  it('normal has the deviation 0.01 unless another is given', () => {
    for (const deviation of [undefined, 2]) {
      const values = new Float64Array(10_000);
      normal(values, [10_000], new Rng(2), deviation);
      const found = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
      expect(Math.abs(found / (deviation ?? 0.01) - 1)).toBeLessThan(0.03);
    }
  });
  it('orthogonalMatrix is the random orthogonal matrix of the same generator', () => {
    expect(filled(orthogonalMatrix, 6, 7)).toEqual(orthogonal(new Rng(7), 6));
  });
  it('identity has ones, or the scale, on the diagonal, zeros elsewhere, and draws nothing', () => {
    const rng = new Rng(1);
    const { state } = rng;
    const values = new Float64Array(4).fill(5);
    identity(values, [2, 2], rng);
    expect([...values]).toEqual([1, 0, 0, 1]);
    identity(values, [2, 2], rng, 0.01);
    expect([...values]).toEqual([0.01, 0, 0, 0.01]);
    expect(rng.state).toEqual(state);
  });
  it('scaled has the spectral radius that was asked for', () => {
    for (const H of [1, 2, 5, 64]) {
      for (const radius of [0, 0.5, 1, 1.1, 3]) {
        const values = filled((v, s, rng) => scaled(v, s, rng, radius), H, H);
        expect(Math.abs(spectralRadius(values, H) - radius)).toBeLessThan(1e-12);
      }
      const single = Float32Array.from(filled(fills.scaled, H, H));
      expect(spectralRadius(single, H)).toBeCloseTo(0.9, 6);
    }
  });
  it('name the function, the expectation and the value when something does not fit', () => {
    const rng = new Rng(1);
    const six = new Float64Array(6);
    const wrong: Record<string, () => void> = {
      uniform: () => uniform(six, [2, 2], rng, 1),
      normal: () => normal(six, [6], rng, -1),
      orthogonalMatrix: () => orthogonalMatrix(six, [2, 3], rng),
      identity: () => identity(six, [2, 2], rng),
      scaled: () => scaled(new Float64Array(4), [2, 2], rng, Number.NaN),
    };
    for (const [where, run] of Object.entries(wrong)) {
      const error = errorOf(run);
      expect(error.code).toBe('argument-invalid');
      expect(error.params).toMatchObject({ where });
    }
    expect(errorOf(() => uniform(six, [6], rng, Number.POSITIVE_INFINITY)).params).toMatchObject({
      expected: 'a bound in [0, ∞)',
      got: 'Infinity',
    });
    expect(errorOf(() => identity(new Float64Array(1), [1, 1], rng, Number.NaN)).code).toBe(
      'argument-invalid',
    );
  });
});
