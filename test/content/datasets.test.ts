import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATASETS, type Dataset, type DatasetId } from '../../content/datasets/datasets.ts';
import { createData, type DataOptions, parseDataset } from '../../engine/data/data.ts';
import { parseSequenceSet } from '../../engine/data/sequence-file.ts';
import type { SequenceSet } from '../../engine/data/sequences.ts';
import { createSeriesData, parseSeriesSet } from '../../engine/data/series.ts';

const read = ({ path }: Dataset) => readFileSync(new URL(`../../public/${path}`, import.meta.url));
const parsed = (id: DatasetId): unknown => JSON.parse(read(DATASETS[id]).toString());
const OPTIONS: DataOptions = {
  ...{ batch: 16, window: 28, vocabularyLimit: 100, seed: 1 },
  ...{ sampling: 'random', unit: 'characters' },
};

describe.each(Object.values(DATASETS))('data set $id', (dataset) => {
  const raw = read(dataset);
  const set = parseDataset(JSON.parse(raw.toString()));

  it('is at most 500,000 bytes and is the very file the table describes', () => {
    expect(raw.byteLength).toBeLessThanOrEqual(500_000);
    expect(raw.byteLength).toBe(dataset.bytes);
    expect(createHash('sha256').update(raw).digest('hex')).toBe(dataset.sha256);
  });
  it('is of its form and has the parts the table states', () => {
    expect(set.form).toBe(dataset.form);
    const parts =
      set.form === 'series'
        ? [set.train, set.values.length - set.train]
        : [set.train.length, set.validation.length];
    expect(parts).toEqual([dataset.train, dataset.validation]);
  });
  it('can be trained on', () => {
    const data = createData({ kind: 'dataset', dataset: set }, OPTIONS);
    expect(data.trainSize).toBe(dataset.train);
    expect(data.baseline).toBeGreaterThan(0);
  });
});

/** The input as a text. */
const wordOf = ({ inputNames }: SequenceSet, input: ArrayLike<number>) =>
  Array.from(input, (id) => inputNames[id]).join('');

/** Share of the asked answers that `rule` gets right on the validation part. */
function accuracy(set: SequenceSet, rule: (item: SequenceSet['train'][number], t: number) => number): number {
  const scores = set.validation.flatMap((item) =>
    Array.from(item.target, (answer, t) => (answer < 0 ? null : Number(rule(item, t) === answer))),
  );
  const asked = scores.filter((score) => score !== null);
  return asked.reduce((sum, score) => sum + score, 0) / asked.length;
}

/** Says of each character what it was most often in training. */
function majorityOf(set: SequenceSet) {
  const counts = new Map<number, Map<number, number>>();
  for (const { input, target } of set.train) {
    for (let t = 0; t < input.length; t++) {
      if (target[t] < 0) continue;
      const of = counts.get(input[t]) ?? new Map<number, number>();
      counts.set(input[t], of.set(target[t], (of.get(target[t]) ?? 0) + 1));
    }
  }
  const best = (id: number) => [...(counts.get(id) ?? [])].sort(([, m], [, n]) => n - m)[0]?.[0] ?? -1;
  return ({ input }: SequenceSet['train'][number], t: number) => best(input[t]);
}

describe('a set of sequences', () => {
  it.each(['names', 'stress', 'heteronyms', 'heteronym-words'] as const)(
    '%s: no validation item is a training item, and none stands there twice',
    (id) => {
      const set = parseSequenceSet(parsed(id));
      const words = [...set.train, ...set.validation].map(({ input }) => wordOf(set, input));
      expect(new Set(words).size).toBe(words.length);
    },
  );
  it('names: knows a few names, and is more than half female', () => {
    const set = parseSequenceSet(parsed('names'));
    const label = new Map(
      [...set.train, ...set.validation].map(({ input, target }) => [wordOf(set, input), target[0]]),
    );
    expect(['elizabeth', 'maria', 'peter', 'william'].map((name) => label.get(name))).toEqual([0, 0, 1, 1]);
    expect(accuracy(set, () => 0)).toBeCloseTo(DATASETS.names.rule.score, 3);
  });
  it('stress: asks at the last letter of every vowel group, and one of them is stressed', () => {
    const set = parseSequenceSet(parsed('stress'));
    for (const { input, target } of [...set.train, ...set.validation]) {
      const ends = [...wordOf(set, input).matchAll(/[aeiouy]+/g)].map(
        (group) => group.index + group[0].length - 1,
      );
      const asked = Array.from(target, (answer, t) => (answer < 0 ? -1 : t)).filter((t) => t >= 0);
      expect(asked).toEqual(ends);
      expect(Array.from(target).filter((answer) => answer === 1)).toHaveLength(1);
    }
  });
  it('stress: is right on three vowel groups in four by stressing the first', () => {
    const set = parseSequenceSet(parsed('stress'));
    const first = accuracy(set, ({ target }, t) => {
      for (let s = 0; s < t; s++) if (target[s] >= 0) return 0;
      return 1;
    });
    expect(first).toBeCloseTo(DATASETS.stress.rule.score, 3);
  });
  it.each(['heteronyms', 'heteronym-words'] as const)('%s: the most frequent reading goes so far', (id) => {
    const set = parseSequenceSet(parsed(id));
    expect(accuracy(set, majorityOf(set))).toBeCloseTo(DATASETS[id].rule.score, 3);
  });
  it('heteronyms: reads 银行 and 行为 as they are read', () => {
    const set = parseSequenceSet(parsed('heteronym-words'));
    const readings = new Map(
      [...set.train, ...set.validation].map(({ input, target }) => [
        wordOf(set, input),
        Array.from(target, (answer) => set.targetNames[answer]),
      ]),
    );
    expect(readings.get('银行')?.[1]).toBe('háng');
    expect(readings.get('行为')?.[0]).toBe('xíng');
  });
});

describe('a series', () => {
  /** Mean squared error, standardised, of a rule on the validation part, from its second value on. */
  function error(id: 'births' | 'co2', rule: (values: readonly number[], t: number) => number): number {
    const set = parseSeriesSet(parsed(id));
    const { deviation } = createSeriesData(set, OPTIONS);
    let sum = 0;
    for (let t = set.train + 1; t < set.values.length; t++) sum += (rule(set.values, t) - set.values[t]) ** 2;
    return sum / (set.values.length - set.train - 1) / deviation ** 2;
  }

  it('births: is foretold by the week before', () => {
    expect(error('births', (x, t) => x[t - 7])).toBeCloseTo(DATASETS.births.rule.score, 5);
  });
  it('co2: is foretold by the change of the year before', () => {
    expect(error('co2', (x, t) => x[t - 1] + x[t - 12] - x[t - 13])).toBeCloseTo(DATASETS.co2.rule.score, 5);
  });
  it('is better foretold by its last value than by its mean only where it drifts', () => {
    const [births, co2] = (['births', 'co2'] as const).map((id) =>
      createSeriesData(parseSeriesSet(parsed(id)), OPTIONS),
    );
    expect(births.persistence).toBeCloseTo(
      error('births', (x, t) => x[t - 1]),
      9,
    );
    expect(co2.persistence).toBeLessThan(co2.baseline / 100);
    expect(births.persistence).toBeGreaterThan(births.baseline);
  });
});
