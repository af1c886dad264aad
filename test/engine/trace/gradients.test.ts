import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../engine/data/types.ts';
import { backpropagate, gradientNorms } from '../../../engine/network/bptt.ts';
import { finish } from '../../../engine/network/pace.ts';
import { createUnroll } from '../../../engine/network/unroll.ts';
import { gradientTrace } from '../../../engine/trace/gradients.ts';
import { placeProbe, readProbe } from '../../../engine/trace/probe.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import type { Probe, Subject } from '../../../engine/trace/types.ts';
import { errorOf } from '../fixtures.ts';
import { expectClose, expectSame, FIVE_CELLS } from '../network/networks.ts';
import { languageModel, SHAPES, subjectOf } from './subjects.ts';

const PROBE = 'badcafe';
const T = PROBE.length;

/** What training would find on the same sequence. */
function expected(subject: Subject, probe: Probe) {
  const read = readProbe(subject, probe);
  const { model } = subject;
  const u = createUnroll(model, { T: read.T, B: 1, backward: true });
  placeProbe(model, u, read);
  const loss = finish(backpropagate(model, u));
  return { loss, norms: (i: number, name: 'H' | 'C') => gradientNorms(model.kernels, u, u.lanes[i], name) };
}

function expectAsTrained(subject: Subject, probe: Probe): void {
  const { loss, lanes } = gradientTrace(subject, probe);
  const want = expected(subject, probe);
  expect(loss).toBeCloseTo(want.loss, 12);
  for (const [i, lane] of lanes.entries()) {
    expectClose(lane.hidden, want.norms(i, 'H'), 1e-12);
    if (lane.cell) expectClose(lane.cell, want.norms(i, 'C'), 1e-12);
  }
}

describe.each(FIVE_CELLS)('gradient norms of %s', (cell) => {
  it.each(SHAPES)('are those of training, %i layers, %i directions', (L, D) => {
    const subject = languageModel(cell, [L, D]);
    expectAsTrained(subject, PROBE);
    expect(
      gradientTrace(subject, PROBE).lanes.every(
        (lane) => (lane.cell !== undefined) === cell.startsWith('lstm'),
      ),
    ).toBe(true);
  });

  it.each(['last', 'mean'] as Reading[])(
    'are those of training where the network is read once (%s)',
    (reading) => {
      const subject = subjectOf({ cell, input: 'tokens', I: 7, V: 3, D: 2, reading });
      expectAsTrained(subject, { kind: 'tokens', tokens: [1, 2, 3, 4], targets: [1] });
    },
  );

  it('are those of training where numbers are asked for', () => {
    const subject = subjectOf({ cell, target: 'values', I: 2, V: 2 });
    expectAsTrained(subject, { kind: 'vectors', vectors: [1, 2, -1, 0.5], targets: [0, 1, 1, 0.5] });
  });

  it('may be of the last answer alone', () => {
    const subject = languageModel(cell, [2, 1]);
    const { loss, lanes, of } = gradientTrace(subject, PROBE, { loss: 'last' });
    const targets = Array.from({ length: T }, (_, t) => (t === T - 2 ? 5 : -1));
    const want = gradientTrace(subject, { kind: 'text', text: PROBE, targets });
    expect({ loss, lanes, of }).toEqual({ loss: want.loss, lanes: want.lanes, of: 'last' });
    expect(loss).toBeCloseTo(traceOf(subject, PROBE).surprise[T - 2], 6);
    expect(lanes[0].hidden[T - 1]).toBe(0);
    expect(lanes[0].hidden[0]).toBeGreaterThan(0);
  });
});

describe('gradient norms', () => {
  it('may be of the last number asked for', () => {
    const subject = subjectOf({ cell: FIVE_CELLS[2], target: 'values', I: 1, V: 2 });
    const probe = { kind: 'vectors', vectors: [1, 2, 3], targets: [0, 1, 2, 3, 4, 5] } as const;
    const { loss } = gradientTrace(subject, probe, { loss: 'last' });
    expect(loss).toBeCloseTo(traceOf(subject, probe).surprise[2], 5);
  });

  it('vanish before a state that is clamped, for what comes by that state', () => {
    const subject = languageModel(FIVE_CELLS[0]);
    const clamps = [{ quantity: 'hidden', from: 3, to: 4, set: 0.1 }] as const;
    const { lanes } = gradientTrace(subject, PROBE, { loss: 'last', clamps });
    expectSame(lanes[0].hidden.subarray(0, 4), [0, 0, 0, 0]);
    expect(lanes[0].hidden[4]).toBeGreaterThan(0);
  });

  it('need something to be asked', () => {
    const subject = languageModel(FIVE_CELLS[0]);
    expect(errorOf(() => gradientTrace(subject, 'a')).code).toBe('argument-invalid');
  });
});
