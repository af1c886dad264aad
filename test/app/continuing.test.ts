// @vitest-environment node
/** A kept run with the engine itself: what a reload interrupts goes on bit for bit. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Keeper, KeptRun } from '../../app/experiment/keeper.ts';
import { createExperimentStore } from '../../app/experiment/store.ts';
import type { ExperimentState } from '../../app/experiment/types.ts';
import type { Machine } from '../../engine/index.ts';
import { nodeMachine } from '../../scripts/machine.ts';
import { fileSources, memoryKeeper, realPort } from './fakes/real-engine.ts';

const TEXT = 'to be, or not to be: that is the question. '.repeat(60);

let machine: Machine;
beforeAll(async () => {
  machine = await nodeMachine();
});

const open = (keeper: Keeper) => {
  const port = realPort(machine);
  return createExperimentStore({ id: 'slot', preset: 'gru-moby-dick', port, sources: fileSources, keeper })
    .getState;
};

async function eventually(holds: () => boolean) {
  for (let i = 0; !holds(); i++) {
    if (i > 2000) throw new Error('eventually: waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function stepTimes(get: () => ExperimentState, count: number) {
  for (let i = 0; i < count; i++) {
    const { step } = get().progress;
    await get().stepOnce();
    await eventually(() => get().progress.step === step + 1 && get().status === 'paused');
  }
}

/** To the end of the epoch, and until that state is stored. */
async function toTheEnd(get: () => ExperimentState, stored: Map<string, unknown>): Promise<KeptRun> {
  await get().epochOnce();
  const end = get().info?.stepsPerEpoch ?? Number.NaN;
  await eventually(() => (stored.get('slot') as KeptRun | undefined)?.step === end);
  return stored.get('slot') as KeptRun;
}

/** A run of the reader's own, in the middle of an epoch, with a setting changed by hand, stored. */
async function interrupted() {
  const { keeper, stored } = memoryKeeper();
  const get = open(keeper);
  await get().set('hidden', 12);
  await get().set('batch', 4);
  await get().set('window', 8);
  await get().setCorpus({ kind: 'own', name: 'mine', text: TEXT });
  await stepTimes(get, 20);
  await get().set('learningRate', 0.003);
  await stepTimes(get, 13);
  await eventually(() => (stored.get('slot') as KeptRun | undefined)?.step === 33);
  return { keeper, stored, get };
}

describe('a run that a reload interrupts', { timeout: 60_000 }, () => {
  it('goes on as if nothing had been: the same losses, evaluations and parameters, bit for bit', async () => {
    const { stored, get } = await interrupted();
    const after = memoryKeeper();
    after.stored.set('slot', structuredClone(stored.get('slot')));
    const without = await toTheEnd(get, stored);

    const resumed = open(after.keeper);
    await eventually(() => resumed().kept !== null);
    expect(resumed().kept?.step).toBe(33);
    await resumed().resumeKept();
    expect(resumed()).toMatchObject({ origin: 'kept', kept: null, failure: null, progress: { step: 33 } });
    expect(resumed().history.loss).toEqual(get().history.loss.slice(0, 33));
    const with_ = await toTheEnd(resumed, after.stored);

    expect(get().history.loss.length).toBeGreaterThan(50);
    expect(resumed().history).toEqual(get().history);
    expect(resumed().changes).toEqual(get().changes);
    expect(resumed().changes).toEqual([{ step: 21, key: 'learningRate', value: 0.003 }]);
    expect(resumed().info?.record.arithmetic).toBe('simd');
    expect(with_.checkpoint).toEqual(without.checkpoint);
  });

  it('keeps its arithmetic and its shards, and goes on with them', async () => {
    const { keeper, stored } = memoryKeeper();
    const get = open(keeper);
    await get().set('hidden', 12);
    await get().setComputing({ arithmetic: 'scalar', shards: 2 });
    await get().setCorpus({ kind: 'own', name: 'mine', text: TEXT });
    await stepTimes(get, 5);
    await eventually(() => (stored.get('slot') as KeptRun | undefined)?.step === 5);
    const after = memoryKeeper();
    after.stored.set('slot', structuredClone(stored.get('slot')));
    await stepTimes(get, 3);

    const resumed = open(after.keeper);
    await eventually(() => resumed().kept !== null);
    await resumed().resumeKept();
    expect(resumed().info?.record).toMatchObject({ arithmetic: 'scalar', shards: 2 });
    expect(resumed().progress.step).toBe(5);
    await stepTimes(resumed, 3);
    expect(resumed().history.loss).toEqual(get().history.loss);
  });

  it('is interrupted in the midst of training too: the curve goes on from the step that was saved', async () => {
    const { keeper, stored } = memoryKeeper();
    const get = open(keeper);
    await get().set('hidden', 12);
    await get().play();
    await get().setCorpus({ kind: 'own', name: 'mine', text: TEXT });
    await eventually(() => stored.has('slot'));
    await get().pause();
    await eventually(() => get().status === 'paused');
    const { step } = stored.get('slot') as KeptRun;

    const resumed = open(keeper);
    await eventually(() => resumed().kept !== null);
    await resumed().resumeKept();
    expect(resumed().progress.step).toBe(step);
    expect(resumed().history.start).toBe(0);
    expect(resumed().history.loss).toEqual(get().history.loss.slice(0, step));
  });
});

describe('a kept run that cannot be read', { timeout: 60_000 }, () => {
  const damage = (run: unknown): KeptRun => {
    const copy = structuredClone(run as KeptRun);
    const checkpoint = Uint8Array.from(copy.checkpoint ?? []);
    checkpoint[checkpoint.length - 9] ^= 1;
    return { ...copy, checkpoint };
  };

  it('says so, loses nothing else, and leaves the pretrained model to start from', async () => {
    const { keeper, stored } = await interrupted();
    stored.set('slot', damage(stored.get('slot')));
    const get = open(keeper);
    await eventually(() => get().kept !== null);
    await get().resumeKept();
    expect(get()).toMatchObject({ status: 'stored', failure: null });
    expect(get().kept).toMatchObject({ checkpoint: null, corpus: { text: TEXT }, config: { hidden: 12 } });
    expect(stored.has('slot')).toBe(true);
    await get().start();
    expect(get()).toMatchObject({ origin: 'pretrained', status: 'paused', progress: { step: 3000 } });
  });

  it('is trained anew with its text and settings when asked again, also if an older page stored it', async () => {
    const { keeper, stored } = await interrupted();
    const { layers: _, patience: __, ...older } = (stored.get('slot') as KeptRun).config;
    stored.set('slot', { ...(stored.get('slot') as KeptRun), version: 1, history: undefined, config: older });
    const get = open(keeper);
    await eventually(() => get().kept !== null);
    expect(get().kept).toMatchObject({ checkpoint: null, step: 33, config: { layers: 1, patience: 0 } });
    await get().resumeKept();
    expect(get()).toMatchObject({ origin: 'scratch', kept: null, failure: null, progress: { step: 0 } });
    expect(get()).toMatchObject({ corpus: { text: TEXT }, config: { hidden: 12, learningRate: 0.003 } });
  });
});
