/** A fake engine behind the store's port: answers at once, reports when told to. */
import type { EnginePort } from '../../../app/experiment/client.ts';
import type { Sources } from '../../../app/experiment/sources.ts';
import {
  type EngineWorker,
  GRU_QUANTITIES,
  type PlayOptions,
  type Quantity,
  type Report,
  type RunConfig,
  type SessionInfo,
  type Trace,
} from '../../../engine/index.ts';

const CHECKPOINT_STEP = 3000;
const STEPS_PER_EPOCH = 400;

export const fakeSources = (): Sources => ({
  corpus: async () => 'a text long enough for the fake engine '.repeat(50),
  checkpoint: async () => new Uint8Array(8),
  trace: async () => {
    throw new Error('not needed');
  },
});

export function fakePort() {
  const sent: string[] = [];
  const crashed = new Set<() => void>();
  let listener: (report: Report) => void = () => {};
  let runs = 0;
  let dead: Error | null = null;
  let session = { runId: '', step: 0, H: 0, probe: '' };
  let lastPlay: PlayOptions | undefined;
  let restarts = 0;

  const traceNow = (probe: string): Trace => {
    const T = probe.length;
    const { H } = session;
    const matrix = () => new Float32Array(T * H).fill(0.5);
    return {
      runId: session.runId,
      step: session.step,
      probe,
      tokens: new Int32Array(T),
      T,
      H,
      values: Object.fromEntries(GRU_QUANTITIES.map((name) => [name, matrix()])) as Record<
        Quantity,
        Float32Array
      >,
      bias: { reset: new Float32Array(H), update: new Float32Array(H), candidate: new Float32Array(H) },
      initial: new Float32Array(H),
      next: { K: 2, ids: new Int32Array(T * 2), p: new Float32Array(T * 2) },
      surprise: new Float32Array(T),
    };
  };

  const infoOf = (config: RunConfig): SessionInfo => ({
    runId: session.runId,
    step: session.step,
    vocabulary: ['□', 'a', 'b'],
    trainTokens: 900,
    heldOutTokens: 100,
    coverage: 1,
    stepsPerEpoch: STEPS_PER_EPOCH,
    parameters: config.hidden * 100,
    unigramEntropy: 1,
    shapes: {},
  });

  const ok = <T>(value: T) => ({ ok: true as const, value });
  const engine: EngineWorker = {
    subscribe: async () => {},
    async create(_id, { config, text, checkpoint }) {
      if (text.length < 100) {
        return { ok: false, code: 'text-too-short', params: { length: text.length, needed: 100 } };
      }
      runs += 1;
      const step = checkpoint ? CHECKPOINT_STEP : 0;
      session = { runId: `run-${runs}`, step, H: config.hidden, probe: session.probe };
      return ok(infoOf(config));
    },
    async play(_id, options) {
      lastPlay = options;
      return ok({ step: session.step });
    },
    pause: async () => ok({ step: session.step }),
    change: async () => ok({ step: session.step + 1 }),
    async recover() {
      session.step = CHECKPOINT_STEP;
      return ok({ step: session.step });
    },
    async watch(_id, { probe }) {
      session.probe = probe ?? '';
      return ok(null);
    },
    trace: async (_id, probe) => ok(traceNow(probe)),
    sample: async (_id, { prefix, temperature }) =>
      ok({ step: session.step, prefix, temperature, text: '…' }),
    evaluate: async () => ok({ step: session.step, loss: 2, tokens: 100 }),
    save: async () => ok(new Uint8Array(8)),
    dispose: async () => ok(null),
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
    onReport(_id, next) {
      listener = next;
      return () => {};
    },
    onCrash(next) {
      crashed.add(next);
      return () => crashed.delete(next);
    },
    restart() {
      dead = null;
      restarts += 1;
    },
  };

  const send = (change: Partial<Report> & { losses?: number[] }) => {
    const losses = change.losses ?? [];
    const firstStep = session.step + 1;
    session.step += losses.length;
    listener({
      id: 'test',
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
      ...change,
    });
  };

  return {
    port,
    sent,
    time: 0,
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
      for (const tell of crashed) tell();
    },
  };
}
