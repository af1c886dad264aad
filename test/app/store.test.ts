/** The store against a fake engine: no React, no worker. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineCrash } from '../../app/experiment/client.ts';
import { appendPoints, binStep, emptyHistory, rewind } from '../../app/experiment/history.ts';
import { FetchFailed } from '../../app/experiment/sources.ts';
import { createExperimentStore } from '../../app/experiment/store.ts';
import { type Page, whenUnseen } from '../../app/experiment/unseen.ts';
import { fakePort, fakeSources } from './fakes/engine.ts';

const setUp = () => {
  const engine = fakePort();
  const sources = fakeSources();
  const store = createExperimentStore({
    id: 'test',
    preset: 'gru-moby-dick',
    port: engine.port,
    sources,
    now: () => engine.time,
  });
  return { engine, sources, store, get: store.getState };
};

let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

describe('an experiment’s store', () => {
  it('sends nothing to the engine until something is asked of it', () => {
    expect(world.engine.sent).toEqual([]);
    expect(world.get().status).toBe('stored');
  });

  it('starts from the preset’s checkpoint, once, however often it is asked', async () => {
    await Promise.all([world.get().start(), world.get().start(), world.get().play()]);
    expect(world.engine.sent.filter((name) => name === 'create')).toHaveLength(1);
    expect(world.get().origin).toBe('pretrained');
    expect(world.get().trace?.runId).toBe(world.get().info?.runId);
  });

  it('follows a run: steps, losses and the newest trace', async () => {
    await world.get().play();
    world.engine.report({ steps: 5, loss: 2.5 });
    expect(world.get().status).toBe('training');
    expect(world.get().progress.step).toBe(3005);
    expect(world.get().progress.loss).toBeCloseTo(2.5);
    expect(world.get().history.loss).toHaveLength(5);
    expect(world.get().trace?.step).toBe(3005);
  });

  it('changes the learning rate of the running model without making a new one', async () => {
    await world.get().play();
    const { runId } = world.get().info ?? {};
    await world.get().set('learningRate', 0.5);
    expect(world.engine.sent.filter((name) => name === 'create')).toHaveLength(1);
    expect(world.get().info?.runId).toBe(runId);
    expect(world.get().config.learningRate).toBe(0.5);
    expect(world.get().changes).toEqual([{ step: 3001, key: 'learningRate', value: 0.5 }]);
    expect(world.get().status).toBe('training');
  });

  it('rebuilds from scratch on a structural change, keeps the last trace until the new one, and trains on', async () => {
    await world.get().play();
    world.engine.report({ steps: 1, loss: 2 });
    const before = world.get().trace;
    const change = world.get().set('hidden', 16);
    expect(world.get().trace).toBe(before);
    await change;
    expect(world.get().trace?.H).toBe(16);
    expect(world.get().origin).toBe('scratch');
    expect(world.get().history.loss).toEqual([]);
    expect(world.engine.sent.filter((name) => name === 'play')).toHaveLength(2);
  });

  it('refuses a setting out of range with a failure, and leaves the run alone', async () => {
    await world.get().start();
    const { config, info } = world.get();
    await world.get().set('hidden', 0);
    expect(world.get().failure).toMatchObject({ code: 'config-invalid', params: { key: 'hidden' } });
    expect(world.get().config).toBe(config);
    expect(world.get().info).toBe(info);
  });

  it('keeps the run when the reader’s text is refused', async () => {
    await world.get().start();
    const { info, corpus } = world.get();
    await world.get().setCorpus({ kind: 'own', name: 'mine', text: 'short' });
    expect(world.get().failure?.code).toBe('text-too-short');
    expect(world.get().info).toBe(info);
    expect(world.get().corpus).toBe(corpus);
    expect(world.get().status).toBe('paused');
  });

  it('ignores reports and traces of a session that has been replaced', async () => {
    await world.get().play();
    const old = world.get().info?.runId ?? '';
    await world.get().set('hidden', 16);
    world.engine.report({ steps: 3, loss: 9, runId: old });
    expect(world.get().progress.step).toBe(0);
    expect(world.get().trace?.H).toBe(16);
  });

  it('moves the cursor within the trace only', async () => {
    await world.get().start();
    world.get().setCursor({ t: 10_000, unit: -3 });
    expect(world.get().cursor).toMatchObject({ t: (world.get().trace?.T ?? 0) - 1, unit: 0 });
  });

  it('says where a run diverged, and goes back to the last good step when asked', async () => {
    await world.get().play();
    world.engine.diverge();
    expect(world.get().status).toBe('diverged');
    expect(world.get().failure).toMatchObject({ code: 'diverged', params: { lastGoodStep: 3000 } });
    await world.get().recover();
    expect(world.get().status).toBe('paused');
    expect(world.get().failure).toBeNull();
    expect(world.get().progress.step).toBe(3000);
  });

  it('notices a crash, keeps what it shows, and resumes in a new worker from the last state saved', async () => {
    await world.get().play();
    world.engine.report({ steps: 2, loss: 2 });
    const shown = world.get().trace;
    world.engine.crash(new EngineCrash('test'));
    expect(world.get().status).toBe('crashed');
    expect(world.get().trace).toBe(shown);
    await world.get().restart();
    expect(world.get().status).toBe('paused');
    expect(world.engine.restarts).toBe(1);
  });

  it('trains an epoch to its end, wherever it stands', async () => {
    await world.get().play();
    world.engine.report({ steps: 10, loss: 2 });
    world.engine.pauseAt();
    await world.get().epochOnce();
    const perEpoch = world.get().info?.stepsPerEpoch ?? 0;
    expect(perEpoch).toBe(400);
    expect(world.engine.lastPlay).toEqual({ until: 8 * perEpoch });
  });

  it('keeps every change when structural changes come faster than sessions', async () => {
    const { get } = world;
    await get().start();
    const { seed } = get().config;
    await Promise.all([get().set('hidden', 16), get().set('batch', 4), get().newSeed(), get().reset()]);
    expect(get().config).toMatchObject({ hidden: 16, batch: 4 });
    expect(get().config.seed).not.toBe(seed);
    expect(get().status).toBe('paused');
    expect(get().trace?.runId).toBe(get().info?.runId);
    expect(world.engine.held).toHaveLength(1);
  });

  it('trains on after rebuilds that overtook each other, or failed, if it trained before', async () => {
    const { get, engine } = world;
    await get().play();
    engine.report({ steps: 1, loss: 2 });
    await Promise.all([get().reset(), get().newSeed(), get().set('hidden', 16)]);
    expect(get().status).toBe('training');
    const { info } = get();
    await Promise.all([get().reset(), get().setCorpus({ kind: 'own', name: 'mine', text: 'short' })]);
    expect(get().status).toBe('training');
    expect(get().info).toBe(info);
    expect(engine.held).toHaveLength(1);
  });

  it('obeys a pause that comes while it rebuilds, and a play after that', async () => {
    const { get, engine } = world;
    await get().play();
    engine.report({ steps: 1, loss: 2 });
    let open = engine.hold();
    let change = get().set('hidden', 16);
    await get().pause();
    open();
    await change;
    expect(get().status).toBe('paused');
    open = engine.hold();
    change = get().set('hidden', 8);
    const played = get().play();
    open();
    await Promise.all([change, played]);
    expect(get().status).toBe('training');
    expect(get().trace?.H).toBe(8);
  });

  it('takes back a play that is overtaken by a pause while the engine starts', async () => {
    const { get, engine } = world;
    const open = engine.hold();
    const played = get().play();
    expect(get().status).toBe('starting');
    await get().pause();
    open();
    await played;
    expect(get().status).toBe('paused');
    expect(engine.sent).not.toContain('play');
  });

  it('carries a live change that comes during a rebuild over to the new session', async () => {
    const { get, engine } = world;
    await get().start();
    const open = engine.hold();
    const change = get().set('hidden', 16);
    const live = get().set('learningRate', 0.5);
    open();
    await Promise.all([change, live]);
    expect(get().config).toMatchObject({ hidden: 16, learningRate: 0.5 });
    expect(get().changes).toEqual([{ step: 1, key: 'learningRate', value: 0.5 }]);
  });

  it('lets a later setting win over a preset that loads slowly', async () => {
    const { get, sources } = world;
    await get().start();
    let arrive = () => {};
    sources.checkpoint = () =>
      new Promise((resolve) => {
        arrive = () => resolve(new Uint8Array(8));
      });
    const preset = get().usePretrained('gru-song-ci');
    await get().set('hidden', 16);
    arrive();
    await preset;
    expect(get().config.hidden).toBe(16);
    expect(get().origin).toBe('scratch');
    expect(get().preset).toBe('gru-song-ci');
    expect(get().trace?.probe).toBe(get().probe);
    expect(get().status).toBe('paused');
  });

  it('leaves everything as it was when another preset cannot be fetched', async () => {
    const { get, sources } = world;
    await get().play();
    world.engine.report({ steps: 1, loss: 2 });
    const { info, corpus, preset, probe, config, trace } = get();
    sources.checkpoint = async () => {
      throw new FetchFailed('models/x');
    };
    await get().usePretrained('gru-song-ci');
    expect(get()).toMatchObject({ failure: { code: 'fetch-failed' }, status: 'training' });
    expect(get()).toMatchObject({ info, corpus, preset, probe, config, trace });
  });

  it('says so when the engine crashes while it makes a session, and starts again when asked', async () => {
    const { get, engine } = world;
    const open = engine.hold();
    const start = get().start();
    await Promise.resolve();
    engine.crash(new EngineCrash('test'));
    open();
    await start;
    expect(get().status).toBe('crashed');
    await get().play();
    expect(get().status).toBe('crashed');
    await get().restart();
    expect(get()).toMatchObject({ status: 'paused', origin: 'pretrained', failure: null });
  });

  it('makes the reader’s own run again when nothing of it was saved', async () => {
    const { get, engine } = world;
    await get().set('hidden', 16);
    engine.crash(new EngineCrash('test'));
    await get().restart();
    expect(get()).toMatchObject({ status: 'paused', origin: 'scratch', config: { hidden: 16 } });
  });

  it('takes an exception that nobody expected for a crash, and can go on', async () => {
    const { get, engine } = world;
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    await get().start();
    engine.port.call = async () => {
      throw new TypeError('a mistake in the engine');
    };
    await get().reset();
    expect(get().status).toBe('crashed');
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });

  it('takes the loss curve back with the parameters', async () => {
    const { get, engine } = world;
    await get().play();
    engine.report({ steps: 30, loss: 2 });
    engine.diverge();
    await get().recover();
    expect(get().history.loss).toEqual([]);
    expect(get().progress).toMatchObject({ step: 3000 });
  });

  it('pauses what nobody can see, and says so until it trains again', async () => {
    const { get, engine } = world;
    await get().play();
    engine.report({ steps: 1, loss: 2 });
    await get().pauseUnseen();
    engine.pauseAt();
    expect(get()).toMatchObject({ status: 'paused', notice: 'unseen' });
    await get().pauseUnseen();
    await get().play();
    expect(get()).toMatchObject({ status: 'training', notice: null });
  });
});

describe('how a run is computed', () => {
  it('is SIMD in one part, unless the reader chooses otherwise: that rebuilds, and what trained trains on', async () => {
    const { get, engine } = world;
    await get().play();
    expect(engine.created.at(-1)).toMatchObject({ arithmetic: 'simd', shards: 1 });
    expect(get().arithmetics).toEqual(['scalar', 'simd']);
    await get().setComputing({ shards: 2 });
    expect(engine.created.at(-1)).toMatchObject({ arithmetic: 'simd', shards: 2 });
    expect(engine.created.at(-1)).not.toHaveProperty('checkpoint');
    expect(get()).toMatchObject({
      origin: 'scratch',
      progress: { step: 0 },
      info: { record: { shards: 2 } },
    });
    expect(engine.sent.filter((name) => name === 'play')).toHaveLength(2);
  });

  it('outlasts other rebuilds and a crash; the pretrained model comes back as it was', async () => {
    const { get, engine } = world;
    await Promise.all([get().setComputing({ arithmetic: 'scalar' }), get().setComputing({ shards: 4 })]);
    await get().set('hidden', 16);
    const chosen = { arithmetic: 'scalar', shards: 4 };
    expect(engine.created.at(-1)).toMatchObject(chosen);
    engine.crash(new EngineCrash('test'));
    await get().restart();
    expect(engine.created.at(-1)).toMatchObject(chosen);
    await get().usePretrained();
    expect(engine.created.at(-1)).toMatchObject({ arithmetic: 'simd', shards: 1 });
  });

  it('has no more shards than the minibatch has sequences', async () => {
    const { get, engine } = world;
    await get().setComputing({ shards: 8 });
    await get().set('batch', 3);
    expect(engine.created.at(-1)).toMatchObject({ shards: 3, config: { batch: 3 } });
    expect(get().failure).toBeNull();
  });

  it('falls back to scalar where an arithmetic is not there: the record says so, and nothing fails', async () => {
    const { get } = world;
    await get().setComputing({ arithmetic: 'fma' });
    expect(get()).toMatchObject({ failure: null, info: { record: { arithmetic: 'scalar' } } });
  });
});

describe('a loss curve taken back', () => {
  const points = (count: number) => ({
    firstStep: 1,
    loss: Float32Array.from({ length: count }, (_, i) => i),
    gradNorm: new Float32Array(count),
    clipped: new Uint8Array(count),
  });

  it('ends at the step it goes back to, with single steps and with bins of several', () => {
    for (const count of [40, 399, 400, 401, 1000]) {
      const history = appendPoints(emptyHistory(100), points(count), [
        { step: 110, loss: 1 },
        { step: 150, loss: 1 },
      ]);
      for (const step of [100, 101, 117, 100 + count - 1, 100 + count]) {
        const back = rewind(history, step);
        if (step > 100) expect(binStep(back, back.loss.length - 1)).toBe(step);
        else expect(back.loss).toEqual([]);
        expect(back.heldOut.every((one) => one.step <= step)).toBe(true);
        const on = appendPoints(back, points(1));
        expect(binStep(on, on.loss.length - 1)).toBe(step + 1);
      }
    }
  });
});

describe('a loss curve of a long run', () => {
  it('keeps a bounded number of evaluations, the first and the newest among them', () => {
    const nothing = {
      ...{ firstStep: 1, loss: new Float32Array(0), gradNorm: new Float32Array(0) },
      clipped: new Uint8Array(0),
    };
    let history = emptyHistory();
    for (let step = 1; step <= 3000; step++) {
      history = appendPoints(history, nothing, [{ step, loss: 1 }]);
      expect(history.heldOut.length).toBeLessThanOrEqual(400);
      expect(history.heldOut[0].step).toBe(1);
      expect(history.heldOut.at(-1)?.step).toBe(step);
    }
  });
});

describe('what nobody can see', () => {
  it('is told after 30 s out of sight on end', () => {
    vi.useFakeTimers();
    const act = vi.fn();
    let tell = () => {};
    const page = { visibilityState: 'visible', addEventListener: (_: string, f: () => void) => (tell = f) };
    whenUnseen(page as unknown as Page, act);
    const turn = (state: 'hidden' | 'visible', ms: number) => {
      page.visibilityState = state;
      tell();
      vi.advanceTimersByTime(ms);
    };
    turn('hidden', 29_000);
    turn('visible', 60_000);
    expect(act).not.toHaveBeenCalled();
    turn('hidden', 31_000);
    expect(act).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });
});
