/** A store without a worker: actions are spies, and the few that a control waits for change the state. */
import { vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyHistory } from '../../../app/experiment/history.ts';
import type { ExperimentData, ExperimentState } from '../../../app/experiment/types.ts';
import { PRESETS } from '../../../content/experiments/presets.ts';
import type { Trace } from '../../../engine/index.ts';
import { gruValues, oneLane } from './trace.ts';

const VOCABULARY = ['□', ...' abcdefghijklmnopqrstuvwxyz!?,.-\n'];
const K = 6;

/** A trace with plausible next-character probabilities; its gates are not read by these figures. */
export function fakeTrace(probe: string, vocabulary: readonly string[] = VOCABULARY, H = 4): Trace {
  const characters = [...probe];
  const T = characters.length;
  const tokens = Int32Array.from(characters, (c) => Math.max(0, vocabulary.indexOf(c)));
  const ids = new Int32Array(T * K);
  const p = new Float32Array(T * K);
  const surprise = new Float32Array(T).fill(Number.NaN);
  for (let t = 0; t < T; t++) {
    const truth = t + 1 < T ? tokens[t + 1] : 2;
    for (let k = 0; k < K; k++) {
      // The true next character ranks second at even timesteps and is missing at odd ones.
      ids[t * K + k] = k === 1 && t % 2 === 0 ? truth : ((truth + k + 1) % (vocabulary.length - 1)) + 1;
      p[t * K + k] = 0.4 / 2 ** k;
    }
    if (t + 1 < T) surprise[t] = t % 2 === 0 ? -Math.log(0.2) : 5;
  }
  return oneLane({
    ...{ runId: 'fake', step: 1592, probe, tokens, T, H, values: gruValues(T, H) },
    next: { K, ids, p },
    surprise,
  });
}

export function fakeStore(data: Partial<ExperimentData> = {}): StoreApi<ExperimentState> {
  const preset = PRESETS['gru-moby-dick'];
  return createStore<ExperimentState>()((set, get) => ({
    preset: preset.id,
    config: preset.config,
    corpus: { kind: 'shipped', id: preset.corpus },
    origin: 'pretrained',
    status: 'stored',
    info: null,
    arithmetics: null,
    vocabulary: VOCABULARY,
    progress: {
      step: 3000,
      epoch: 0,
      tokensPerSecond: 0,
      loss: Number.NaN,
      gradNorm: Number.NaN,
      clippedShare: 0,
      heldOut: { step: 3000, loss: 1.7731 },
    },
    history: emptyHistory(3000),
    changes: [],
    probe: preset.probe,
    trace: fakeTrace(preset.probe),
    writer: { prefix: preset.prefix, temperature: 0.7 },
    sample: null,
    cursor: { t: 8, unit: 0, layer: 0, direction: 0, step: 'live' },
    focus: null,
    failure: null,
    notice: null,
    kept: null,
    start: vi.fn(async () => {}),
    play: vi.fn(async () => set({ status: 'training' })),
    pause: vi.fn(async () => set({ status: 'paused' })),
    pauseUnseen: vi.fn(async () => set({ status: 'paused' })),
    stepOnce: vi.fn(async () => {}),
    epochOnce: vi.fn(async () => {}),
    reset: vi.fn(async () => {}),
    newSeed: vi.fn(async () => {}),
    usePretrained: vi.fn(async () => {}),
    set: vi.fn(async (key, value) => set({ config: { ...get().config, [key]: value } })),
    setComputing: vi.fn(async () => {}),
    setCorpus: vi.fn(async (corpus) => set({ corpus })),
    setProbe: vi.fn(async (probe) => set({ probe })),
    setWriter: vi.fn((writer) => set({ writer: { ...get().writer, ...writer } })),
    write: vi.fn(async () => {}),
    recover: vi.fn(async () => set({ status: 'paused', failure: null })),
    restart: vi.fn(async () => {}),
    resumeKept: vi.fn(async () => {}),
    forgetKept: vi.fn(async () => {}),
    dismissFailure: vi.fn(() => set({ failure: null })),
    fail: vi.fn((failure) => set({ failure })),
    setCursor: vi.fn(),
    setFocus: vi.fn(),
    ...data,
  }));
}
