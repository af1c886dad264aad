import { describe, expect, it } from 'vitest';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf } from '../fixtures.ts';

const draw = (rng: Rng, n: number): number[] => Array.from({ length: n }, () => rng.uniform());
const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((a, b) => a + b, 0) / x.length;

describe('random numbers', () => {
  it('are the same bits for the same seed, and others for another seed or stream', () => {
    expect(draw(new Rng(1), 50)).toEqual(draw(new Rng(1), 50));
    expect(draw(new Rng(1), 5)).not.toEqual(draw(new Rng(2), 5));
    expect(draw(new Rng(1), 5)).not.toEqual(draw(new Rng(1, 1), 5));
  });
  it('have not changed since the first release', () => {
    const rng = new Rng(42);
    expect([rng.bits(), rng.bits(), rng.bits()]).toMatchInlineSnapshot(`
      [
        3843347917,
        1239913229,
        3626418947,
      ]
    `);
  });
  it('go on from a stored state', () => {
    const rng = new Rng(3);
    draw(rng, 10);
    const { state } = rng;
    const first = draw(rng, 10);
    rng.state = state;
    expect(draw(rng, 10)).toEqual(first);
  });
  it('fill [0, 1) evenly', () => {
    const x = draw(new Rng(5), 20_000);
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x)).toBeLessThan(1);
    expect(mean(x)).toBeCloseTo(0.5, 2);
  });
  it('have the mean and deviation of a normal distribution', () => {
    const x = new Float64Array(20_000);
    new Rng(6).fillNormal(x, 2, 3);
    expect(mean(x)).toBeCloseTo(2, 1);
    expect(Math.sqrt(mean(x.map((v) => (v - 2) ** 2)))).toBeCloseTo(3, 1);
  });
  it('shuffle without losing anything', () => {
    const items = Array.from({ length: 100 }, (_, i) => i);
    const shuffled = [...items];
    new Rng(8).shuffle(shuffled);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
  it('refuse a seed that is not a whole number in range', () => {
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN])
      expect(errorOf(() => new Rng(seed)).code).toBe('argument-invalid');
  });
});
