import { describe, expect, it } from 'vitest';
import { sigmoid, tanh } from '../../../engine/math/special.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import { GRU_QUANTITIES } from '../../../engine/trace/types.ts';
import { createSession } from '../../../engine/train/session.ts';
import { CONFIG, errorOf, TEXT } from '../fixtures.ts';

const PROBE = 'the quick dog';
const { hidden: H } = CONFIG;

describe.each([
  ['before', 'one'],
  ['before', 'two'],
  ['after', 'one'],
  ['after', 'two'],
] as const)('a trace, reset %s, biases %s', (reset, biases) => {
  const session = createSession({ config: { ...CONFIG, reset, biases }, text: TEXT });
  session.trainSteps(20);
  const trace = traceOf(session, PROBE);
  const { values: v, bias, T } = trace;
  const each = (expectAt: (i: number, u: number) => void): void => {
    for (let i = 0; i < T * H; i++) expectAt(i, i % H);
  };

  it('says which parameters and which probe made it', () => {
    expect(trace).toMatchObject({ runId: session.runId, step: 20, probe: PROBE, T: PROBE.length, H });
    expect(session.vocabulary.decode(trace.tokens)).toBe(PROBE);
    expect([...trace.initial]).toEqual(Array(H).fill(0));
    for (const name of GRU_QUANTITIES) expect(v[name]).toHaveLength(T * H);
  });

  it('has terms that add up to the gates', () => {
    each((i, u) => {
      expect(sigmoid(v['reset.input'][i] + v['reset.recurrent'][i] + bias.reset[u])).toBeCloseTo(
        v.reset[i],
        6,
      );
      expect(sigmoid(v['update.input'][i] + v['update.recurrent'][i] + bias.update[u])).toBeCloseTo(
        v.update[i],
        6,
      );
    });
  });

  it('has terms that add up to the candidate, in its convention', () => {
    each((i, u) => {
      const recurrent = v['candidate.recurrent'][i] * (reset === 'after' ? v.reset[i] : 1);
      expect(tanh(v['candidate.input'][i] + bias.candidate[u] + recurrent)).toBeCloseTo(v.candidate[i], 6);
    });
  });

  it('has states that are the mixture of the state before and the candidate', () => {
    each((i, u) => {
      const before = i < H ? trace.initial[u] : v.hidden[i - H];
      expect(v.update[i] * before + (1 - v.update[i]) * v.candidate[i]).toBeCloseTo(v.hidden[i], 6);
    });
  });

  it('has the most probable next tokens, most probable first', () => {
    const { K, ids, p } = trace.next;
    for (let t = 0; t < T; t++) {
      const row = [...p.subarray(t * K, (t + 1) * K)];
      expect(row).toEqual(row.toSorted((a, b) => b - a));
      expect(row.reduce((a, b) => a + b)).toBeLessThanOrEqual(1.000001);
      const target = ids.subarray(t * K, (t + 1) * K).indexOf(trace.tokens[t + 1] ?? -1);
      if (target >= 0) expect(Math.exp(-trace.surprise[t])).toBeCloseTo(row[target], 6);
    }
  });

  it('is surprised at every token but the one it has not seen', () => {
    expect([...trace.surprise].map(Number.isFinite)).toEqual([...PROBE].map((_, t) => t < T - 1));
  });
});

describe('a probe', () => {
  const session = createSession({ config: CONFIG, text: TEXT });
  it('must have a token, and at most 4,096', () => {
    expect(errorOf(() => traceOf(session, '')).code).toBe('probe-empty');
    expect(errorOf(() => traceOf(session, 'a'.repeat(4097))).code).toBe('argument-invalid');
  });
  it('may be one character, and one that the vocabulary does not hold', () => {
    expect(traceOf(session, '门')).toMatchObject({ T: 1, tokens: Int32Array.of(0) });
  });
});
