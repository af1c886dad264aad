/** An experiment's store without a worker: a small GRU's trace, computed here, whose terms add up. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptyHistory } from '../../../app/experiment/history.ts';
import type { ExperimentState } from '../../../app/experiment/types.ts';
import { PRESETS } from '../../../content/experiments/presets.ts';
import type { ResetConvention, Trace } from '../../../engine/index.ts';
import { gruValues, oneLane } from './trace.ts';

const sigma = (x: number) => 1 / (1 + Math.exp(-x));
/** A fixed, patternless number in (−1, 1). */
const noise = (...keys: number[]) => {
  const x = Math.sin(keys.reduce((sum, key, i) => sum + key * (12.9898 + 65.233 * i), 1)) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

export const PROBE = 'there she blows! a hump';
const VOCABULARY = ['□', ...new Set(PROBE)];

/** @param seed another seed, another network. */
export function fakeTrace(reset: ResetConvention = 'before', H = 6, seed = 1): Trace {
  const T = PROBE.length;
  const values = gruValues(T, H);
  const bias = { reset: new Float32Array(H), update: new Float32Array(H), candidate: new Float32Array(H) };
  const tokens = Int32Array.from(PROBE, (char) => VOCABULARY.indexOf(char));
  const dot = (h: Float32Array, gate: number, unit: number) =>
    h.reduce((sum, x, j) => sum + 2 * x * noise(seed, gate, j, unit, 3), 0);
  let h = new Float32Array(H);
  for (let unit = 0; unit < H; unit++) {
    bias.reset[unit] = noise(seed, 1, unit);
    bias.update[unit] = noise(seed, 2, unit);
    bias.candidate[unit] = noise(seed, 3, unit);
  }
  for (let t = 0; t < T; t++) {
    const next = new Float32Array(H);
    const write = (name: string, unit: number, value: number) => {
      values[name][t * H + unit] = value;
      return values[name][t * H + unit];
    };
    for (const gate of ['reset', 'update'] as const) {
      for (let unit = 0; unit < H; unit++) {
        const k = gate === 'reset' ? 1 : 2;
        const input = write(`${gate}.input`, unit, 2 * noise(seed, tokens[t], k, unit));
        write(
          gate,
          unit,
          sigma(input + write(`${gate}.recurrent`, unit, dot(h, k, unit)) + bias[gate][unit]),
        );
      }
    }
    for (let unit = 0; unit < H; unit++) {
      const r = values.reset.subarray(t * H, t * H + H);
      const input = write('candidate.input', unit, 2 * noise(seed, tokens[t], 3, unit));
      const inner = reset === 'before' ? h.map((x, j) => x * r[j]) : h;
      const product = write('candidate.recurrent', unit, dot(inner, 3, unit));
      const gated = reset === 'before' ? product : r[unit] * product;
      const candidate = write('candidate', unit, Math.tanh(input + gated + bias.candidate[unit]));
      const z = values.update[t * H + unit];
      next[unit] = write('hidden', unit, z * h[unit] + (1 - z) * candidate);
    }
    h = next;
  }
  return oneLane({
    ...{ runId: 'fake', step: 1592, probe: PROBE, tokens, T, H, values, bias },
    next: {
      K: 3,
      ids: Int32Array.from({ length: 3 * T }, (_, i) => 1 + ((i * 5) % (VOCABULARY.length - 1))),
      p: Float32Array.from({ length: 3 * T }, (_, i) => [0.39, 0.19, 0.11][i % 3] ?? 0),
    },
  });
}

/** Records the names of the commands sent in `commands`. */
export function fakeStore(
  over: Partial<ExperimentState> = {},
): StoreApi<ExperimentState> & { readonly commands: string[] } {
  const commands: string[] = [];
  const command = (name: string) => async () => void commands.push(name);
  const preset = PRESETS['gru-moby-dick'];
  const store = createStore<ExperimentState>()((set) => ({
    preset: preset.id,
    config: { ...preset.config, hidden: 6 },
    corpus: { kind: 'shipped', id: 'moby-dick' },
    origin: 'pretrained',
    status: 'stored',
    info: null,
    arithmetics: null,
    vocabulary: VOCABULARY,
    progress: {
      step: 1592,
      epoch: 0,
      tokensPerSecond: 0,
      loss: 1.8,
      gradNorm: 0.6,
      clippedShare: 0,
      heldOut: null,
    },
    history: emptyHistory(1592),
    changes: [],
    probe: PROBE,
    trace: fakeTrace(),
    writer: { prefix: 'the ', temperature: 0.7 },
    sample: null,
    cursor: { t: 21, unit: 4, layer: 0, direction: 0, step: 'live' },
    focus: null,
    failure: null,
    notice: null,
    kept: null,
    start: command('start'),
    play: command('play'),
    pause: command('pause'),
    pauseUnseen: command('pause'),
    stepOnce: command('stepOnce'),
    epochOnce: command('epochOnce'),
    reset: command('reset'),
    newSeed: command('newSeed'),
    usePretrained: command('usePretrained'),
    set: command('set'),
    setComputing: command('setComputing'),
    setCorpus: command('setCorpus'),
    setProbe: command('setProbe'),
    setWriter: () => {},
    write: command('write'),
    recover: command('recover'),
    restart: command('restart'),
    resumeKept: async () => {},
    forgetKept: async () => {},
    dismissFailure: () => {},
    fail: () => {},
    setCursor: (cursor) => set((state) => ({ cursor: { ...state.cursor, ...cursor } })),
    setFocus: (focus) => set({ focus }),
    ...over,
  }));
  return { ...store, commands };
}
