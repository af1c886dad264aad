import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunConfig } from '../../../engine/config.ts';
import type { DataSpec } from '../../../engine/data/data.ts';
import { presetTask } from '../../../engine/data/tasks/registry.ts';
import type { Result } from '../../../engine/errors.ts';
import type { Arithmetic } from '../../../engine/kernels/kernels.ts';
import { type Machine, SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { Rng } from '../../../engine/math/random.ts';
import { MEMORY_LIMIT, sessionBytes } from '../../../engine/train/memory.ts';
import { replay } from '../../../engine/train/replay.ts';
import { createSession, type Session } from '../../../engine/train/session.ts';
import type { SpawnShard } from '../../../engine/train/shard-port.ts';
import { servingShards } from '../../../engine/train/shard-worker.ts';
import { createHost } from '../../../engine/worker/host.ts';
import type { Report } from '../../../engine/worker/surface.ts';
import { nodeMachine } from '../../../scripts/machine.ts';
import { nodeShards } from '../../../scripts/shards.ts';
import { CONFIG, TEXT } from '../fixtures.ts';
import { channelShards, counted, gather, Tally, train } from './shard-ports.ts';

const rng = new Rng(3);
const numbers = (count: number): number[] => Array.from({ length: count }, () => rng.uniform(-1, 1));

/** Vectors to numbers at every timestep, in sequences of uneven lengths. */
const UNEVEN: DataSpec = (() => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      input: numbers(3 * (2 + (i % 5))),
      target: numbers(2 * (2 + (i % 5))),
    }));
  return {
    kind: 'dataset',
    dataset: {
      form: 'sequences',
      problem: { input: { kind: 'vectors', size: 3 }, target: { kind: 'values', size: 2 }, reading: 'every' },
      ...{ inputNames: ['a', 'b', 'c'], targetNames: ['x', 'y'], train: items(30), validation: items(6) },
    },
  };
})();

interface Case {
  readonly config: Partial<RunConfig>;
  readonly data: DataSpec;
  readonly shards: number;
  readonly arithmetic?: Arithmetic;
}

const text: DataSpec = { kind: 'text', text: TEXT };
/** States carried on from window to window, dropout between layers, shards of two sizes. */
const CARRIED: Case = {
  config: { layers: 2, dropout: 0.3, batch: 5, sampling: 'sequential' },
  data: text,
  shards: 2,
};
const CASES: Readonly<Record<string, Case>> = {
  'carried states and dropout, 3 + 2 sequences': CARRIED,
  'carried states and dropout, 2 + 2 + 1 sequences': { ...CARRIED, shards: 3 },
  'one sequence a shard': { ...CARRIED, shards: 5 },
  'an LSTM, fused': { config: { cell: 'lstm', batch: 6 }, data: text, shards: 2, arithmetic: 'fma' },
  'two directions, read at the end': {
    config: { cell: 'lstm', bidirectional: true, batch: 5 },
    data: { kind: 'task', task: presetTask('parity') },
    shards: 3,
  },
  'vectors to numbers, padded': {
    config: { batch: 7, layers: 2, bidirectional: true },
    data: UNEVEN,
    shards: 3,
  },
};

let machine: Machine;
let threads: SpawnShard;
beforeAll(async () => {
  machine = await nodeMachine();
  threads = await nodeShards();
}, 60_000);

const open: Session[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.dispose();
});

function session(
  { config, data, shards, arithmetic }: Case,
  spawnShard?: SpawnShard,
  on = machine,
  checkpoint?: Uint8Array,
): Session {
  const made = createSession(
    { config: { ...CONFIG, ...config }, data, shards, arithmetic, checkpoint },
    { machine: on, spawnShard },
  );
  open.push(made);
  return made;
}

/** The whole run after so many steps in one thread. */
function alone(of: Case, steps: number, on = machine): Uint8Array {
  const run = session(of, undefined, on);
  run.trainSteps(steps);
  return run.save();
}

describe.each(Object.entries(CASES))('a run in shards (%s)', (_, of) => {
  it('has the same bits with other threads as alone', async () => {
    const tally = new Tally();
    const run = session(of, counted(tally, threads));
    await gather(run);
    expect(run.threads).toBe(of.shards);
    const results = await train(run, 11);
    expect(tally.answers).toBeGreaterThan(0);
    expect(run.save()).toEqual(alone(of, 12));
    const again = session(of);
    expect([...again.trainSteps(12).loss].slice(1)).toEqual(results.map(({ loss }) => Math.fround(loss)));
  });

  it('has them over channels too, and in plain TypeScript', async () => {
    const run = session(of, channelShards(), SCALAR_MACHINE);
    await gather(run);
    await train(run, 4);
    expect(run.save()).toEqual(alone(of, 5, SCALAR_MACHINE));
  });

  it('agrees with one shard within rounding', () => {
    const [many, one] = [session({ ...of }), session({ ...of, shards: 1 })];
    // Each shard draws its own dropout: without it they agree.
    if (of.config.dropout) return;
    const [a, b] = [many.trainSteps(5), one.trainSteps(5)];
    for (let i = 0; i < 5; i++) {
      expect(a.loss[i]).toBeCloseTo(b.loss[i], 4);
      expect(a.gradNorm[i]).toBeCloseTo(b.gradNorm[i], 3);
    }
  });
});

describe('threads that help', () => {
  it('are started by the first step, and ended with the session', async () => {
    const tally = new Tally();
    const run = session(CARRIED, channelShards(tally));
    expect(tally.started).toBe(0);
    expect(run.threads).toBe(1);
    await gather(run);
    expect([tally.started, run.threads]).toEqual([1, 2]);
    run.dispose();
    expect([tally.ended, run.threads]).toEqual([1, 1]);
    await train(run, 2);
    expect(tally.started).toBe(1);
    expect(run.save()).toEqual(alone(CARRIED, 3));
  });

  it('are ended in the middle of a step too: the session goes on alone', async () => {
    const run = session(CARRIED, channelShards());
    await gather(run);
    const training = run.run();
    while (!run.waiting) training.next();
    const { waiting } = run;
    run.dispose();
    await waiting;
    while (!training.next().value);
    expect(run.save()).toEqual(alone(CARRIED, 2));
  });

  it('are not asked for one shard', async () => {
    const tally = new Tally();
    const run = session({ ...CARRIED, shards: 1 }, channelShards(tally));
    await train(run, 2);
    expect(tally.started).toBe(0);
  });

  it('may be fewer than there are shards', async () => {
    const tally = new Tally();
    const of = { ...CARRIED, shards: 5 };
    const run = session(of, channelShards(tally, 2));
    await gather(run);
    expect(run.threads).toBe(3);
    await train(run, 5);
    expect(tally.answers).toBeGreaterThanOrEqual(5);
    expect(run.save()).toEqual(alone(of, 6));
  });

  it.each<[string, SpawnShard]>([
    ['there are none', () => null],
    [
      'they cannot be started',
      () => {
        throw new Error('no threads here');
      },
    ],
    [
      'they cannot be built',
      ({ message }) => ({ send: () => queueMicrotask(() => message({ kind: 'failed' })), end: () => {} }),
    ],
    ['they never get ready', () => ({ send: () => {}, end: () => {} })],
  ])('are done without where %s', async (_, spawn) => {
    const run = session(CARRIED, spawn);
    await train(run, 4);
    expect(run.threads).toBe(1);
    expect(run.save()).toEqual(alone(CARRIED, 4));
  });

  it('are at most as many as the host has room for', async () => {
    const tally = new Tally();
    const spawnShard = channelShards(tally);
    const config = { ...CONFIG, batch: 4 };
    const run = createSession({ config, data: text, shards: 4 }, { machine, spawnShard, helpers: 1 });
    open.push(run);
    await gather(run);
    expect([tally.started, run.threads]).toEqual([1, 2]);
  });

  it('are done without where their memory would be too much', async () => {
    const tally = new Tally();
    const room = { ...machine, bytes: () => 0.3 * MEMORY_LIMIT };
    const options = { machine: room, spawnShard: channelShards(tally) };
    const run = createSession({ config: { ...CONFIG, batch: 4 }, data: text, shards: 4 }, options);
    open.push(run);
    await train(run, 2);
    expect(tally.started).toBe(0);
    expect(run.info.bytes).toBeLessThan(0.4 * MEMORY_LIMIT);
  });

  it('refuse an arithmetic they do not have', () => {
    const said: string[] = [];
    const serve = servingShards(({ kind }) => said.push(kind));
    serve({
      kind: 'setup',
      ...{ config: CONFIG, T: 4, sizes: [2], modules: {}, arithmetic: 'simd', dtype: 'float32' },
      problem: { input: { kind: 'tokens', size: 3 }, target: { kind: 'classes', size: 3 }, reading: 'every' },
    });
    expect(said).toEqual(['failed']);
  });

  it('may die while they compute: their shard is the session’s again', async () => {
    const tally = new Tally();
    const run = session({ ...CARRIED, shards: 3 }, channelShards(tally));
    await gather(run);
    const training = run.run();
    while (!run.waiting) training.next();
    const { waiting } = run;
    for (const kill of tally.kill) kill();
    await waiting;
    while (!training.next().value);
    expect(run.threads).toBe(1);
    await train(run, 2);
    expect(run.save()).toEqual(alone({ ...CARRIED, shards: 3 }, 4));
  });

  it('take memory that is counted', async () => {
    const run = session({ ...CARRIED, shards: 3 }, channelShards());
    const plain = session({ ...CARRIED, shards: 3 });
    const size = { ...plain.record, problem: plain.data.problem, T: plain.data.T, dtype: 'float32' } as const;
    expect(plain.info.bytes).toBe(sessionBytes(machine, size));
    expect(run.info.bytes).toBe(sessionBytes(machine, { ...size, helpers: 2 }));
    expect(run.info.bytes).toBeGreaterThan(plain.info.bytes + 2 * 4 * 4 * run.info.parameters);
  });
});

describe('a step that other threads work on', () => {
  it('can be paused anywhere, and goes on', async () => {
    const run = session(CARRIED, channelShards());
    await gather(run);
    const training = run.run();
    for (let i = 0; run.step < 6; i++) {
      training.next();
      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      if (i % 7 === 0) run.evaluateNow();
      if (run.waiting) await run.waiting;
    }
    expect(run.save()).toEqual(alone(CARRIED, 6));
  });

  it('can be left, and is done again with the same minibatch, states and dropout', async () => {
    const run = session(CARRIED, channelShards());
    await gather(run);
    for (let pieces = 1; pieces < 40; pieces += 3) {
      const training = run.run();
      for (let i = 0; i < pieces && !run.waiting; i++) training.next();
      if (pieces % 2 === 0) await run.waiting;
    }
    await train(run, 9);
    const reference = session(CARRIED);
    reference.trainSteps(run.step);
    expect(run.save()).toEqual(reference.save());
  });

  it('can be finished without waiting', async () => {
    const run = session(CARRIED, channelShards());
    await gather(run);
    run.trainSteps(2);
    await train(run, 2);
    const training = run.run();
    while (!run.waiting) training.next();
    run.trainSteps(3);
    await train(run, 2);
    expect(run.save()).toEqual(alone(CARRIED, 10));
  });

  it('can be saved in the middle: a restored run goes on with the same bits, alone or not', async () => {
    const run = session(CARRIED, channelShards());
    await gather(run);
    await train(run, 3);
    const training = run.run();
    while (!run.waiting) training.next();
    const saved = run.save();
    expect(saved).toEqual(alone(CARRIED, 4));
    const [together, single] = [channelShards(), undefined].map((spawn) =>
      session(CARRIED, spawn, machine, saved),
    );
    await train(together, 6);
    single.trainSteps(6);
    expect(together.save()).toEqual(single.save());
    expect(together.save()).toEqual(alone(CARRIED, 10));
  });

  it('can go back to the last good parameters', async () => {
    const [run, reference] = [session(CARRIED, channelShards()), session(CARRIED)];
    await gather(run);
    await train(run, 29);
    const training = run.run();
    while (!run.waiting) training.next();
    reference.trainSteps(30);
    expect(run.recover()).toBe(reference.recover());
    await train(run, 5);
    reference.trainSteps(5);
    expect(run.save()).toEqual(reference.save());
  });

  it('uses a setting changed meanwhile', async () => {
    const [run, reference] = [session(CARRIED, channelShards()), session(CARRIED)];
    await gather(run);
    const training = run.run();
    while (!run.waiting) training.next();
    expect(run.change('learningRate', 0.05)).toBe(2);
    await run.waiting;
    while (!training.next().value);
    await train(run, 3);
    reference.trainSteps(1);
    reference.change('learningRate', 0.05);
    reference.trainSteps(4);
    expect(run.save()).toEqual(reference.save());
  });

  it('is on the record with its shards, and one thread replays it', async () => {
    const run = session({ ...CARRIED, shards: 3 }, threads);
    await gather(run);
    await train(run, 7);
    run.change('learningRate', 0.03);
    await train(run, 4);
    expect(run.record.shards).toBe(3);
    const { session: again } = replay(run.record, text, 12, { machine });
    open.push(again);
    expect(again.save()).toEqual(run.save());
  });
});

describe('hosts', () => {
  const value = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(result.code);
    return result.value;
  };
  const hostWith = (spawnShard?: SpawnShard) => {
    const reports: Report[] = [];
    let slices = 0;
    const host = createHost({
      machine,
      spawnShard,
      now: () => performance.now(),
      yieldToEvents: () => {
        slices += 1;
        return new Promise((resolve) => setImmediate(resolve));
      },
      emit: (report) => reports.push(report),
      crash: (error) => {
        throw error;
      },
    });
    return { host, reports, slices: () => slices };
  };
  const spec = { config: { ...CONFIG, ...CARRIED.config }, data: text, shards: 2 };
  const played = async ({ host, reports }: ReturnType<typeof hostWith>, until: number): Promise<void> => {
    value(await host.play('a', { until }));
    while (reports.at(-1)?.status !== 'paused' || reports.at(-1)?.step !== until) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };

  it('train in shards, answer meanwhile, and end the threads of what is replaced or disposed of', async () => {
    const tally = new Tally();
    const stage = hostWith(channelShards(tally));
    const { host } = stage;
    expect(value(await host.create('a', spec)).record.shards).toBe(2);
    const playing = played(stage, 330);
    for (let i = 0; i < 5; i++) expect(await host.trace('a', 'the fox')).toMatchObject({ ok: true });
    await playing;
    expect(tally.answers).toBeGreaterThan(0);
    expect(value(await host.save('a'))).toEqual(alone(CARRIED, 330));
    value(await host.create('a', spec));
    expect(tally.ended).toBe(1);
    await played(stage, 5);
    value(await host.dispose('a'));
    expect([tally.started, tally.ended]).toEqual([2, 2]);
  });

  it('let the threads of a session go while another one trains', async () => {
    const tally = new Tally();
    const stage = hostWith(channelShards(tally));
    value(await stage.host.create('a', spec));
    value(await stage.host.create('b', { ...spec, shards: 1 }));
    await played(stage, 60);
    expect([tally.started, tally.ended]).toEqual([1, 0]);
    value(await stage.host.play('b', { steps: 1 }));
    expect([tally.started, tally.ended]).toEqual([1, 1]);
    await played(stage, 130);
    expect([tally.started, tally.ended]).toEqual([2, 1]);
    expect(value(await stage.host.save('a'))).toEqual(alone(CARRIED, 130));
    value(await stage.host.dispose('a'));
  });

  it('do nothing while they wait, and go on when they are asked', async () => {
    let died = (): void => {};
    // Gets ready, and never answers.
    const stage = hostWith(({ message, death }) => {
      died = death;
      const send = ({ kind }: { kind: string }) => {
        if (kind === 'setup') setImmediate(() => message({ kind: 'ready' }));
      };
      return { send, end: () => {} };
    });
    const { host, slices } = stage;
    value(await host.create('a', spec));
    const playing = played(stage, 20);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = slices();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(slices()).toBe(before);
    expect(await host.trace('a', 'the fox')).toMatchObject({ ok: true });
    expect(await host.evaluate('a')).toMatchObject({ ok: true });
    expect(slices()).toBeLessThan(before + 100);
    died();
    await playing;
    expect(value(await host.save('a'))).toEqual(alone(CARRIED, 20));
  });

  it('time a workload in shards, and end its threads', async () => {
    const tally = new Tally();
    const { host } = hostWith(counted(tally, threads));
    const asked = { workload: 'W1', cell: 'rnn', arithmetic: 'simd', shards: 2, ms: 100 } as const;
    expect(value(await host.measure(asked))).toMatchObject({ shards: 2, threads: 2, arithmetic: 'simd' });
    expect([tally.started, tally.ended]).toEqual([1, 1]);
  });
});
