import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../engine/data/types.ts';
import type { Kernels, Matrix } from '../../../engine/kernels/kernels.ts';
import { addNeeds, type Need, SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import { backpropagate, forwardThroughTime, lossThroughTime } from '../../../engine/network/bptt.ts';
import { type Architecture, createModel, modelNeed } from '../../../engine/network/model.ts';
import { finish } from '../../../engine/network/pace.ts';
import { createUnroll, type UnrollOptions, unrollNeed } from '../../../engine/network/unroll.ts';
import { architectureOf, CELLS, READINGS } from './networks.ts';

/** Kernels that count what they are asked for. */
function counting(pace: number): { kernels: Kernels; asked: () => Need } {
  const scalar = createScalarKernels();
  let [floats, ids, arrays, widest] = [0, 0, 0, 0];
  const matrices: [number, number][] = [];
  const see = (...sizes: number[]): void => {
    widest = Math.max(widest, ...sizes);
  };
  const seeAll = (Ws: readonly Matrix[]): void => {
    for (const { rows, columns } of Ws) see(rows, columns);
  };
  const kernels: Kernels = {
    ...scalar,
    pace,
    floats: (length) => {
      floats += length;
      arrays += 1;
      return scalar.floats(length);
    },
    ids: (length) => {
      ids += length;
      arrays += 1;
      return scalar.ids(length);
    },
    matrix: (values, rows, columns) => {
      matrices.push([rows, columns]);
      return scalar.matrix(values, rows, columns);
    },
    addAB: (Cs, A, Ws, M) => {
      seeAll(Ws);
      scalar.addAB(Cs, A, Ws, M);
    },
    addABt: (C, As, Ws, M) => {
      seeAll(Ws);
      scalar.addABt(C, As, Ws, M);
    },
    addAtB: (Cs, A, Bs, M) => {
      see(A.length / M, ...Bs.map((B) => B.length / M));
      scalar.addAtB(Cs, A, Bs, M);
    },
  };
  return { kernels, asked: () => ({ floats, ids, arrays, matrices, widest }) };
}

interface Case {
  readonly architecture: Architecture;
  readonly options: UnrollOptions;
  readonly pace: number;
}

const upTo = (max: number) => fc.integer({ min: 1, max });

const cases: fc.Arbitrary<Case> = fc
  .record({
    cell: fc.constantFrom(...Object.keys(CELLS)),
    input: fc.constantFrom('tokens' as const, 'vectors' as const),
    target: fc.constantFrom('classes' as const, 'values' as const),
    reading: fc.constantFrom<Reading>(...READINGS),
    ...{ I: upTo(9), H: upTo(6), V: upTo(9), L: upTo(4), T: upTo(6), B: upTo(5), pace: upTo(5000) },
    D: fc.constantFrom(1 as const, 2 as const),
    ...{ backward: fc.boolean(), dropout: fc.boolean() },
  })
  .map(({ T, B, backward, dropout, pace, ...spec }) => ({
    ...{ architecture: architectureOf(spec), options: { T, B, backward, dropout }, pace },
  }));

const RUNS = { numRuns: 60, seed: 2 };

describe('what a network needs', () => {
  it('is what it asks the kernels for, to the number', () => {
    fc.assert(
      fc.property(cases, ({ architecture, options, pace }) => {
        const { kernels, asked } = counting(pace);
        const model = createModel(architecture, kernels, options.backward);
        const u = createUnroll(model, options);
        const need = addNeeds(
          modelNeed(architecture, options.backward),
          unrollNeed(architecture, options, pace),
        );
        const { floats, ids, arrays, matrices } = asked();
        expect(floats).toBe(need.floats);
        expect(ids).toBeLessThanOrEqual(need.ids);
        if (architecture.target === 'classes') expect(ids).toBe(need.ids);
        expect(arrays).toBeLessThanOrEqual(need.arrays);
        const { L, D, cell } = architecture;
        expect(need.arrays - arrays).toBeLessThanOrEqual(12 + 3 * L + L * D * cell.states.length);
        expect(matrices).toEqual(need.matrices);

        if (options.backward) finish(backpropagate(model, u));
        else {
          finish(forwardThroughTime(model, u));
          finish(lossThroughTime(model, u));
        }
        expect(asked().floats).toBe(floats);
        expect(asked().widest).toBeLessThanOrEqual(need.widest);
      }),
      RUNS,
    );
  });

  it('is never less where the pace is not known beforehand', () => {
    fc.assert(
      fc.property(cases, ({ architecture, options, pace }) => {
        const known = unrollNeed(architecture, options, pace);
        const unknown = unrollNeed(architecture, options);
        expect(unknown.floats).toBeGreaterThanOrEqual(known.floats);
        expect({ ...unknown, floats: 0 }).toEqual({ ...known, floats: 0 });
      }),
      RUNS,
    );
  });

  it('adds up, and the widest is the widest of all', () => {
    const a: Need = { floats: 1, ids: 2, arrays: 3, matrices: [[4, 5]], widest: 6 };
    const b: Need = { floats: 10, ids: 20, arrays: 30, matrices: [[7, 8]], widest: 9 };
    const matrices = [
      [4, 5],
      [7, 8],
    ];
    expect(addNeeds(a, b)).toEqual({ floats: 11, ids: 22, arrays: 33, matrices, widest: 9 });
    expect(addNeeds()).toEqual({ floats: 0, ids: 0, arrays: 0, matrices: [], widest: 0 });
  });

  it('takes half the bytes in float32, and few beside for a large vocabulary; what is not there is scalar', () => {
    const need: Need = { floats: 100, ids: 10, arrays: 3, matrices: [], widest: 0 };
    expect(SCALAR_MACHINE.bytes('scalar', need)).toBe(440);
    expect(SCALAR_MACHINE.bytes('scalar', need, 'float64')).toBe(840);
    const { floats } = modelNeed(
      architectureOf({ cell: 'gru reset before, one bias', V: 8192, H: 32 }),
      true,
    );
    const wide: Need = { floats, ids: 0, arrays: 2, matrices: [[32, 8192]], widest: 8192 };
    expect(SCALAR_MACHINE.bytes('scalar', wide)).toBeLessThan(40 * 2 ** 20);
    const { arithmetic, dtype } = SCALAR_MACHINE.kernels('fma', need, 'float64');
    expect([arithmetic, dtype]).toEqual(['scalar', 'float64']);
  });
});
