/** Predict, run, reveal against a fake engine: no React, no worker. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineCrash } from '../../app/experiment/client.ts';
import { createPredictionStore } from '../../app/experiment/prediction.ts';
import { FetchFailed } from '../../app/experiment/sources.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import { RECORD } from '../../content/experiments/record.ts';
import type { Experiment } from '../../content/experiments/types.ts';
import { fakePort, fakeSources } from './fakes/engine.ts';

const { config } = PRESETS['gru-moby-dick'];
const EXPERIMENT: Experiment = {
  id: 'e',
  corpus: 'moby-dick',
  characters: 1000,
  probe: 'Call me',
  arms: [
    { id: 'fresh', name: { zh: '', en: '' }, config, steps: 0 },
    { id: 'trained', name: { zh: '', en: '' }, config, steps: 20 },
  ],
  claim: [],
  seeds: [1],
  holds: 1,
};

const setUp = () => {
  const engine = fakePort();
  const sources = fakeSources();
  const store = createPredictionStore(EXPERIMENT, engine.port, sources);
  /** Answers, runs, and waits until the second arm trains; `ended` is the run's end. */
  const start = async () => {
    store.getState().choose(1);
    const ended = store.getState().run();
    await vi.waitFor(() => expect(engine.sent).toContain('play'));
    return { ended };
  };
  return { engine, sources, get: store.getState, start };
};

let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

describe('a prediction’s store', () => {
  it('runs only after the reader has answered', async () => {
    await world.get().run();
    expect(world.get().phase).toBe('open');
    expect(world.engine.sent).toEqual([]);
    world.get().choose(0);
    world.get().choose(2);
    expect(world.get()).toMatchObject({ phase: 'committed', choice: 2 });
  });

  it('runs the arms one after the other, measures each, and then holds no session', async () => {
    const { engine, get, start } = world;
    const { ended } = await start();
    expect(get().phase).toBe('running');
    expect(get().measured).toHaveProperty('fresh');
    expect(engine.lastPlay).toEqual({ steps: 20 });
    get().choose(0);
    engine.report({ steps: 12, loss: 3 });
    expect(get().arms[1]).toMatchObject({ step: 12 });
    engine.report({ steps: 8, loss: 1 });
    engine.pauseAt();
    await ended;
    expect(get()).toMatchObject({ phase: 'done', choice: 1, failure: null });
    expect(get().measured.trained).toMatchObject({
      'heldOut.final': 2,
      'update.unitMean.max': expect.closeTo(0.5),
    });
    expect(get().measured.trained?.['train.final']).toBeCloseTo((12 * 3 + 8) / 20);
    expect(get().arms[1].history.loss).toHaveLength(20);
    expect(engine.held).toEqual([]);
  });

  it('asks for the arithmetic of the record, in one part, whatever the reader’s own run has', async () => {
    const { engine, get, start } = world;
    await start();
    expect(engine.created).toHaveLength(2);
    for (const spec of engine.created)
      expect(spec).toMatchObject({ arithmetic: RECORD.arithmetic, shards: 1 });
    expect(get().arithmetic).toBe(RECORD.arithmetic);
  });

  it('stops when something else takes the engine, keeps the answer, and can run again', async () => {
    const { engine, get, start } = world;
    const { ended } = await start();
    engine.report({ steps: 5, loss: 3 });
    engine.pauseAt();
    await ended;
    expect(get()).toMatchObject({ phase: 'stopped', choice: 1, failure: null });
    engine.sent.length = 0;
    const again = await start();
    engine.report({ steps: 20, loss: 3 });
    engine.pauseAt();
    await again.ended;
    expect(get().phase).toBe('done');
  });

  it('says so when the engine crashes, and runs again in a new worker', async () => {
    const { engine, get, start } = world;
    const { ended } = await start();
    engine.crash(new EngineCrash('test'));
    await ended;
    expect(get()).toMatchObject({ phase: 'stopped', failure: { code: 'crashed' } });
    engine.sent.length = 0;
    const again = await start();
    expect(engine.restarts).toBe(1);
    engine.report({ steps: 20, loss: 3 });
    engine.pauseAt();
    await again.ended;
    expect(get().phase).toBe('done');
  });

  it('says so when an arm diverges', async () => {
    const { engine, get, start } = world;
    const { ended } = await start();
    engine.diverge();
    await ended;
    expect(get()).toMatchObject({ phase: 'stopped', failure: { code: 'diverged' } });
    expect(engine.held).toEqual([]);
  });

  it('says so when the corpus cannot be fetched', async () => {
    const { engine, sources, get } = world;
    sources.corpus = async () => {
      throw new FetchFailed('corpora/moby-dick.txt');
    };
    get().choose(0);
    await get().run();
    expect(get()).toMatchObject({ phase: 'stopped', failure: { code: 'fetch-failed' } });
    expect(engine.sent).toEqual([]);
  });

  it('says so when the engine refuses to make or to play an arm', async () => {
    const { engine, get } = world;
    engine.refuse({ ok: false, code: 'out-of-memory', params: { needed: 2, limit: 1 } });
    get().choose(0);
    await get().run();
    expect(get()).toMatchObject({ phase: 'stopped', failure: { code: 'out-of-memory' } });
    engine.refusePlay = true;
    await get().run();
    expect(get()).toMatchObject({ phase: 'stopped', failure: { code: 'session-unknown' } });
  });
});
