import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../engine/data/types.ts';
import { exp, log } from '../../../engine/math/special.ts';
import { forwardThroughTime } from '../../../engine/network/bptt.ts';
import { headForward } from '../../../engine/network/head.ts';
import { finish } from '../../../engine/network/pace.ts';
import { pool } from '../../../engine/network/pooling.ts';
import { createUnroll } from '../../../engine/network/unroll.ts';
import { influenceMatrix, influenceRow } from '../../../engine/trace/influence.ts';
import { placeProbe, readProbe } from '../../../engine/trace/probe.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import type { Probe, Subject } from '../../../engine/trace/types.ts';
import { errorOf } from '../fixtures.ts';
import { expectClose, expectSame, FIVE_CELLS } from '../network/networks.ts';
import { languageModel, SHAPES, subjectOf } from './subjects.ts';

/** Every token once: its row of W_x is the input of one timestep. */
const PROBE = 'badcfe';
const T = PROBE.length;

/** log p(target) of every answer (or −squared error), in float64. */
function scoresOf({ model, vocabulary }: Subject, probe: Probe): number[] {
  const read = readProbe({ model, vocabulary }, probe);
  const u = createUnroll(model, { T: read.T, B: 1, backward: false });
  placeProbe(model, u, read);
  finish(forwardThroughTime(model, u));
  pool(model, u);
  const [{ H, out }] = u.head;
  headForward(model.kernels, model.values.head, H, out);
  return Array.from(read.targets, (target, i) => {
    const row = Array.from(out.subarray(i * model.V, (i + 1) * model.V));
    if (target < 0) return 0;
    if (!read.values) return row[target] - log(row.reduce((sum, x) => sum + exp(x), 0));
    return -row.reduce((sum, x, v) => sum + (x - read.values![i * model.V + v]) ** 2, 0);
  });
}

/** ‖∂ score_i / ∂x‖ of every answer by central differences, where `x` are numbers that `scores` depends on. */
function slopes(x: { [i: number]: number }, places: readonly number[], scores: () => number[]): number[] {
  const h = 1e-5;
  let sums: number[] = [];
  for (const at of places) {
    const was = x[at];
    x[at] = was + h;
    const above = scores();
    x[at] = was - h;
    const below = scores();
    x[at] = was;
    sums = above.map((score, i) => (sums[i] ?? 0) + ((score - below[i]) / (2 * h)) ** 2);
  }
  return sums.map(Math.sqrt);
}

/** Norms by the rows of all input matrices of the first layer, [A, T]. */
function byTokens(subject: Subject, probe: Probe, tokens: ArrayLike<number>): number[][] {
  const { all } = subject.model.values;
  const { places, cell, H, values } = subject.model;
  const first = places.filter(({ layer }) => layer === 0);
  const starts = first.flatMap(({ prefix }) =>
    cell.terms.map(({ input }) => {
      const W = values.views[prefix + input];
      return (W.byteOffset - all.byteOffset) / all.BYTES_PER_ELEMENT;
    }),
  );
  const columns = Array.from(tokens, (id) => {
    const at = starts.flatMap((start) => Array.from({ length: H }, (_, j) => start + id * H + j));
    return slopes(all, at, () => scoresOf(subject, probe));
  });
  return columns[0].map((_, i) => columns.map((column) => column[i]));
}

describe.each(FIVE_CELLS)('influence in %s', (cell) => {
  it.each(SHAPES)('is the slope of log p by the rows of W_x, %i layers, %i directions', (L, D) => {
    const subject = languageModel(cell, [L, D]);
    const { values, answers } = influenceMatrix(subject, PROBE);
    expect(answers).toEqual([0, 1, 2, 3, 4, 5]);
    const { tokens } = traceOf(subject, PROBE);
    expectClose(values, byTokens(subject, PROBE, tokens).flat(), 1e-7);
  });

  it.each(['every', 'last', 'mean'] as Reading[])('is the slope by input vectors (%s)', (reading) => {
    const subject = subjectOf({ cell, I: 3, V: 3, L: 2, D: 2, reading });
    const vectors = Float64Array.from({ length: 12 }, (_, i) => ((i * 7) % 5) / 4 - 0.5);
    const targets = reading === 'every' ? [0, -1, 2, 1] : [1];
    const probe = { kind: 'vectors', vectors, targets } as const;
    const columns = [0, 1, 2, 3].map((s) =>
      slopes(vectors, [3 * s, 3 * s + 1, 3 * s + 2], () => scoresOf(subject, probe)),
    );
    const want = targets.flatMap((_, i) => columns.map((column) => column[i]));
    expectClose(influenceMatrix(subject, probe).values, want, 1e-7);
  });

  it('is that of squared errors where the answers are numbers', () => {
    const subject = subjectOf({ cell, I: 1, V: 2, target: 'values' });
    const vectors = Float64Array.of(1, -0.5, 0.25);
    const probe = { kind: 'vectors', vectors, targets: [1, 0, 1, 0, 0, 1] } as const;
    const columns = [0, 1, 2].map((s) => slopes(vectors, [s], () => scoresOf(subject, probe)));
    const want = [0, 1, 2].flatMap((i) => columns.map((column) => column[i]));
    expectClose(influenceMatrix(subject, probe).values, want, 1e-7);
  });

  it.each(['scalar', 'simd'] as const)(
    'has rows of the same bits alone and in the matrix (%s)',
    (arithmetic) => {
      const subject = languageModel(cell, [2, 2], { dtype: 'float32', arithmetic });
      const long = 'abcdefedcbabcdefedcbabc';
      const { values } = influenceMatrix(subject, long);
      for (const i of [0, 5, 16, 21]) {
        const row = influenceRow(subject, long, i);
        expect(row.answers).toEqual([i]);
        expectSame(row.values, values.subarray(i * long.length, (i + 1) * long.length));
      }
    },
  );
});

describe('influence', () => {
  const cell = FIVE_CELLS[4];

  it('comes from the past alone, unless the network runs both ways', () => {
    const forward = influenceMatrix(languageModel(cell), PROBE).values;
    const both = influenceMatrix(languageModel(cell, [1, 2]), PROBE).values;
    for (let i = 0; i < T - 1; i++) {
      for (let s = 0; s < T; s++) {
        expect(forward[i * T + s] > 0).toBe(s <= i);
        expect(both[i * T + s]).toBeGreaterThan(0);
      }
    }
  });

  it('is zero on an answer that nobody asked for', () => {
    const row = influenceRow(languageModel(cell), PROBE, T - 1);
    expectSame(row.values, new Float64Array(T));
  });

  it('is worked out whole for 128 timesteps at most, and for answers there are', () => {
    const subject = languageModel(cell);
    expect(errorOf(() => influenceMatrix(subject, 'ab'.repeat(65))).code).toBe('argument-invalid');
    expect(influenceRow(subject, 'ab'.repeat(65), 3).T).toBe(130);
    for (const answer of [-1, T, 0.5]) {
      expect(errorOf(() => influenceRow(subject, PROBE, answer)).code).toBe('argument-invalid');
    }
  });
});
