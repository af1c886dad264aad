import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../engine/data/types.ts';
import { SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { exp, log, sigmoid, tanh } from '../../../engine/math/special.ts';
import { forwardThroughTime, lossThroughTime } from '../../../engine/network/bptt.ts';
import { finish } from '../../../engine/network/pace.ts';
import { createUnroll, statesOverTime } from '../../../engine/network/unroll.ts';
import { placeProbe, readProbe } from '../../../engine/trace/probe.ts';
import { traceOf, tracing } from '../../../engine/trace/trace.ts';
import type { LaneTrace, Subject, Trace } from '../../../engine/trace/types.ts';
import { CELLS, expectClose, expectSame, FIVE_CELLS } from '../network/networks.ts';
import { languageModel, SHAPES, stateBefore, subjectOf } from './subjects.ts';

const PROBE = 'badcafe';
const [T, H] = [PROBE.length, 5];

const each = (length: number, value: (i: number) => number): number[] =>
  Array.from({ length }, (_, i) => value(i));

/** x [rows, W.rows] W, in plain loops. */
function product(
  x: ArrayLike<number>,
  W: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
): number[] {
  return each(rows * columns, (at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let i = 0; i < inner; i++) sum += x[row * inner + i] * W[i * columns + column];
    return sum;
  });
}

/** Gates and candidate as their terms say. */
function gateOf({ values, bias }: LaneTrace, name: string, cell: string): number[] {
  return each(T * H, (i) => {
    const isAfter = name === 'candidate' && cell.includes('after');
    const recurrent = values[`${name}.recurrent`][i] * (isAfter ? values.reset[i] : 1);
    const x = values[`${name}.input`][i] + recurrent + bias[name][i % H];
    if (name === 'hidden' && cell.includes('relu')) return Math.max(0, x);
    return ['candidate', 'candidateCell', 'hidden'].includes(name) ? tanh(x) : sigmoid(x);
  });
}

describe.each(Object.keys(CELLS))('a trace of %s', (cell) => {
  describe.each(SHAPES)('%i layers, %i directions', (L, D) => {
    const subject = languageModel(cell, [L, D]);
    const trace = traceOf(subject, PROBE);
    const { terms, quantities } = subject.model.cell;

    it('has a lane for each layer and direction, with every quantity and both products', () => {
      expect(trace).toMatchObject({
        T,
        H,
        L,
        D,
        cell: subject.config.cell,
        runId: 'run',
        step: 3,
        probe: PROBE,
      });
      expect(trace.lanes).toHaveLength(L * D);
      const names = terms.flatMap(({ quantity }) => [`${quantity}.input`, `${quantity}.recurrent`]);
      for (const lane of trace.lanes) {
        expect(Object.keys(lane.values).sort()).toEqual([...Object.keys(quantities), ...names].sort());
        for (const values of Object.values(lane.values)) expect(values).toHaveLength(T * H);
      }
    });

    it('has terms that add up to the gates', () => {
      for (const lane of trace.lanes) {
        for (const { quantity } of terms) {
          expectClose(lane.values[quantity], gateOf(lane, quantity, cell), 1e-6, quantity);
        }
      }
    });

    it('has states that follow from the gates, each lane in its own direction', () => {
      for (const lane of trace.lanes) {
        const v = lane.values;
        for (let t = 0; t < T; t++) {
          const before = stateBefore(lane, T, t, 'hidden');
          for (let u = 0, i = t * H; u < H; u++, i++) {
            if (v.update) {
              expect(v.hidden[i]).toBeCloseTo(
                v.update[i] * before[u] + (1 - v.update[i]) * v.candidate[i],
                6,
              );
            } else if (v.forget) {
              const kept = v.forget[i] * stateBefore(lane, T, t, 'cell')[u];
              expect(v.cell[i]).toBeCloseTo(kept + v.input[i] * v.candidateCell[i], 6);
              expect(v.hidden[i]).toBeCloseTo(v.output[i] * tanh(v.cell[i]), 6);
            }
          }
        }
      }
    });

    it('has the products of what each layer reads, and of the state before', () => {
      for (const [i, lane] of trace.lanes.entries()) {
        const { prefix, I } = subject.model.places[i];
        const parameter = (name: string) => subject.model.values.views[prefix + name];
        const x = inputOf(subject, trace, lane.layer);
        const before = each(T * H, (at) => stateBefore(lane, T, Math.floor(at / H), 'hidden')[at % H]);
        for (const { quantity, input, recurrent, of, product: done } of terms) {
          expectClose(lane.values[`${quantity}.input`], product(x, parameter(input), T, I, H), 1e-6, input);
          const read = of ? before.map((h, j) => h * lane.values.reset[j]) : before;
          const bias = done ? parameter('bhn') : new Float64Array(H);
          const want = product(read, parameter(recurrent), T, H, H).map((sum, j) => sum + bias[j % H]);
          expectClose(lane.values[`${quantity}.recurrent`], want, 1e-6, recurrent);
        }
      }
    });

    it('answers with what the output layer makes of the last layer', () => {
      const { Whq, bq } = subject.model.values.views;
      const top = inputOf(subject, trace, L);
      const logits = product(top, Whq, T, D * H, 7).map((o, i) => o + bq[i % 7]);
      expectClose(trace.outputs!, logits, 1e-6);
      const { K, ids, p } = trace.next;
      for (let t = 0; t < T; t++) {
        const row = logits.slice(t * 7, (t + 1) * 7);
        const sum = row.reduce((total, o) => total + exp(o), 0);
        const best = row.map((o, id) => [exp(o) / sum, id]).sort(([a], [b]) => b - a);
        expect([...ids.subarray(t * K, (t + 1) * K)]).toEqual(best.map(([, id]) => id));
        expectClose(
          p.subarray(t * K, (t + 1) * K),
          best.map(([probability]) => probability),
          1e-6,
        );
        const target = trace.tokens[t + 1];
        if (target === undefined) expect(trace.surprise[t]).toBeNaN();
        else expect(trace.surprise[t]).toBeCloseTo(log(sum) - row[target], 5);
      }
      const asked = trace.surprise.subarray(0, T - 1);
      expect(trace.loss).toBeCloseTo(asked.reduce((a, b) => a + b) / (T - 1), 6);
    });
  });
});

/** What layer `layer` reads, [T, I]: one-hot tokens, or the states below side by side. */
function inputOf({ model }: Subject, { tokens, lanes, D }: Trace, layer: number): number[] {
  const { I } = model;
  if (layer === 0) return each(T * I, (at) => (tokens[Math.floor(at / I)] === at % I ? 1 : 0));
  return each(T * D * H, (at) => {
    const [t, j] = [Math.floor(at / (D * H)), at % (D * H)];
    return lanes[(layer - 1) * D + Math.floor(j / H)].values.hidden[t * H + (j % H)];
  });
}

describe.each(FIVE_CELLS)('the pass of a trace, %s', (cell) => {
  it.each(['scalar', 'simd'] as const)('gives the bits that the training model gives (%s)', (arithmetic) => {
    const subject = languageModel(cell, [2, 2], { dtype: 'float32', seed: 4, arithmetic, T });
    const { model } = subject;
    const trace = traceOf(subject, PROBE);
    const u = createUnroll(model, { T, B: 1, backward: false });
    placeProbe(model, u, readProbe(subject, PROBE));
    finish(forwardThroughTime(model, u));
    for (const [i, lane] of u.lanes.entries()) {
      expectSame(trace.lanes[i].values.hidden, statesOverTime(u, lane, lane.states.H));
    }
    expect(trace.loss).toBeCloseTo(finish(lossThroughTime(model, u)), 6);
  });

  it('sees the parameters as they were when it began', () => {
    const subject = languageModel(cell, [2, 1], { pace: 100 });
    const before = traceOf(subject, PROBE);
    const work = tracing(subject, PROBE);
    work.next();
    subject.model.values.all.fill(0.5);
    expect(finish(work)).toEqual(before);
    expect(traceOf(subject, PROBE)).not.toEqual(before);
  });

  it('can be made with other parameters', () => {
    const subject = languageModel(cell);
    const parameters = subject.model.values.all.slice();
    const before = traceOf(subject, PROBE);
    subject.model.values.all.fill(0.5);
    expect(traceOf({ ...subject, parameters }, PROBE)).toEqual(before);
  });

  it('can do without the products', () => {
    const subject = languageModel(cell);
    const [{ values }] = traceOf(subject, PROBE, { terms: false }).lanes;
    expect(Object.keys(values)).toEqual(Object.keys(subject.model.cell.quantities));
  });
});

describe('answers of networks that are no language models', () => {
  const cell = 'gru reset before, one bias';

  it.each(['last', 'mean'] as Reading[])('are one where the network is read once (%s)', (reading) => {
    const subject = subjectOf({ cell, input: 'tokens', I: 7, V: 3, D: 2, reading });
    const tokens = [1, 2, 3, 4];
    const trace = traceOf(subject, { kind: 'tokens', tokens, targets: [2], id: 'mine' });
    expect(trace).toMatchObject({ answers: 1, probe: null, probeId: 'mine' });
    expect(trace.outputs).toHaveLength(3);
    const u = createUnroll(subject.model, { T: 4, B: 1, backward: false });
    u.tokens.set(tokens);
    u.targets[0] = 2;
    finish(forwardThroughTime(subject.model, u));
    expect(trace.loss).toBeCloseTo(finish(lossThroughTime(subject.model, u)), 10);
    expect(traceOf(subject, { kind: 'tokens', tokens }).loss).toBeNaN();
  });

  it.each(['every', 'last'] as Reading[])('may be numbers of vectors (%s)', (reading) => {
    const subject = subjectOf({ cell, target: 'values', reading, I: 2, V: 3 });
    const vectors = [0.5, -1, 1, 0, 0.25, 0.75, -0.5, 0.5];
    const answers = reading === 'every' ? 4 : 1;
    const targets = each(answers * 3, (i) => i / 10);
    const trace = traceOf(subject, { kind: 'vectors', vectors, targets });
    expect(trace).toMatchObject({ answers, T: 4, next: { K: 0 } });
    const errors = each(answers, (a) =>
      each(3, (v) => (trace.outputs![a * 3 + v] - targets[a * 3 + v]) ** 2).reduce((x, y) => x + y / 3, 0),
    );
    expectClose(trace.surprise, errors, 1e-5);
    expect(trace.loss).toBeCloseTo(errors.reduce((x, y) => x + y) / answers, 5);
  });
});

describe('the memory of traces', () => {
  it('is made once for probes of one length, and only a few are kept', () => {
    let made = 0;
    const machine = {
      ...SCALAR_MACHINE,
      kernels: (...need: Parameters<typeof SCALAR_MACHINE.kernels>) => {
        made += 1;
        return SCALAR_MACHINE.kernels(...need);
      },
    };
    const subject = { ...languageModel(FIVE_CELLS[2]), machine };
    for (let i = 0; i < 10; i++) traceOf(subject, PROBE);
    expect(made).toBe(1);
    for (const probe of ['a', 'ab', 'abc', PROBE]) traceOf(subject, probe);
    expect(made).toBe(5);
    for (const probe of ['ab', 'abc', PROBE]) traceOf(subject, probe);
    expect(made).toBe(5);
  });

  it('is not shared by two traces at once, and given back by one that is abandoned', () => {
    const subject = languageModel(FIVE_CELLS[2], [1, 1], { pace: 100 });
    const [a, b] = [tracing(subject, 'abcd'), tracing(subject, 'dcba')];
    a.next();
    b.next();
    expect(finish(a)).toEqual(traceOf(languageModel(FIVE_CELLS[2]), 'abcd'));
    expect(finish(b)).toEqual(traceOf(languageModel(FIVE_CELLS[2]), 'dcba'));
    const half = tracing(subject, 'abcd');
    half.next();
    half.return(undefined as never);
    expect(traceOf(subject, 'abcd')).toEqual(traceOf(languageModel(FIVE_CELLS[2]), 'abcd'));
  });
});
