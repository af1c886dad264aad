import { describe, expect, it } from 'vitest';
import { nodeMachine } from '../../scripts/machine.ts';
import { backendsOf, nameOf } from './backends.ts';
import { Comparison } from './compare.ts';
import { runCase } from './runCase.ts';
import { readGolden } from './schema.ts';

const files = readGolden('test/golden/vectors');
const machine = await nodeMachine();

describe.each(files)('$name', ({ file }) => {
  const cases = file.cases.map(({ id }, i) => ({ id, i }));
  describe.each(backendsOf(machine).map((backend) => ({ name: nameOf(backend), backend })))(
    '$name',
    ({ backend }) => {
      it.each(cases)('$id gives the numbers PyTorch gave', ({ i }) => {
        const { worst, count } = runCase(file, i, backend, machine);
        expect(worst.error, worst.name).toBeLessThanOrEqual(1);
        expect(count).toBeGreaterThan(0);
      });
    },
  );
  it('holds cases', () => expect(file.cases.length).toBeGreaterThan(0));
});

it('runs with the vector kernels too', () =>
  expect(backendsOf(machine).map(nameOf)).toContain('simd float32'));

describe('comparing', () => {
  const want = { shape: [2], data: [1, -2] };
  it('passes what is within the tolerance and fails what is not', () => {
    const close = new Comparison(1e-3);
    close.tensor('x', [1.0019, -2], [2], want);
    expect(close.worst.error).toBeLessThan(1);
    const far = new Comparison(1e-3);
    far.tensor('x', [1.0021, -2], [2], want);
    expect(far.worst.error).toBeGreaterThan(1);
  });
  it('fails a wrong shape and a number that is not finite', () => {
    for (const [got, shape] of [
      [
        [1, -2],
        [1, 2],
      ],
      [[1], [1]],
      [[1, Number.NaN], [2]],
    ] as const) {
      const comparison = new Comparison(1e-3);
      comparison.tensor('x', got, shape, want);
      expect(comparison.worst.error).toBe(Number.POSITIVE_INFINITY);
    }
  });
  it('compares what every kind of case states: every cell, one and two directions, one to three layers', () => {
    const cases = files.flatMap(({ file }) => [...file.cases]);
    expect(cases).toHaveLength(78);
    for (const cell of ['rnn_tanh', 'gru', 'gru_d2l', 'lstm']) {
      const shapes = new Set(cases.filter((c) => c.cell === cell).map((c) => `${c.layers} ${c.directions}`));
      expect([...shapes].sort()).toEqual(['1 1', '1 2', '2 1', '2 2', '3 1', '3 2']);
    }
  });
});
