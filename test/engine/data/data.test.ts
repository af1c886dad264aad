import { describe, expect, it } from 'vitest';
import { createData, type DataOptions, type DataSpec, parseDataset } from '../../../engine/data/data.ts';
import { presetTask } from '../../../engine/data/tasks/registry.ts';
import { isTextData } from '../../../engine/data/text-data.ts';
import { CONFIG, errorOf, TEXT } from '../fixtures.ts';
import { draw, heldOutOf } from './support.ts';

const OPTIONS: DataOptions = { ...CONFIG, unit: 'characters' };
const SERIES = {
  ...{ form: 'series', name: 'x', start: '2000-01-01', every: 'day', train: 100 },
  values: Array.from({ length: 140 }, (_, t) => t % 7),
};
const SEQUENCES = {
  form: 'sequences',
  problem: { input: { kind: 'tokens', size: 2 }, target: { kind: 'classes', size: 2 }, reading: 'last' },
  ...{ inputNames: '01', targetNames: ['even', 'odd'] },
  ...{ train: ['0 0', '1 1', '01 1', '11 0'], validation: ['10 1', '00 0'] },
};

const SPECS: Record<string, DataSpec> = {
  text: { kind: 'text', text: TEXT },
  task: { kind: 'task', task: presetTask('adding') },
  sequences: { kind: 'dataset', dataset: parseDataset(SEQUENCES) },
  series: { kind: 'dataset', dataset: parseDataset(SERIES) },
};

describe.each(Object.entries(SPECS))('data from a %s', (_, spec) => {
  it('fills every array of its minibatches as its problem says', () => {
    const data = createData(spec, OPTIONS);
    const { problem, T, heldOut } = data;
    const check = (batch: ReturnType<typeof draw>[number], length: number, B: number) => {
      const answers = problem.reading === 'every' ? length * B : B;
      const isTokens = problem.input.kind === 'tokens';
      expect(batch.tokens).toHaveLength(isTokens ? length * B : 0);
      expect(batch.vectors).toHaveLength(isTokens ? 0 : length * B * problem.input.size);
      expect(batch.targets).toHaveLength(answers);
      expect(batch.values).toHaveLength(problem.target.kind === 'values' ? answers * problem.target.size : 0);
      expect(batch.lengths).toHaveLength(B);
      expect(batch.lengths.every((one) => one >= 1 && one <= length)).toBe(true);
      if (problem.target.kind === 'values') expect(batch.targets.every((target) => target === -1)).toBe(true);
    };
    for (const batch of draw(data, 4, 5)) check(batch, T, 4);
    for (const batch of heldOutOf(data)) check(batch, heldOut.T, heldOut.B);
    expect(heldOut.automatic).toBeGreaterThanOrEqual(1);
    expect(heldOut.automatic).toBeLessThanOrEqual(heldOut.count);
  });
  it('makes the same minibatches of the same specification as plain data', () => {
    const copy: DataSpec = structuredClone(spec);
    expect(draw(createData(copy, OPTIONS), 4, 5)).toEqual(draw(createData(spec, OPTIONS), 4, 5));
  });
});

describe('data', () => {
  it('refuses a minibatch that the data do not fill, with the most they do', () => {
    for (const [spec, expected] of [
      [SPECS.sequences, '[1, 4]'],
      [SPECS.series, '[1, 12]'],
    ] as const) {
      const error = errorOf(() => createData(spec, { ...OPTIONS, batch: 13 }));
      expect(error).toMatchObject({
        code: 'config-invalid',
        params: { key: 'batch', value: '13', expected },
      });
    }
    expect(errorOf(() => createData({ kind: 'text', text: 'short' }, OPTIONS)).code).toBe('text-too-short');
  });
  it('reads a text with the vocabulary of a checkpoint', () => {
    const data = createData(SPECS.text, OPTIONS, ['t', 'e']);
    expect(isTextData(data) && data.vocabulary.tokens).toEqual(['□', 't', 'e']);
    expect(isTextData(createData(SPECS.task, OPTIONS))).toBe(false);
  });
});
