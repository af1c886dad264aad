/** What else the engine promises: memory that does not grow, cheap traces, time in proportion, bytes as foretold. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BenchChecks } from '../../content/bench/record.ts';
import { completeConfig } from '../../engine/config.ts';
import type { Arithmetic, Kernels } from '../../engine/kernels/kernels.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import { traceOf } from '../../engine/trace/trace.ts';
import type { Probe } from '../../engine/trace/types.ts';
import { createSession, type Session } from '../../engine/train/session.ts';
import { WORKLOADS, workloadConfig, workloadData } from '../../engine/worker/measure.ts';
import { profile } from './profile.ts';
import type { WorkloadName } from './rows.ts';

const BEST: Arithmetic = 'simd';

function sessionOf(
  machine: Machine,
  workload: WorkloadName,
  { arithmetic = BEST, T = 35, B = 32 }: { arithmetic?: Arithmetic; T?: number; B?: number } = {},
): Session {
  const shape = WORKLOADS[workload];
  const config = completeConfig({ ...workloadConfig('gru', shape), batch: B });
  return createSession({ config, data: workloadData(shape, T), arithmetic }, { machine });
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1];

function timesOf(run: () => void, ms: number): number[] {
  const times: number[] = [];
  for (const end = performance.now() + ms; performance.now() < end || times.length < 5; ) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return times;
}

/** Runs the collector until it finds nothing more. */
function collect(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let i = 0; i < 4; i++) gc();
  return process.memoryUsage();
}

function heapGrowth(machine: Machine): BenchChecks['heapGrowth'] {
  const steps = 10_000;
  const session = sessionOf(machine, 'W1');
  // One by one, as a worker does: what a step returns is let go.
  const train = (count: number): void => {
    for (let i = 0; i < count; i++) session.trainSteps(1);
    session.takeEvaluations();
  };
  train(1000);
  const before = collect();
  train(steps);
  const after = collect();
  return {
    steps,
    objects: after.heapUsed - before.heapUsed,
    arrays: after.arrayBuffers - before.arrayBuffers,
  };
}

function traceCost(machine: Machine, workload: WorkloadName) {
  const session = sessionOf(machine, workload);
  const tokens = Array.from({ length: 100 }, (_, i) => (7 * i) % WORKLOADS[workload].V);
  const probe: Probe = { kind: 'tokens', tokens };
  for (let i = 0; i < 20; i++) traceOf(session, probe);
  const ms = median(timesOf(() => traceOf(session, probe), 500));
  return { ms, share: (10 * ms) / 1000 };
}

/** In turn, so that a change of the machine's mood counts for all. */
function scaling(machine: Machine): BenchChecks['scaling'] {
  const sessions = [{}, { T: 70 }, { B: 64 }].map((size) => sessionOf(machine, 'W2', size));
  const times = sessions.map((): number[] => []);
  for (let round = 0; round < 25; round++) {
    for (const [i, session] of sessions.entries()) {
      const start = performance.now();
      session.trainSteps(1);
      if (round > 3) times[i].push(performance.now() - start);
    }
  }
  const [one, T, B] = times.map(median);
  return { T: T / one, B: B / one };
}

function productSpeed(machine: Machine, arithmetic: Arithmetic): number {
  const { entries } = profile(machine, { workload: 'W2', cell: 'gru', arithmetic, ms: 500 });
  const products = entries.filter(({ phase }) => phase === 'product');
  const sum = (of: 'flop' | 'ms'): number => products.reduce((total, entry) => total + entry[of], 0);
  return sum('flop') / sum('ms') / 1e6;
}

/** What a session foretells, and the bytes of all arrays it then asks for. */
function memory(machine: Machine, workload: WorkloadName, arithmetic: Arithmetic) {
  let taken = 0;
  const counted = (kernels: Kernels): Kernels => {
    if (kernels.arithmetic !== 'scalar') return kernels;
    const noting = <A extends { readonly byteLength: number }>(array: A): A => {
      taken += array.byteLength;
      return array;
    };
    return {
      ...kernels,
      floats: (length) => noting(kernels.floats(length)),
      ids: (length) => noting(kernels.ids(length)),
    };
  };
  const watched: Machine = { ...machine, kernels: (...args) => counted(machine.kernels(...args)) };
  const session = sessionOf(watched, workload, { arithmetic });
  const { all } = session.model.values;
  // Compiled kernels have one memory; the last good parameters are kept outside it.
  if (session.model.kernels.arithmetic !== 'scalar') taken = all.buffer.byteLength;
  return { foretold: session.info.bytes, taken: taken + all.byteLength };
}

const rounded = (x: number): number => Number(x.toPrecision(3));

export function check(machine: Machine, say: (line: string) => void): BenchChecks {
  const kB = (bytes: number): string => `${(bytes / 1024).toFixed(0)} kB`;
  const growth = heapGrowth(machine);
  say(
    `heap after ${growth.steps.toLocaleString('en')} steps of W1: objects ${kB(growth.objects)}, ` +
      `arrays ${kB(growth.arrays)} (snapshots of the parameters, kept on purpose, 64 MB at most)`,
  );
  const traces: Record<string, { ms: number; share: number }> = {};
  for (const workload of ['W1', 'W2'] as const) {
    const { ms, share } = traceCost(machine, workload);
    traces[workload] = { ms: rounded(ms), share: rounded(share) };
    say(
      `a trace of 100 tokens, ${workload}: ${ms.toFixed(2)} ms; ten a second: ${(100 * share).toFixed(1)} %`,
    );
  }
  const { T, B } = scaling(machine);
  say(`W2: twice the timesteps take × ${T.toFixed(2)}, twice the sequences × ${B.toFixed(2)}`);
  const products: Record<string, number> = {};
  const bytes: Record<string, { foretold: number; taken: number }> = {};
  for (const arithmetic of machine.available) {
    products[arithmetic] = rounded(productSpeed(machine, arithmetic));
    say(`products of W2, ${arithmetic}: ${products[arithmetic]} GFLOP/s`);
  }
  for (const arithmetic of machine.available) {
    for (const workload of ['W2', 'W3'] as const) {
      const { foretold, taken } = memory(machine, workload, arithmetic);
      bytes[`${workload} ${arithmetic}`] = { foretold, taken };
      say(`memory of ${workload}, ${arithmetic}: ${kB(foretold)} foretold, ${kB(taken)} taken`);
    }
  }
  const scaled = { T: rounded(T), B: rounded(B) };
  return { heapGrowth: growth, traces, scaling: scaled, products, memory: bytes };
}
