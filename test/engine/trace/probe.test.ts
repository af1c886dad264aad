import { describe, expect, it } from 'vitest';
import { PROBE_LIMIT, probeLimit } from '../../../engine/trace/probe.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import type { Probe } from '../../../engine/trace/types.ts';
import { errorOf } from '../fixtures.ts';
import { languageModel, subjectOf } from './subjects.ts';

const cell = 'lstm, one bias';

describe('a probe', () => {
  const subject = languageModel(cell);
  const tagger = subjectOf({ cell, input: 'tokens', I: 7, V: 3 });
  const forecaster = subjectOf({ cell, target: 'values', I: 2, V: 1 });

  it('may be a string, a text, or its tokens: the same trace', () => {
    const trace = traceOf(subject, 'abcd');
    expect(traceOf(subject, { kind: 'text', text: 'abcd' })).toEqual(trace);
    const { lanes, loss } = traceOf(subject, { kind: 'tokens', tokens: [1, 2, 3, 4] });
    expect({ lanes, loss }).toEqual({ lanes: trace.lanes, loss: trace.loss });
  });

  it('may be one character, and one that the vocabulary does not hold', () => {
    const trace = traceOf(subject, '门');
    expect(trace).toMatchObject({ T: 1, tokens: Int32Array.of(0) });
    expect(trace.loss).toBeNaN();
  });

  it('asks of a language model the next token, unless it says what; of others nothing', () => {
    expect([...traceOf(subject, 'abc').targets]).toEqual([2, 3, -1]);
    expect([...traceOf(subject, { kind: 'text', text: 'abc', targets: [6, -1, 5] }).targets]).toEqual([
      6, -1, 5,
    ]);
    expect([...traceOf(tagger, { kind: 'tokens', tokens: [1, 2] }).targets]).toEqual([-1, -1]);
  });

  it('must have a token, and at most 4,096; fewer for a very large network', () => {
    expect(errorOf(() => traceOf(subject, '')).code).toBe('probe-empty');
    expect(errorOf(() => traceOf(forecaster, { kind: 'vectors', vectors: [] })).code).toBe('probe-empty');
    expect(errorOf(() => traceOf(subject, 'a'.repeat(4097))).code).toBe('argument-invalid');
    expect(probeLimit({ H: 64, L: 2, D: 2 })).toBe(PROBE_LIMIT);
    expect(probeLimit({ H: 512, L: 8, D: 2 })).toBe(512);
  });

  it.each<[string, typeof subject, Probe]>([
    ['a text where the data is none', tagger, 'abc'],
    ['vectors where tokens are read', tagger, { kind: 'vectors', vectors: [1, 2] }],
    ['tokens where vectors are read', forecaster, { kind: 'tokens', tokens: [1] }],
    ['a token out of range', tagger, { kind: 'tokens', tokens: [7] }],
    ['half a token', tagger, { kind: 'tokens', tokens: [0.5] }],
    ['a class out of range', tagger, { kind: 'tokens', tokens: [1], targets: [3] }],
    ['too few targets', tagger, { kind: 'tokens', tokens: [1, 2], targets: [1] }],
    ['vectors of another width', forecaster, { kind: 'vectors', vectors: [1, 2, 3] }],
    ['a number that is none', forecaster, { kind: 'vectors', vectors: [1, Number.NaN] }],
    ['a target that is no number', forecaster, { kind: 'vectors', vectors: [1, 2], targets: [Number.NaN] }],
  ])('is refused: %s', (_, of, probe) => {
    expect(errorOf(() => traceOf(of, probe)).code).toBe('argument-invalid');
  });
});
