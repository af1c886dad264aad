/** A fake engine behind the store's port: answers at once, reports when told to. */
import type { EnginePort } from '../../../app/experiment/client.ts';
import type { Sources } from '../../../app/experiment/sources.ts';
import {
  type Arithmetic,
  completeConfig,
  type EngineWorker,
  type PlayOptions,
  type Probe,
  type Report,
  type Result,
  type RunConfig,
  type SessionInfo,
  type SessionSpec,
  type Trace,
} from '../../../engine/index.ts';
import { gruValues, oneLane } from './trace.ts';

const CHECKPOINT_STEP = 3000;
const STEPS_PER_EPOCH = 400;

export const fakeSources = (): Sources => ({
  corpus: async () => 'a text long enough for the fake engine '.repeat(50),
  checkpoint: async () => new Uint8Array(8),
  trace: async () => {
    throw new Error('not needed');
  },
});

/** What there is to read of a checkpoint without the engine: its header. */
export function fakeCheckpoint(step: number): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ step }));
  const bytes = new Uint8Array(9 + header.length + 4);
  new DataView(bytes.buffer).setUint32(5, header.length, true);
  bytes.set(header, 9);
  return bytes;
}

const textOf = (probe: Probe): string => {
  if (typeof probe !== 'string') throw new Error('fakePort: expected a text to trace');
  return probe;
};
const notNeeded = async (): Promise<never> => {
  throw new Error('fakePort: not needed');
};

export function fakePort() {
  const sent: string[] = [];
  const created: SessionSpec[] = [];
  const crashed = new Set<() => void>();
  const listeners = new Map<string, (report: Report) => void>();
  const sessions = new Map<string, { id: string; runId: string; step: number; H: number; probe: string }>();
  const gates: Promise<void>[] = [];
  const refusals: Result<never>[] = [];
  let runs = 0;
  let dead: Error | null = null;
  /** The newest. */
  let session = { id: '', runId: '', step: 0, H: 0, probe: '' };
  let lastPlay: PlayOptions | undefined;
  let restarts = 0;

  const traceNow = (probe: string): Trace => {
    const T = probe.length;
    const { H } = session;
    return oneLane({
      ...{ runId: session.runId, step: session.step, probe, tokens: new Int32Array(T), T, H },
      values: gruValues(T, H, 0.5),
      next: { K: 2, ids: new Int32Array(T * 2), p: new Float32Array(T * 2) },
    });
  };

  const infoOf = (config: RunConfig, { arithmetic = 'simd', shards = 1 }: SessionSpec): SessionInfo => ({
    runId: session.runId,
    step: session.step,
    problem: { input: { kind: 'tokens', size: 3 }, target: { kind: 'classes', size: 3 }, reading: 'every' },
    vocabulary: ['□', 'a', 'b'],
    targetNames: ['□', 'a', 'b'],
    window: config.window,
    batch: config.batch,
    record: {
      ...{ config, from: session.step, shards, changes: [] },
      arithmetic: self.arithmetics.includes(arithmetic) ? arithmetic : 'scalar',
    },
    bytes: 1000,
    trainTokens: 900,
    heldOutTokens: 100,
    coverage: 1,
    stepsPerEpoch: STEPS_PER_EPOCH,
    parameters: config.hidden * 100,
    unigramEntropy: 1,
    shapes: {},
  });

  const ok = <T>(value: T) => ({ ok: true as const, value });
  const unknown = (id: string) => ({ ok: false as const, code: 'session-unknown' as const, params: { id } });
  const engine: EngineWorker = {
    subscribe: async () => {},
    async create(id, spec) {
      const { config: settings, data, checkpoint } = spec;
      created.push(spec);
      const config = completeConfig(settings);
      const text = data.kind === 'text' ? data.text : '';
      await gates.shift();
      const refusal = refusals.shift();
      if (refusal) return refusal;
      if (text.length < 100) {
        return { ok: false, code: 'text-too-short', params: { length: text.length, needed: 100 } };
      }
      runs += 1;
      const step = checkpoint ? CHECKPOINT_STEP : 0;
      session = { id, runId: `run-${runs}`, step, H: config.hidden, probe: session.probe };
      sessions.set(id, session);
      return ok(infoOf(config, spec));
    },
    async play(id, options) {
      if (!sessions.has(id) || self.refusePlay) return unknown(id);
      lastPlay = options;
      return ok({ step: session.step });
    },
    pause: async () => ok({ step: session.step }),
    change: async (id) => (sessions.has(id) ? ok({ step: session.step + 1 }) : unknown(id)),
    async recover() {
      session.step = CHECKPOINT_STEP;
      return ok({ step: session.step });
    },
    async watch(_id, { probe }) {
      session.probe = textOf(probe ?? '');
      return ok(null);
    },
    trace: async (_id, probe) => ok(traceNow(textOf(probe))),
    sample: async (_id, { prefix, temperature }) =>
      ok({ step: session.step, prefix, temperature, text: '…', topK: null, clamps: [], baseline: null }),
    evaluate: async () => ok({ step: session.step, loss: 2, accuracy: 0.5, answers: 100, baseline: null }),
    save: async () => ok(fakeCheckpoint(session.step)),
    arithmetics: async () => self.arithmetics,
    clampedTrace: notNeeded,
    gradients: notNeeded,
    influence: notNeeded,
    dynamics: notNeeded,
    measure: notNeeded,
    async dispose(id) {
      sessions.delete(id);
      return ok(null);
    },
    ping: async () => true,
  };
  const recording = new Proxy(engine, {
    get(target, name: keyof EngineWorker) {
      sent.push(name);
      return target[name];
    },
  });

  const port: EnginePort = {
    async call(command) {
      if (dead) throw dead;
      return command(recording);
    },
    onReport(id, next) {
      listeners.set(id, next);
      return () => listeners.delete(id);
    },
    onCrash(next) {
      crashed.add(next);
      return () => crashed.delete(next);
    },
    restart() {
      if (!dead) return;
      dead = null;
      restarts += 1;
    },
  };

  const send = (change: Partial<Report> & { losses?: number[] }) => {
    const losses = change.losses ?? [];
    const firstStep = session.step + 1;
    session.step += losses.length;
    listeners.get(session.id)?.({
      id: session.id,
      runId: session.runId,
      status: 'training',
      step: session.step,
      points: {
        firstStep,
        loss: Float32Array.from(losses),
        gradNorm: new Float32Array(losses.length).fill(1),
        clipped: new Uint8Array(losses.length),
      },
      tokensPerSecond: 1000,
      heldOut: [],
      trace: null,
      sample: null,
      divergence: null,
      stoppedEarly: false,
      ...change,
    });
  };

  const self = {
    port,
    sent,
    /** What sessions were asked for. */
    created,
    /** What there is to compute with. */
    arithmetics: ['scalar', 'simd'] as readonly Arithmetic[],
    time: 0,
    /** Whether `play` names no session that the worker knows. */
    refusePlay: false,
    get lastPlay() {
      return lastPlay;
    },
    get restarts() {
      return restarts;
    },
    /** So many steps of this loss were trained; a trace comes along. */
    report({ steps, loss, runId }: { steps: number; loss: number; runId?: string }) {
      session.step += steps;
      const trace = traceNow(session.probe);
      session.step -= steps;
      send({
        losses: new Array<number>(steps).fill(loss),
        trace: runId ? { ...trace, runId } : trace,
        ...(runId && { runId }),
      });
    },
    /** The sessions the worker holds. */
    get held() {
      return [...sessions.keys()];
    },
    /** The next `create` waits until what this returns is called. */
    hold(): () => void {
      let open = () => {};
      gates.push(
        new Promise<void>((resolve) => {
          open = resolve;
        }),
      );
      return open;
    },
    /** The next `create` answers this. */
    refuse: (refusal: Result<never>) => refusals.push(refusal),
    pauseAt: () => send({ status: 'paused' }),
    diverge: () =>
      send({
        status: 'diverged',
        divergence: {
          step: session.step + 1,
          loss: 99,
          gradNorm: 1e6,
          learningRate: 1e9,
          lastGoodStep: CHECKPOINT_STEP,
        },
      }),
    crash(error: Error) {
      dead = error;
      sessions.clear();
      for (const tell of crashed) tell();
    },
  };
  return self;
}
