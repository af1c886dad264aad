import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosPi, type Schedule, scheduledRate } from '../../../engine/train/schedule.ts';
import { errorOf } from '../fixtures.ts';

const rates = (schedule: Schedule, base: number, steps: readonly number[]): number[] =>
  steps.map((step) => scheduledRate(schedule, base, step));

const count = fc.integer({ min: 1, max: 100_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant<Schedule>({ kind: 'constant' }),
  fc.record({
    kind: fc.constant('step' as const),
    every: count,
    factor: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('cosine' as const), steps: count, floor: share }),
  fc.record({ kind: fc.constant('warmup' as const), steps: count }),
);

describe('learning-rate schedules', () => {
  it('constant keeps the base rate', () => {
    expect(rates({ kind: 'constant' }, 0.3, [0, 1, 1e9])).toEqual([0.3, 0.3, 0.3]);
  });
  it('step multiplies by the factor every so many steps, as StepLR does', () => {
    const schedule: Schedule = { kind: 'step', every: 3, factor: 0.5 };
    expect(rates(schedule, 8, [0, 1, 2, 3, 5, 6, 9])).toEqual([8, 8, 8, 4, 4, 2, 1]);
    const tenth: Schedule = { kind: 'step', every: 30, factor: 0.1 };
    for (const [step, wanted] of [
      [29, 0.05],
      [30, 0.005],
      [60, 0.0005],
    ]) {
      expect(scheduledRate(tenth, 0.05, step)).toBeCloseTo(wanted, 15);
    }
    expect(scheduledRate(schedule, 8, 1e9)).toBe(0);
  });
  it('cosine falls as CosineAnnealingLR does and stays at its floor', () => {
    const schedule: Schedule = { kind: 'cosine', steps: 100, floor: 0.1 };
    const [base, last] = [0.02, 0.002];
    for (let step = 0; step <= 100; step++) {
      const wanted = last + ((base - last) * (1 + Math.cos((Math.PI * step) / 100))) / 2;
      expect(Math.abs(scheduledRate(schedule, base, step) - wanted)).toBeLessThan(1e-17);
    }
    expect(rates(schedule, base, [0, 100, 101, 1e9])).toEqual([base, last, last, last]);
    expect(rates({ kind: 'cosine', steps: 10, floor: 0 }, 1, [0, 5, 10])).toEqual([1, 0.5, 0]);
  });
  it('warmup rises in a straight line from base/steps to the base rate and stays there', () => {
    expect(rates({ kind: 'warmup', steps: 4 }, 1, [0, 1, 2, 3, 4, 100])).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    expect(rates({ kind: 'warmup', steps: 1 }, 0.1, [0, 1])).toEqual([0.1, 0.1]);
  });
  it('of any kind stay within [0, base], the falling ones never rising, warmup never falling', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(200_000), (schedule, step) => {
        const [now, next] = rates(schedule, 0.7, [step, step + 1]);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(0.7);
        const rise = schedule.kind === 'warmup' ? next - now : now - next;
        expect(rise).toBeGreaterThanOrEqual(-1e-15);
      }),
    );
  });
  it('are proportional to the base rate', () => {
    fc.assert(
      fc.property(anySchedule, fc.nat(200_000), (schedule, step) => {
        expect(scheduledRate(schedule, 4, step)).toBe(4 * scheduledRate(schedule, 1, step));
      }),
    );
  });
  it('have not changed by a bit since the first release', () => {
    const cosine: Schedule = { kind: 'cosine', steps: 7, floor: 0.05 };
    expect(rates(cosine, 0.01, [1, 2, 3, 4, 5, 6])).toMatchInlineSnapshot(`
      [
        0.009529602122536491,
        0.008211576558828983,
        0.006306974436292494,
        0.004193025563707507,
        0.002288423441171017,
        0.0009703978774635103,
      ]
    `);
  });
  it('refuse a step that is not a whole number from 0', () => {
    for (const step of [-1, 0.5, Number.NaN]) {
      expect(errorOf(() => scheduledRate({ kind: 'constant' }, 1, step)).code).toBe('argument-invalid');
    }
  });
});

describe('the cosine', () => {
  it('agrees with Math.cos to 1e-15 on [0, π]', () => {
    for (let i = 0; i <= 20_000; i++) {
      const x = i / 20_000;
      expect(Math.abs(cosPi(x) - Math.cos(Math.PI * x))).toBeLessThan(1e-15);
    }
    fc.assert(fc.property(share, (x) => Math.abs(cosPi(x) - Math.cos(Math.PI * x)) < 1e-15));
  });
  it('is exact at 0, ½ and 1, and odd about ½', () => {
    expect([cosPi(0), cosPi(0.5), cosPi(1)]).toEqual([1, 0, -1]);
    for (const x of [0.125, 0.25, 0.3125, 0.4375]) expect(cosPi(1 - x)).toBe(-cosPi(x));
  });
});
