import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyHistory } from '../../../app/experiment/history.ts';
import type { ExperimentState } from '../../../app/experiment/types.ts';
import { PRESETS } from '../../../content/experiments/presets.ts';
import type { Trace } from '../../../engine/index.ts';
import { gruValues, oneLane } from './trace.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A trace whose terms add up by the GRU's equations, from waves instead of a network. */
export function fakeTrace(probe: string, H: number, step = 3000, vocabulary = fakeVocabulary(probe)): Trace {
  const T = Array.from(probe).length;
  const values = gruValues(T, H);
  const drift = step / 700;
  for (let t = 0; t < T; t++) {
    const code = Array.from(probe)[t].codePointAt(0) ?? 0;
    for (let u = 0; u < H; u++) {
      const i = t * H + u;
      const previous = t === 0 ? 0 : values.hidden[i - H];
      values['reset.input'][i] = 2 * Math.sin(code * (u + 1) * 0.37 + drift);
      values['reset.recurrent'][i] = previous;
      values['update.input'][i] = 2.5 * Math.sin(code * (u + 3) * 0.21) - 1;
      values['update.recurrent'][i] = -previous;
      values['candidate.input'][i] = 2 * Math.cos(code * ((u % 5) + 2) * 0.29 + drift / 3);
      values.reset[i] = sigmoid(values['reset.input'][i] + values['reset.recurrent'][i]);
      values['candidate.recurrent'][i] = 0.8 * values.reset[i] * previous;
      values.update[i] = sigmoid(values['update.input'][i] + values['update.recurrent'][i]);
      values.candidate[i] = Math.tanh(values['candidate.input'][i] + values['candidate.recurrent'][i]);
      values.hidden[i] = values.update[i] * previous + (1 - values.update[i]) * values.candidate[i];
    }
  }
  const tokens = Int32Array.from(Array.from(probe), (c) => Math.max(0, vocabulary.indexOf(c)));
  const next = { K: 1, ids: new Int32Array(T), p: new Float32Array(T).fill(1) };
  return oneLane({ runId: 'run-1', step, probe, tokens, T, H, values, next });
}

export const fakeVocabulary = (probe: string): string[] => ['□', ...new Set(Array.from(probe))];

const nothing = async () => {};

/** A store with a synthetic trace and no engine: cursor, focus and `setState` are what tests drive. */
export function fakeStore(patch: Partial<ExperimentState> = {}): StoreApi<ExperimentState> {
  const preset = PRESETS['gru-moby-dick'];
  const probe = patch.probe ?? 'there she blows! a hump like a snow-hill';
  const config = patch.config ?? preset.config;
  const vocabulary = fakeVocabulary(probe);
  return createStore<ExperimentState>((set) => ({
    preset: preset.id,
    config,
    corpus: { kind: 'shipped', id: 'moby-dick' },
    origin: 'pretrained',
    status: 'stored',
    info: null,
    arithmetics: null,
    vocabulary,
    progress: {
      step: 3000,
      epoch: 8,
      tokensPerSecond: 0,
      loss: Number.NaN,
      gradNorm: Number.NaN,
      clippedShare: 0,
      heldOut: null,
    },
    history: emptyHistory(3000),
    changes: [],
    probe,
    trace: fakeTrace(probe, config.hidden, 3000, vocabulary),
    writer: { prefix: 'the ', temperature: 0.8 },
    sample: null,
    cursor: { t: 21, unit: 4, layer: 0, direction: 0, step: 'live' },
    focus: null,
    failure: null,
    notice: null,
    kept: null,
    start: nothing,
    play: nothing,
    pause: nothing,
    pauseUnseen: nothing,
    stepOnce: nothing,
    epochOnce: nothing,
    reset: nothing,
    newSeed: nothing,
    usePretrained: nothing,
    set: nothing,
    setComputing: nothing,
    setCorpus: nothing,
    setProbe: nothing,
    setWriter: () => {},
    write: nothing,
    recover: nothing,
    restart: nothing,
    resumeKept: async () => {},
    forgetKept: async () => {},
    dismissFailure: () => set({ failure: null }),
    fail: (failure) => set({ failure }),
    setCursor: (cursor) => set((state) => ({ cursor: { ...state.cursor, ...cursor } })),
    setFocus: (focus) => set({ focus }),
    ...patch,
  }));
}
