import { describe, expect, it } from 'vitest';
import { createSeriesData, isSeriesData, parseSeriesSet } from '../../../engine/data/series.ts';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf } from '../fixtures.ts';
import { draw, heldOutOf, restoresEverywhere } from './support.ts';

const FILE = {
  ...{ form: 'series', name: 'x', start: '2000-01-01', every: 'day', train: 100 },
  values: Array.from({ length: 140 }, (_, t) => 5 + ((t * t) % 17)),
};
const SET = parseSeriesSet(FILE);
const [T, B] = [6, 3];

describe.each(['random', 'sequential'] as const)('a series, %s', (sampling) => {
  const data = createSeriesData(SET, { window: T, sampling });

  it('asks for the next value of the training part, standardised by it', () => {
    const early = SET.values.slice(0, 100);
    const mean = early.reduce((sum, x) => sum + x) / 100;
    expect(data.mean).toBeCloseTo(mean, 12);
    expect(data.deviation ** 2).toBeCloseTo(early.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 100, 9);
    for (const { vectors, values } of draw(data, B, 20)) {
      const places = vectors.map((z) => Math.round(z * data.deviation + data.mean));
      for (let b = 0; b < B; b++) {
        const lane = places.filter((_, i) => i % B === b);
        const answer = Math.round(values[(T - 1) * B + b] * data.deviation + data.mean);
        const row = [...lane, answer].join();
        expect(early.join()).toContain(row);
      }
    }
  });
  it('goes on from a state in a new source, bit for bit', () => {
    expect(restoresEverywhere(data, B, 12)).toBe(true);
  });
  it('reads the later part once, in its order, with the state carried', () => {
    const windows = heldOutOf(data);
    const z = SET.values.slice(100).map((x) => (x - data.mean) / data.deviation);
    expect(windows.map(({ startsAtZero }) => startsAtZero)).toEqual([true]);
    expect(windows[0].vectors).toEqual(z.slice(0, 32));
    expect(windows[0].values).toEqual(z.slice(1, 33));
  });
});

describe('a series', () => {
  it('knows the loss of its mean, and of saying that nothing changes', () => {
    const data = createSeriesData(SET, { window: T, sampling: 'random' });
    const z = SET.values.slice(100).map((x) => (x - data.mean) / data.deviation);
    const mean = (errors: number[]) => errors.reduce((sum, x) => sum + x * x, 0) / errors.length;
    expect(data.baseline).toBeCloseTo(mean(z.slice(1)), 12);
    expect(data.persistence).toBeCloseTo(mean(z.slice(1).map((x, i) => x - z[i])), 12);
    expect(isSeriesData(data)).toBe(true);
  });
  it('refuses windows and minibatches that it cannot fill', () => {
    const long = errorOf(() => createSeriesData(SET, { window: 100, sampling: 'random' }));
    expect(long).toMatchObject({ code: 'config-invalid', params: { key: 'window', expected: '[1, 99]' } });
    const data = createSeriesData(SET, { window: T, sampling: 'random' });
    expect(() => data.source(16, new Rng(1))).not.toThrow();
    const wide = errorOf(() => data.source(17, new Rng(1)));
    expect(wide).toMatchObject({
      code: 'config-invalid',
      params: { key: 'batch', value: '17', expected: '[1, 16]' },
    });
  });
  it.each([
    [{ ...FILE, values: [1, 2, Number.NaN] }, /values\[2\]/],
    [{ ...FILE, values: [1, '2'] }, /values\[1\]: a number, got '2'/],
    [{ ...FILE, train: 139 }, /train: a whole number in \[3, 138\]/],
    [{ ...FILE, train: 9.5 }, /train/],
    [{ ...FILE, values: Array(140).fill(3) }, /never changes/],
    [{ ...FILE, every: 'fortnight' }, /every: day/],
    [7, /an object, got 7/],
  ])('is refused if it is damaged: %#', (file, reason) => {
    const error = errorOf(() => parseSeriesSet(file));
    expect(error.code).toBe('dataset-damaged');
    expect((error.params as { reason: string }).reason).toMatch(reason);
  });
});
