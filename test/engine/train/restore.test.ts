import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunConfig } from '../../../engine/config.ts';
import type { Arithmetic } from '../../../engine/kernels/kernels.ts';
import type { Machine } from '../../../engine/kernels/machine.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../engine/train/checkpoint.ts';
import { replay } from '../../../engine/train/replay.ts';
import { createSession, type Session } from '../../../engine/train/session.ts';
import type { SessionSpec } from '../../../engine/train/types.ts';
import { nodeMachine } from '../../../scripts/machine.ts';
import { BUSY_MACHINE, errorOf, expectSameBytes, specOf } from '../fixtures.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await nodeMachine();
});

/** Trains on `spec` and, restored in the middle, on the same again: both must end with the same bytes. */
function expectSameAfterRestore(spec: SessionSpec, before: number, after: number): void {
  const whole = createSession(spec, { machine });
  whole.trainSteps(before);
  const restored = createSession({ ...spec, checkpoint: whole.save() }, { machine });
  expect(restored.step).toBe(before);
  expect(restored.record).toEqual(whole.record);
  expect(restored.trainSteps(after)).toEqual(whole.trainSteps(after));
  expectSameBytes(restored.save(), whole.save());
}

const OPTIMISERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;

const configs = fc.record({
  cell: fc.constantFrom<RunConfig['cell']>('rnn', 'gru', 'lstm'),
  layers: fc.integer({ min: 1, max: 3 }),
  bidirectional: fc.boolean(),
  dropout: fc.constantFrom(0, 0.3),
  reset: fc.constantFrom<RunConfig['reset']>('before', 'after'),
  sampling: fc.constantFrom<RunConfig['sampling']>('random', 'sequential'),
  unit: fc.constantFrom<RunConfig['unit']>('characters', 'words'),
  optimiser: fc.constantFrom(...OPTIMISERS),
  schedule: fc.constantFrom<RunConfig['schedule']>('constant', 'step', 'cosine', 'warmup'),
  weightDecay: fc.constantFrom(0, 0.01),
});

describe('a restored run', () => {
  it('goes on as if it had never stopped, bit for bit, whatever it trains and however', () => {
    fc.assert(
      fc.property(
        configs,
        fc.constantFrom<Arithmetic>('scalar', 'simd', 'fma'),
        fc.constantFrom(1, 3),
        fc.integer({ min: 1, max: 40 }),
        (changes, arithmetic, shards, steps) => {
          expectSameAfterRestore({ ...specOf({ hidden: 5, ...changes }), arithmetic, shards }, steps, 7);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('goes on in a task, in the middle of an epoch', () => {
    const data = { kind: 'task', task: { name: 'adding', length: 10 } } as const;
    expectSameAfterRestore({ ...specOf(), data }, 30, 20);
  });

  it('is of the last completed step when it is saved inside one', () => {
    const options = { machine: BUSY_MACHINE };
    const [plain, cut] = [createSession(specOf(), options), createSession(specOf(), options)];
    plain.trainSteps(4);
    const training = cut.run();
    while (cut.step < 4) training.next();
    for (let i = 0; i < 9; i++) training.next();
    expectSameBytes(cut.save(), plain.save());
  });

  it('keeps the changes made before, and the patience it has used up', () => {
    const run = createSession(specOf({ patience: 2, learningRate: 1e-6 }), { machine });
    run.trainSteps(60);
    run.change('learningRate', 0.02);
    run.trainSteps(3);
    const again = createSession(
      { ...specOf({ patience: 2, learningRate: 1e-6 }), checkpoint: run.save() },
      { machine },
    );
    expect(again.changes).toEqual([{ step: 61, key: 'learningRate', value: 0.02 }]);
    expect(again.config.learningRate).toBe(0.02);
    expect(again.record.config.learningRate).toBe(1e-6);
    expect(again.isEnough).toBe(run.isEnough);
  });

  it('acts on a change that no update had used yet when it was saved', () => {
    const changes = fc.record({
      before: fc.constantFrom(...OPTIMISERS),
      after: fc.constantFrom(...OPTIMISERS),
      learningRate: fc.constantFrom(0.01, 0.02),
      steps: fc.constantFrom(0, 1, 30),
    });
    fc.assert(
      fc.property(changes, ({ before, after, learningRate, steps }) => {
        const spec = specOf({ hidden: 5, optimiser: before });
        const run = createSession(spec, { machine });
        run.trainSteps(steps);
        run.change('optimiser', after);
        run.change('learningRate', learningRate);
        const again = createSession({ ...spec, checkpoint: run.save() }, { machine });
        expectSameBytes(again.save(), run.save());
        expect(again.trainSteps(5)).toEqual(run.trainSteps(5));
        expectSameBytes(again.save(), run.save());
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('is a run of its own, which begins there, where its arithmetic is missing', () => {
    const run = createSession({ ...specOf(), arithmetic: 'simd' }, { machine });
    run.trainSteps(5);
    run.change('learningRate', 0.02);
    const again = createSession({ ...specOf(), checkpoint: run.save() });
    expect(again.record).toMatchObject({ arithmetic: 'scalar', from: 5, changes: [] });
    expect(again.record.config.learningRate).toBe(0.02);
    const checkpoint = run.save();
    const { loss } = again.trainSteps(5);
    expect(replay(again.record, specOf().data, 5, { checkpoint }).loss).toEqual(loss);
  });

  it('is refused with arrays of other lengths, and with a state that is none', () => {
    const run = createSession(specOf(), { machine });
    run.trainSteps(3);
    const checkpoint = decodeCheckpoint(run.save());
    const of = (changes: object): Uint8Array =>
      encodeCheckpoint({ ...checkpoint, run: { ...checkpoint.run!, ...changes } });
    const damages = [
      { arrays: checkpoint.run!.arrays.slice(1) },
      { shards: 0 },
      { arithmetic: 'abacus' },
      { source: { rng: [1, 2, 3], counters: [] } },
      { source: { rng: [1, 2, 3, 4], counters: [1e9] } },
      { source: { rng: [0, 0, 0, 0], counters: [0] } },
      { changes: [{ step: 1, key: 'hidden', value: 3 }] },
      { dropout: [] },
      { guard: null },
      { applied: null },
    ];
    for (const damage of damages) {
      const make = (): Session => createSession({ ...specOf(), checkpoint: of(damage) }, { machine });
      expect(errorOf(make).code, JSON.stringify(damage).slice(0, 60)).toBe('checkpoint-damaged');
    }
  });
});

describe('a replayed record', () => {
  it('gives the same curve, changes by hand included', () => {
    const run = createSession({ ...specOf(), shards: 2 }, { machine });
    const first = run.trainSteps(10).loss;
    run.change('learningRate', 0.05);
    run.change('optimiser', 'momentum');
    const rest = run.trainSteps(15).loss;
    const { loss, session } = replay(run.record, specOf().data, 25, { machine });
    expect([...loss]).toEqual([...first, ...rest]);
    expectSameBytes(session.save(), run.save());
    expect(session.record).toEqual(run.record);
  });

  it('goes back from a divergence where the reader did', () => {
    const run = createSession(specOf({ optimiser: 'sgd', learningRate: 0.5 }), { machine });
    run.trainSteps(40);
    run.change('learningRate', 1e9);
    run.change('clip', 0);
    expect(errorOf(() => run.trainSteps(50)).code).toBe('diverged');
    run.recover();
    run.change('learningRate', 0.3);
    run.trainSteps(20);
    const { session } = replay(run.record, specOf().data, run.step, { machine });
    expect(session.model.values.all).toEqual(run.model.values.all);
  });

  it('goes back also where the run came no further since', () => {
    for (const steps of [0, 1]) {
      const run = createSession(specOf({ optimiser: 'sgd', learningRate: 0.5 }), { machine });
      run.trainSteps(3);
      run.change('learningRate', 1e9);
      run.change('clip', 0);
      expect(errorOf(() => run.trainSteps(50)).code).toBe('diverged');
      expect(run.recover()).toBe(3);
      run.change('learningRate', 0.3);
      run.trainSteps(steps);
      const { session } = replay(run.record, specOf().data, run.step, { machine });
      expect(session.model.values.all).toEqual(run.model.values.all);
    }
  });

  it('starts from the checkpoint the run started from', () => {
    const before = createSession(specOf(), { machine });
    before.trainSteps(20);
    const checkpoint = before.save(false);
    const run = createSession({ ...specOf(), checkpoint }, { machine });
    const { loss } = run.trainSteps(10);
    expect(run.record.from).toBe(20);
    expect(replay(run.record, specOf().data, 10, { machine, checkpoint }).loss).toEqual(loss);
  });
});
