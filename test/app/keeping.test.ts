/** What an experiment's store keeps over a reload, and what it says of a pause that nobody asked for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Keeper, type KeptRun, parseKept } from '../../app/experiment/keeper.ts';
import { createExperimentStore } from '../../app/experiment/store.ts';
import { fakePort, fakeSources } from './fakes/engine.ts';

const fakeKeeper = () => {
  const runs = new Map<string, KeptRun>();
  const keeper: Keeper = {
    read: async (slot) => runs.get(slot) ?? null,
    write: async (slot, run) => void runs.set(slot, run),
    forget: async (slot) => void runs.delete(slot),
  };
  return { keeper, runs };
};

const open = (keeper?: Keeper) => {
  const engine = fakePort();
  const store = createExperimentStore({
    ...{ id: 'slot', preset: 'gru-moby-dick', port: engine.port, sources: fakeSources(), keeper },
    now: () => engine.time,
  });
  return { engine, get: store.getState };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a run that is kept', () => {
  const text = 'the reader’s own words '.repeat(20);

  it('is there after a reload, with its text, settings and writer, and is continued when asked', async () => {
    const { keeper } = fakeKeeper();
    const first = open(keeper);
    await first.get().setCorpus({ kind: 'own', name: 'mine', text });
    await first.get().set('learningRate', 0.25);
    first.get().setWriter({ prefix: 'a', temperature: 1.5 });
    await first.get().play();
    first.engine.report({ steps: 7, loss: 2 });
    first.engine.time += 1000;
    await first.get().pause();
    first.engine.pauseAt();
    await vi.advanceTimersByTimeAsync(1000);

    const second = open(keeper);
    await vi.advanceTimersByTimeAsync(0);
    expect(second.get().kept).toMatchObject({ step: 7, corpus: { name: 'mine', text } });
    await second.get().resumeKept();
    expect(second.get()).toMatchObject({
      origin: 'kept',
      corpus: { name: 'mine', text },
      config: { learningRate: 0.25 },
      writer: { prefix: 'a', temperature: 1.5 },
      kept: null,
    });
  });

  it('is computed as before, also if only its settings can be read; what an older page kept, as usual', async () => {
    const { keeper, runs } = fakeKeeper();
    const first = open(keeper);
    await first.get().setComputing({ arithmetic: 'scalar', shards: 2 });
    await first.get().setCorpus({ kind: 'own', name: 'mine', text });
    await vi.advanceTimersByTimeAsync(0);
    const computing = { arithmetic: 'scalar', shards: 2 };
    const kept = runs.get('slot');
    expect(kept).toMatchObject({ computing });
    expect(parseKept({ ...kept, computing: undefined })?.computing).toEqual({
      arithmetic: 'simd',
      shards: 1,
    });
    if (kept) runs.set('slot', { ...kept, checkpoint: null });
    const second = open(keeper);
    await vi.advanceTimersByTimeAsync(0);
    await second.get().resumeKept();
    expect(second.get()).toMatchObject({ origin: 'scratch', info: { record: computing } });
  });

  it('can be forgotten', async () => {
    const { keeper, runs } = fakeKeeper();
    const first = open(keeper);
    await first.get().setCorpus({ kind: 'own', name: 'mine', text });
    await vi.advanceTimersByTimeAsync(0);
    expect(runs.size).toBe(1);
    const second = open(keeper);
    await vi.advanceTimersByTimeAsync(0);
    await second.get().forgetKept();
    expect(second.get().kept).toBeNull();
    expect(runs.size).toBe(0);
  });
});

describe('a pause that nobody asked for', () => {
  it('says that something else took the engine, until training goes on', async () => {
    const { engine, get } = open();
    await get().play();
    engine.pauseAt();
    expect(get()).toMatchObject({ status: 'paused', notice: 'elsewhere' });
    await get().play();
    expect(get().notice).toBeNull();
  });

  it('is not seen in a pause that was asked for, in the end of a step, or in going back after a divergence', async () => {
    const { engine, get } = open();
    await get().play();
    await get().pause();
    engine.pauseAt();
    expect(get().notice).toBeNull();
    await get().stepOnce();
    engine.pauseAt();
    expect(get().notice).toBeNull();
    await get().play();
    engine.diverge();
    await get().recover();
    engine.pauseAt();
    expect(get().notice).toBeNull();
  });
});
