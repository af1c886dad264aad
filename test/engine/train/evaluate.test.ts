import { describe, expect, it } from 'vitest';
import { clearBatch, placeSequence, type Sequence } from '../../../engine/data/batch.ts';
import { rowHeldOut, sequencesHeldOut } from '../../../engine/data/held-out.ts';
import type { HeldOutSet, Problem, Reading } from '../../../engine/data/types.ts';
import { finish } from '../../../engine/network/pace.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import type { Clamp, Subject, Trace } from '../../../engine/trace/types.ts';
import { type EvaluationOptions, evaluating } from '../../../engine/train/evaluate.ts';
import { errorOf } from '../fixtures.ts';
import { FIVE_CELLS } from '../network/networks.ts';
import { languageModel, subjectOf } from '../trace/subjects.ts';

const evaluate = (subject: Subject, set: HeldOutSet, options?: EvaluationOptions) =>
  finish(evaluating(subject, set, options));

const problemOf = ({ model }: Subject): Problem => ({
  input: { kind: model.input, size: model.I },
  target: { kind: model.target, size: model.V },
  reading: model.reading,
});

/** Means over all that the traces were asked. */
function together(traces: readonly Trace[]): { loss: number; accuracy: number; answers: number } {
  let [loss, right, answers] = [0, 0, 0];
  for (const { targets, surprise, next } of traces) {
    for (const [i, target] of targets.entries()) {
      if (target < 0) continue;
      loss += surprise[i];
      answers += 1;
      if (next.ids[i * next.K] === target) right += 1;
    }
  }
  return { loss: loss / answers, accuracy: right / answers, answers };
}

/** A long row of 70 tokens as a validation set, and as one trace. */
const ROW = Int32Array.from({ length: 70 }, (_, i) => (i * i + (i >> 2)) % 7);
const row = rowHeldOut(ROW.length, ({ T, tokens, targets }, from) => {
  tokens.set(ROW.subarray(from, from + T));
  targets.set(ROW.subarray(from + 1, from + 1 + T));
});
const rowTrace = (subject: Subject, windows: number, clamps: readonly Clamp[] = []): Trace => {
  const tokens = ROW.subarray(0, windows * row.T);
  return traceOf(
    subject,
    { kind: 'tokens', tokens, targets: ROW.subarray(1, tokens.length + 1) },
    { clamps },
  );
};

const sequences: Sequence[] = Array.from({ length: 40 }, (_, i) => {
  const length = 1 + (i % 6);
  const input = Array.from({ length }, (__, t) => (i + 3 * t) % 7);
  return { input, target: input.map((x, t) => ((x + t) % 4) - 1) };
});

describe.each(FIVE_CELLS)('an evaluation of %s', (cell) => {
  it('leaves out minibatches of which nothing is asked', () => {
    const subject = languageModel(cell, [2, 1]);
    const half: HeldOutSet = {
      ...row,
      fill(batch, i) {
        const startsAtZero = row.fill(batch, i);
        if (i === 1) batch.targets.fill(-1);
        return startsAtZero;
      },
    };
    expect(evaluate(subject, half)).toEqual(evaluate(subject, row, { minibatches: 1 }));
  });

  it('of a long row carries the states from window to window', () => {
    const subject = languageModel(cell, [2, 1]);
    expect(row).toMatchObject({ T: 32, count: 2 });
    const { loss, accuracy, answers, baseline } = evaluate(subject, row);
    const want = together([rowTrace(subject, 2)]);
    expect(loss).toBeCloseTo(want.loss, 6);
    expect({ accuracy, answers, baseline }).toEqual({ accuracy: want.accuracy, answers: 64, baseline: null });
  });

  it('of a row with clamps counts timesteps from its beginning, the baseline beside it', () => {
    const subject = languageModel(cell, [2, 1]);
    const clamps: Clamp[] = [{ quantity: 'hidden', units: [1], from: 20, to: 45, set: 0.8 }];
    const { loss, accuracy, baseline } = evaluate(subject, row, { clamps });
    const want = together([rowTrace(subject, 2, clamps)]);
    expect(loss).toBeCloseTo(want.loss, 6);
    expect(accuracy).toBe(want.accuracy);
    const { baseline: _, ...alone } = evaluate(subject, row);
    expect(baseline).toEqual(alone);
    expect(loss).not.toBe(alone.loss);
  });

  it('of sequences weighs answers alike, whatever minibatch and length they come in', () => {
    const subject = subjectOf({ cell, input: 'tokens', I: 7, V: 3, L: 2, D: 2 });
    const set = sequencesHeldOut(sequences, problemOf(subject), 6);
    expect(set).toMatchObject({ B: 32, count: 2 });
    const clamps: Clamp[] = [{ quantity: 'hidden', layer: 0, direction: 1, from: 1, scale: 0.5 }];
    for (const by of [[], clamps]) {
      const tracesOf = sequences.map(({ input, target }) =>
        traceOf(subject, { kind: 'tokens', tokens: input, targets: target }, { clamps: by }),
      );
      const want = together(tracesOf);
      const { loss, accuracy, answers } = evaluate(subject, set, { clamps: by });
      expect(loss).toBeCloseTo(want.loss, 6);
      expect({ accuracy, answers }).toEqual({ accuracy: want.accuracy, answers: want.answers });
    }
  });
});

describe('an evaluation', () => {
  const cell = FIVE_CELLS[3];

  it.each(['every', 'last', 'mean'] as Reading[])(
    'of numbers leaves out the padding, and has no accuracy (%s)',
    (reading) => {
      const subject = subjectOf({ cell, target: 'values', I: 1, V: 2, reading });
      const problem = problemOf(subject);
      const series = [3, 5, 4].map((length) => ({
        input: Array.from({ length }, (_, t) => t / 4),
        target: Array.from({ length: reading === 'every' ? 2 * length : 2 }, (_, i) => (i % 3) / 2),
      }));
      const set: HeldOutSet = {
        ...{ T: 5, B: 3, count: 1, automatic: 1 },
        fill(batch) {
          clearBatch(batch);
          for (const [b, sequence] of series.entries()) placeSequence(batch, b, sequence, problem);
          return true;
        },
      };
      const { loss, accuracy, answers } = evaluate(subject, set);
      let [sum, count] = [0, 0];
      for (const { input, target } of series) {
        const { surprise } = traceOf(subject, { kind: 'vectors', vectors: input, targets: target });
        for (const error of surprise) [sum, count] = [sum + 2 * error, count + 2];
      }
      expect(loss).toBeCloseTo(sum / count, 6);
      expect({ accuracy, answers }).toEqual({ accuracy: null, answers: count });
    },
  );

  it('may stop after some minibatches', () => {
    const subject = languageModel(cell);
    const { loss, answers } = evaluate(subject, row, { minibatches: 1 });
    expect(answers).toBe(32);
    expect(loss).toBeCloseTo(together([rowTrace(subject, 1)]).loss, 6);
    expect(evaluate(subject, row, { minibatches: 9 })).toEqual(evaluate(subject, row));
  });

  it('measures the parameters as they were when it began', () => {
    const subject = languageModel(cell, [1, 1], { pace: 100 });
    const whole = evaluate(subject, row);
    const work = evaluating(subject, row);
    work.next();
    subject.model.values.all.fill(0);
    expect(finish(work)).toEqual(whole);
  });

  it('refuses clamps the network does not have, and no minibatches at all', () => {
    const subject = languageModel(cell);
    for (const options of [{ clamps: [{ quantity: 'cell', set: 0 }] as Clamp[] }, { minibatches: 0 }]) {
      expect(errorOf(() => evaluate(subject, row, options)).code).toBe('argument-invalid');
    }
  });
});
