/** The store against a fake engine: no React, no worker. */
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineCrash } from '../../app/experiment/client.ts';
import { createExperimentStore } from '../../app/experiment/store.ts';
import { fakePort, fakeSources } from './fakes/engine.ts';

const setUp = () => {
  const engine = fakePort();
  const store = createExperimentStore({
    id: 'test',
    preset: 'gru-moby-dick',
    port: engine.port,
    sources: fakeSources(),
    now: () => engine.time,
  });
  return { engine, store, get: store.getState };
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
    expect(world.engine.lastPlay).toEqual({ steps: perEpoch - (3010 % perEpoch) });
  });
});
