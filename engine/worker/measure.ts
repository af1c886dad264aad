/**
 * Times training steps of the benchmark's workloads: forward, backward through time over 35 timesteps of 32 sequences,
 * clip by norm at 1, plain SGD with rate 1, on random tokens (their values do not change the work).
 */
import { type CellName, completeConfig, type RunSettings } from '../config.ts';
import type { DataSpec } from '../data/data.ts';
import { check } from '../errors.ts';
import { Rng } from '../math/random.ts';
import type { Work } from '../network/pace.ts';
import { creatingSession, type Session } from '../train/session.ts';
import type { SessionOptions } from '../train/types.ts';
import type { Measured, MeasureOptions } from './surface.ts';

/** A workload: vocabulary, hidden size, layers, directions, classes. */
export interface Workload {
  readonly V: number;
  readonly H: number;
  readonly L: number;
  readonly D: 1 | 2;
  /** Classes; tokens of the vocabulary unless it is a tagger. */
  readonly O: number;
}

export const WORKLOADS: Readonly<Record<MeasureOptions['workload'], Workload>> = {
  W1: { V: 28, H: 32, L: 1, D: 1, O: 28 },
  W2: { V: 28, H: 256, L: 1, D: 1, O: 28 },
  W3: { V: 1027, H: 256, L: 1, D: 1, O: 1027 },
  W4: { V: 28, H: 256, L: 2, D: 1, O: 28 },
  W5: { V: 28, H: 64, L: 1, D: 2, O: 8 },
};

const WINDOW = 35;
const B = 32;
/** Sequences of the set: two epochs' worth of minibatches. */
const SEQUENCES = 16 * B;

/** Steps before timing begins, while they take less than so many milliseconds: the browser compiles what is hot. */
const WARM_UP = { steps: 5, ms: 500 };
/** At least so many times are taken. */
const LEAST = 3;
/** Steps shorter than this are timed several together, milliseconds: a browser's clock may be as coarse as 0.1 ms. */
const SHORTEST = 5;

/** PyTorch's own convention (reset after, two biases), so that like is compared with like. */
export const workloadConfig = (cell: CellName, { H, L, D }: Workload): RunSettings => ({
  ...{ cell, hidden: H, layers: L, bidirectional: D === 2, reset: 'after', biases: 'two' },
  ...{ batch: B, window: WINDOW, optimiser: 'sgd', learningRate: 1, clip: 1, clipKind: 'torch', seed: 1 },
});

/** Random tokens, and random classes at every timestep. */
export function workloadData({ V, O }: Workload, T = WINDOW): DataSpec {
  const rng = new Rng(1);
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i}`);
  const row = (count: number): number[] => Array.from({ length: T }, () => rng.int(count));
  const sequences = (count: number) =>
    Array.from({ length: count }, () => ({ input: row(V), target: row(O) }));
  return {
    kind: 'dataset',
    dataset: {
      form: 'sequences',
      problem: { input: { kind: 'tokens', size: V }, target: { kind: 'classes', size: O }, reading: 'every' },
      ...{ inputNames: names(V), targetNames: names(O) },
      ...{ train: sequences(SEQUENCES), validation: sequences(B) },
    },
  };
}

export interface MeasureHost extends SessionOptions {
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
}

/** @throws EngineError argument-invalid */
export function checkMeasure({ workload, ms }: MeasureOptions): void {
  check(Object.hasOwn(WORKLOADS, workload), 'measure', Object.keys(WORKLOADS).join(' | '), workload);
  check(ms >= 100 && ms <= 60_000, 'measure', 'ms in [100, 60000]', ms);
}

/**
 * In pieces; what happens between them is not counted, but where other threads work on meanwhile: there a step takes
 * from its beginning to its end.
 * @throws EngineError argument-invalid
 */
export function* measuring(options: MeasureOptions, { now, ...host }: MeasureHost): Work<Measured> {
  checkMeasure(options);
  const { workload, cell, arithmetic, shards, ms } = options;
  const shape = WORKLOADS[workload];
  const config = completeConfig(workloadConfig(cell, shape));
  const session = yield* creatingSession({ config, data: workloadData(shape), arithmetic, shards }, host);
  try {
    yield* warmingUp(session, now);
    const { times, steps } = yield* timing(session, now, ms);
    const medianMs = times[Math.floor(times.length / 2)];
    return {
      ...{ workload, cell, medianMs, p10Ms: times[Math.floor(times.length / 10)], steps },
      ...{ arithmetic: session.record.arithmetic, shards: session.record.shards, threads: session.threads },
      tokensPerSecond: (WINDOW * B * 1000) / medianMs,
    };
  } finally {
    session.dispose();
  }
}

/** The first step starts the threads that help, if any do: until they are there, too. */
function* warmingUp(session: Session, now: () => number): Work {
  let spent = yield* stepping(session, now);
  while (session.starting) yield session.starting;
  for (let i = 1; i < WARM_UP.steps && spent < WARM_UP.ms; i++) spent += yield* stepping(session, now);
}

/** Milliseconds of a step, in rising order, and how many steps they were of. */
function* timing(session: Session, now: () => number, ms: number): Work<{ times: number[]; steps: number }> {
  const times: number[] = [];
  let steps = 0;
  for (let total = 0; total < ms || times.length < LEAST; ) {
    let spent = 0;
    let count = 0;
    for (; spent < SHORTEST; count++) spent += yield* stepping(session, now);
    times.push(spent / count);
    steps += count;
    total += spent;
  }
  return { times: times.sort((a, b) => a - b), steps };
}

/** One training step. @returns its milliseconds */
function* stepping(session: Session, now: () => number): Work<number> {
  const work = session.run();
  const began = now();
  for (let spent = 0; ; ) {
    const start = now();
    const { value } = work.next();
    spent += now() - start;
    if (value) return session.threads > 1 ? now() - began : spent;
    yield session.waiting ?? undefined;
  }
}
