import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, sigmoid, tanh } from '../../../engine/math/special.ts';

const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want || 1);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('special functions', () => {
  it('exp agrees with Math.exp to 1e-15', () => {
    fc.assert(fc.property(between(-700, 709), (x) => relative(exp(x), Math.exp(x)) < 1e-15));
  });
  it('log agrees with Math.log to 1e-15', () => {
    fc.assert(fc.property(between(1e-300, 1e300), (x) => relative(log(x), Math.log(x)) < 1e-15));
    fc.assert(fc.property(between(0.5, 2), (x) => relative(log(x), Math.log(x)) < 1e-15));
  });
  it('tanh agrees with Math.tanh to 1e-15', () => {
    fc.assert(fc.property(between(-25, 25), (x) => relative(tanh(x), Math.tanh(x)) < 1e-15));
    fc.assert(fc.property(between(-1, 1), (x) => relative(tanh(x), Math.tanh(x)) < 1e-15));
  });
  it('sigmoid keeps its relative accuracy in both tails', () => {
    fc.assert(fc.property(between(-700, 700), (x) => relative(sigmoid(x), 1 / (1 + Math.exp(-x))) < 1e-15));
    expect(relative(sigmoid(-15), Math.exp(-15) / (1 + Math.exp(-15)))).toBeLessThan(1e-15);
  });
  it('ends where float64 ends', () => {
    expect([exp(-800), exp(800), exp(-745.1)]).toEqual([0, Number.POSITIVE_INFINITY, 5e-324]);
    expect([exp(Number.NaN), tanh(Number.NaN), log(Number.NaN), log(-1)]).toEqual(Array(4).fill(Number.NaN));
    expect([tanh(-1e9), tanh(1e9), sigmoid(-1e9), sigmoid(1e9)]).toEqual([-1, 1, 0, 1]);
    expect([log(0), log(1), log(Number.POSITIVE_INFINITY)]).toEqual([-Infinity, 0, Infinity]);
    expect(relative(log(5e-324), Math.log(5e-324))).toBeLessThan(1e-15);
  });
});
