import { describe, expect, it } from 'vitest';
import { createTaskData } from '../../../engine/data/task-data.ts';
import {
  parametersOf,
  presetTask,
  TASKS,
  type TaskName,
  type TaskSpec,
} from '../../../engine/data/tasks/registry.ts';
import { errorOf } from '../fixtures.ts';
import { draw, heldOutOf, restoresEverywhere } from './support.ts';

const NAMES = Object.keys(TASKS) as TaskName[];
const B = 5;

/** The sequences of a few minibatches, each lane by itself. */
function sequencesOf(spec: TaskSpec, count = 4) {
  const data = createTaskData(spec, { seed: 1 });
  const { T, problem } = data;
  const lane = (numbers: readonly number[], b: number, size: number, rows: number) =>
    Array.from({ length: rows }, (_, t) => numbers.slice((t * B + b) * size, (t * B + b + 1) * size));
  return draw(data, B, count).flatMap(({ tokens, vectors, targets, values }) =>
    Array.from({ length: B }, (_, b) => {
      const answers = problem.reading === 'every' ? T : 1;
      return {
        T,
        tokens: lane(tokens, b, 1, tokens.length / B).flat(),
        vectors: lane(vectors, b, problem.input.size, vectors.length ? T : 0),
        targets: lane(targets, b, 1, answers).flat(),
        values: lane(values, b, problem.target.size, values.length ? answers : 0),
      };
    }),
  );
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(NAMES)('the task %s', (name) => {
  const spec = presetTask(name);
  const data = createTaskData(spec, { seed: 3 });

  it('makes the same minibatches of the same random numbers, others of others', () => {
    expect(draw(data, B, 3)).toEqual(draw(createTaskData(spec, { seed: 4 }), B, 3));
    expect(draw(data, B, 3, 1)).not.toEqual(draw(data, B, 3, 2));
  });
  it('goes on from a state in a new source, bit for bit', () => {
    expect(restoresEverywhere(data, B, 4)).toBe(true);
  });
  it('has a fixed validation set of 256 sequences, by the seed', () => {
    expect(data.heldOut.count * data.heldOut.B).toBe(256);
    expect(heldOutOf(data)).toEqual(heldOutOf(createTaskData(spec, { seed: 3 })));
    expect(heldOutOf(data)).not.toEqual(heldOutOf(createTaskData(spec, { seed: 4 })));
  });
  it('names every input and answer, and keeps within them', () => {
    const { problem, inputNames, targetNames } = data;
    expect([inputNames.length, targetNames.length]).toEqual([problem.input.size, problem.target.size]);
    expect(new Set(inputNames).size).toBe(inputNames.length);
    const classes = problem.target.kind === 'classes' ? problem.target.size : 0;
    for (const { tokens, targets, lengths } of draw(data, B, 3)) {
      expect(tokens.every((token) => token >= 0 && token < problem.input.size)).toBe(true);
      expect(targets.every((target) => target >= -1 && target < classes)).toBe(true);
      expect(lengths).toEqual(Array(B).fill(data.T));
    }
  });
  it('refuses each parameter outside its range, by name', () => {
    for (const [key, parameter] of Object.entries(parametersOf(name))) {
      const wrong =
        parameter.kind === 'choice'
          ? ['?']
          : [parameter.min - 1, parameter.max + 1, Number.NaN, '3', undefined];
      if (parameter.kind === 'number' && parameter.whole) wrong.push(parameter.min + 0.5);
      for (const value of wrong) {
        const error = errorOf(() => createTaskData({ ...spec, [key]: value } as TaskSpec, { seed: 1 }));
        expect(error).toMatchObject({ code: 'config-invalid', params: { key, value: String(value) } });
      }
    }
  });
  it('can be made at the ends of its ranges', () => {
    const parameters = Object.entries(parametersOf(name));
    for (const end of ['min', 'max'] as const) {
      const values = parameters.map(([key, one]) => [key, one.kind === 'number' ? one[end] : one.preset]);
      const extreme = { name, ...Object.fromEntries(values) };
      if (end === 'min') extreme.length = Math.max(extreme.length, 2, (extreme.ahead ?? 0) + 1);
      expect(draw(createTaskData(extreme, { seed: 1 }), 2, 1)).toHaveLength(1);
    }
  });
});

describe('what each task asks', () => {
  it('adding: the sum of the two marked values, one in each half', () => {
    const sequences = sequencesOf({ name: 'adding', length: 11 });
    for (const { T, vectors, values } of sequences) {
      const marked = vectors.flatMap(([value, mark], t) => (mark === 1 ? [{ t, value }] : []));
      expect(marked.map(({ t }) => t < Math.floor(T / 2))).toEqual([true, false]);
      expect(values).toEqual([[marked[0].value + marked[1].value]]);
      expect(vectors.every(([value, mark]) => value >= 0 && value < 1 && (mark === 0 || mark === 1))).toBe(
        true,
      );
    }
  });
  it('copy: the first symbols again, after the go sign', () => {
    for (const { tokens, targets } of sequencesOf({ name: 'copy', symbols: 4, span: 3, lag: 5 })) {
      expect(tokens.slice(3)).toEqual([4, 4, 4, 4, 4, 5, 4, 4, 4]);
      expect(targets).toEqual([...Array(9).fill(-1), ...tokens.slice(0, 3)]);
    }
  });
  it('echo: the symbol of k timesteps before', () => {
    for (const { tokens, targets } of sequencesOf({ name: 'echo', symbols: 3, delay: 2, length: 9 })) {
      expect(targets).toEqual([-1, -1, ...tokens.slice(0, -2)]);
    }
  });
  it('look-ahead: the symbol of k timesteps later', () => {
    for (const { tokens, targets } of sequencesOf({ name: 'look-ahead', symbols: 3, ahead: 2, length: 9 })) {
      expect(targets).toEqual([...tokens.slice(2), -1, -1]);
    }
  });
  it.each(['random', 'blank'] as const)('recall, %s distractors: the first symbol', (distractors) => {
    for (const { tokens, targets } of sequencesOf({ name: 'recall', symbols: 8, lag: 6, distractors })) {
      expect(tokens).toHaveLength(7);
      expect(targets).toEqual([tokens[0]]);
      if (distractors === 'blank') expect(tokens.slice(1)).toEqual(Array(6).fill(8));
    }
  });
  it('parity: whether the ones so far, or all of them, are odd in number', () => {
    const ones = (tokens: number[]) => tokens.filter((bit) => bit === 1).length % 2;
    for (const { T, tokens, targets } of sequencesOf({ name: 'parity', length: 9, asked: 'every' })) {
      expect(targets).toEqual(range(T).map((t) => ones(tokens.slice(0, t + 1))));
    }
    for (const { tokens, targets } of sequencesOf({ name: 'parity', length: 9, asked: 'last' })) {
      expect(targets).toEqual([ones(tokens)]);
    }
  });
  it('latch: the symbol that last came with an XOR of 1', () => {
    const spec = { name: 'latch', bits: 4, symbols: 3, writes: 0.3, length: 12 } as const;
    let written = 0;
    const sequences = sequencesOf(spec, 40);
    for (const { T, vectors, targets } of sequences) {
      const writes = vectors.map((x) => (x[0] + x[1] + x[2] + x[3]) % 2 === 1);
      const symbols = vectors.map((x) => x.slice(4).indexOf(1));
      const held = range(T).map((t) => writes.lastIndexOf(true, t));
      expect(targets).toEqual(held.map((t) => (t < 0 ? -1 : symbols[t])));
      written += writes.filter(Boolean).length;
    }
    expect(written / (sequences.length * 12)).toBeCloseTo(0.3, 1);
  });
  it('brackets: how many are open, and each closes the kind opened last', () => {
    for (const { tokens, targets } of sequencesOf({ name: 'brackets', length: 30, kinds: 2, depth: 3 })) {
      const open: number[] = [];
      const depths = tokens.map((token) => {
        if (token % 2 === 0) open.push(token);
        else expect(open.pop()).toBe(token - 1);
        return open.length;
      });
      expect(targets).toEqual(depths);
      expect(Math.max(...depths)).toBeLessThanOrEqual(3);
    }
  });
  it('sines: the next value, which without noise a linear recurrence foretells', () => {
    for (const { T, vectors, values } of sequencesOf({
      name: 'sines',
      components: 1,
      noise: 0,
      length: 20,
    })) {
      const x = vectors.flat();
      expect(values.flat().slice(0, -1)).toEqual(x.slice(1));
      const factor = (x[2] + x[0]) / x[1]; // 2 cos ω
      for (let t = 2; t < T; t++) expect(factor * x[t - 1] - x[t - 2]).toBeCloseTo(x[t], 6);
    }
  });
});

describe('chance', () => {
  it.each<[TaskSpec, number, number]>([
    [{ name: 'adding', length: 50 }, 1 / 6, 0.03],
    [{ name: 'copy', symbols: 4, span: 3, lag: 15 }, Math.log(4), 0.01],
    [{ name: 'recall', symbols: 8, lag: 20, distractors: 'random' }, Math.log(8), 0.03],
    [{ name: 'parity', length: 20, asked: 'every' }, Math.log(2), 0.01],
    [{ name: 'look-ahead', symbols: 2, ahead: 3, length: 30 }, Math.log(2), 0.01],
    [{ name: 'sines', components: 2, noise: 0.1, length: 60 }, 1.01, 0.1],
  ])('at %o is %d', (spec, chance, tolerance) => {
    expect(Math.abs(createTaskData(spec, { seed: 1 }).baseline - chance)).toBeLessThan(tolerance);
  });
});

it('a task that does not exist is refused, with those that do', () => {
  for (const name of ['addition', 'toString']) {
    const error = errorOf(() => createTaskData({ name } as unknown as TaskSpec, { seed: 1 }));
    expect(error).toMatchObject({ code: 'config-invalid', params: { key: 'task', value: name } });
  }
});

it('an echo or a look-ahead past the end of the sequence is refused', () => {
  const specs: TaskSpec[] = [
    { name: 'echo', symbols: 2, delay: 5, length: 5 },
    { name: 'look-ahead', symbols: 2, ahead: 5, length: 5 },
  ];
  for (const spec of specs)
    expect(errorOf(() => createTaskData(spec, { seed: 1 })).code).toBe('config-invalid');
});
