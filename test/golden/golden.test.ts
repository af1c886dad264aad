import { describe, expect, it } from 'vitest';
import { Comparison } from './compare.ts';
import { unsupported } from './model.ts';
import { runCase } from './runCase.ts';
import { readGolden } from './schema.ts';

const files = readGolden('test/golden/vectors');

describe.each(files)('$name', ({ file }) => {
  const supported = file.cases.flatMap((golden, i) => (unsupported(golden) === null ? [{ id: golden.id, i }] : []));
  it.each(supported)('$id gives the numbers PyTorch gave', ({ i }) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const { worst } = runCase(file, i, dtype);
      expect(worst.error, `${dtype}: ${worst.name}`).toBeLessThanOrEqual(1);
    }
  });
  it('holds cases', () => expect(file.cases.length).toBeGreaterThan(0));
});

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
      [[1, -2], [1, 2]],
      [[1], [1]],
      [[1, Number.NaN], [2]],
    ] as const) {
      const comparison = new Comparison(1e-3);
      comparison.tensor('x', got, shape, want);
      expect(comparison.worst.error).toBe(Number.POSITIVE_INFINITY);
    }
  });
  it('finds the GRU cases of one layer and one direction', () => {
    const ids = files.flatMap(({ file }) => file.cases.filter((golden) => unsupported(golden) === null));
    expect(ids).toHaveLength(16);
  });
});
