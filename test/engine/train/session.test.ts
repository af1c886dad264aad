import { describe, expect, it } from 'vitest';
import type { RunConfig } from '../../../engine/config.ts';
import { SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { sampleFrom } from '../../../engine/sampling/sampling.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import { mostBytes } from '../../../engine/train/memory.ts';
import { createSession } from '../../../engine/train/session.ts';
import { BUSY_MACHINE, CONFIG, errorOf, expectSameBytes, specOf, TEXT } from '../fixtures.ts';

const session = (changes: Partial<RunConfig> = {}, text = TEXT) =>
  createSession(specOf(changes, text), { machine: BUSY_MACHINE });

/** Yields of one step, and its result. */
function oneStep(run: ReturnType<ReturnType<typeof session>['run']>) {
  for (let yields = 1; ; yields++) {
    const { value } = run.next();
    if (value) return { yields, ...value };
  }
}

describe('a session', () => {
  it('says what it is made of', () => {
    const { info } = session({ vocabularyLimit: 5 });
    expect(info).toMatchObject({ step: 0, trainTokens: 2448, heldOutTokens: 272 });
    expect(info.vocabulary).toHaveLength(6);
    expect(info.coverage).toBeGreaterThan(0.4);
    expect(info.coverage).toBeLessThan(0.7);
    expect(info.stepsPerEpoch).toBe(76);
    expect(info.shapes).toMatchObject({ Wxr: [6, 12], Whr: [12, 12], br: [12], Whq: [12, 6], bq: [6] });
    expect(info.parameters).toBe(3 * (6 * 12 + 12 * 12 + 12) + 12 * 6 + 6);
    expect(info.unigramEntropy).toBeGreaterThan(1);
    expect(info.unigramEntropy).toBeLessThan(Math.log(6));
  });

  it('has another id each time', () => {
    expect(session().runId).not.toBe(session().runId);
  });

  it('learns the text', () => {
    const run = session();
    const { loss } = run.trainSteps(150);
    expect(loss[0]).toBeCloseTo(Math.log(run.vocabulary!.size), 0);
    expect(loss.at(-1)).toBeLessThan(1.6);
    expect(run.evaluateNow()).toMatchObject({ step: 150, answers: 256 });
    expect(run.evaluateNow().loss).toBeLessThan(1.6);
  });

  it.each(['sequential', 'random'] as const)('gives the same bits for the same seed (%s)', (sampling) => {
    const [a, b, c] = [session({ sampling }), session({ sampling }), session({ sampling, seed: 8 })];
    expect(a.trainSteps(30)).toEqual(b.trainSteps(30));
    expectSameBytes(a.save(), b.save());
    expect(c.trainSteps(30).loss).not.toEqual(a.trainSteps(30).loss);
  });

  it('yields inside a step at least once a timestep, forward and backward', () => {
    expect(oneStep(session().run()).yields).toBeGreaterThan(2 * CONFIG.window);
  });

  it('changes parameters only at the end of a step', () => {
    const run = session();
    const before = run.model.values.all.slice();
    const training = run.run();
    while (!training.next().value) expect(run.model.values.all).toEqual(before);
    expect(run.model.values.all).not.toEqual(before);
    expect(run.step).toBe(1);
  });

  it('gives the same bits however often it is traced, sampled and evaluated inside a step', () => {
    const [plain, watched] = [session(), session()];
    const training = watched.run();
    for (let i = 0; watched.step < 5; i++) {
      training.next();
      if (i % 7 !== 0) continue;
      traceOf(watched, 'the dog');
      sampleFrom(watched, { prefix: 'a', temperature: 1, length: 3 });
      watched.evaluateNow();
    }
    plain.trainSteps(5);
    expectSameBytes(watched.save(), plain.save());
  });

  it('does an abandoned step again with the same minibatch', () => {
    const [plain, abandoned] = [session({ sampling: 'random' }), session({ sampling: 'random' })];
    const old = abandoned.run();
    for (let i = 0; i < 10; i++) old.next();
    expect([...abandoned.trainSteps(3).loss]).toEqual([...plain.trainSteps(3).loss]);
    expect(old.next().done).toBe(true);
  });

  it('ends up with the same bits wherever in a step it is abandoned, also in the update', () => {
    const plain = session();
    plain.trainSteps(3);
    const { yields } = oneStep(session().run());
    for (let k = 0; k <= yields; k++) {
      const abandoned = session();
      const old = abandoned.run();
      for (let i = 0; i < k; i++) old.next();
      while (abandoned.step < 3) abandoned.trainSteps(1);
      expectSameBytes(abandoned.save(), plain.save());
      expect(old.next().done || k === 0).toBe(true);
    }
  });

  it('evaluates after steps 25, 50, 100 and every 100', () => {
    const run = session();
    run.trainSteps(201);
    expect(run.takeEvaluations().map(({ step }) => step)).toEqual([25, 50, 100, 200]);
    expect(run.takeEvaluations()).toEqual([]);
  });

  it('says where the clip acted', () => {
    const points = session({ clip: 0.2 }).trainSteps(20);
    points.clipped.forEach((clipped, i) => {
      expect(clipped).toBe(points.gradNorm[i] > 0.2 ? 1 : 0);
    });
    expect(points.clipped).toContain(1);
    expect(session({ clip: 0 }).trainSteps(20).clipped).not.toContain(1);
  });
});

describe('a live change', () => {
  it('is used from the next update on, also in the middle of a step', () => {
    const [a, b] = [session({ optimiser: 'sgd' }), session({ optimiser: 'sgd', learningRate: 0.5 })];
    const training = a.run();
    for (let i = 0; i < 9; i++) training.next();
    expect(a.change('learningRate', 0.5)).toBe(1);
    oneStep(training);
    b.trainSteps(1);
    expect(a.model.values.all).toEqual(b.model.values.all);
    expect(a.config.learningRate).toBe(0.5);
    expect(a.changes).toEqual([{ step: 1, key: 'learningRate', value: 0.5 }]);
  });

  it('that comes in the middle of an update waits for the next one', () => {
    // Large enough for an update in two pieces.
    const make = () => session({ hidden: 420, batch: 1, window: 1 });
    const [plain, changed] = [make(), make()];
    plain.trainSteps(1);
    const training = changed.run();
    const { yields } = oneStep(make().run());
    for (let i = 0; i < yields - 1; i++) training.next();
    expect(changed.change('learningRate', 0.5)).toBe(2);
    oneStep(training);
    expect(changed.step).toBe(1);
    const [got, want] = [changed, plain].map(({ model }) => new Uint8Array(model.values.all.slice().buffer));
    expectSameBytes(got, want);
  });

  it('of the optimiser starts from a fresh state', () => {
    const run = session();
    run.trainSteps(10);
    const before = run.model.values.all.slice();
    run.change('optimiser', 'momentum');
    run.change('clip', 0);
    run.trainSteps(1);
    const update = Array.from(run.model.values.all, (p, i) => before[i] - p);
    const largest = Math.max(...update.map(Math.abs));
    expect(Math.sqrt(update.reduce((sum, x) => sum + x * x, 0))).toBeGreaterThan(largest);
    expect(largest).toBeLessThan(0.01);
  });

  it('is refused outside its interval, and for what cannot change', () => {
    const run = session();
    expect(errorOf(() => run.change('learningRate', -1)).code).toBe('config-invalid');
    expect(errorOf(() => run.change('hidden' as 'clip', 5)).params).toMatchObject({ key: 'hidden' });
    expect(run.config).toEqual(CONFIG);
  });
});

describe('divergence', () => {
  const wild = { optimiser: 'sgd', clip: 0, learningRate: 1e9 } as const;

  it('stops the run, says why, and does not count the step', () => {
    const run = session(wild);
    const error = errorOf(() => run.trainSteps(50));
    expect(error.code).toBe('diverged');
    expect(error.params).toMatchObject({ step: run.step + 1, learningRate: 1e9, lastGoodStep: 0 });
    expect((error.params as { loss: number }).loss).not.toBeLessThan(10 * Math.log(run.vocabulary!.size));
  });

  describe.each(['scratch', 'checkpoint'] as const)('from %s', (origin) => {
    const checkpoint = Object.fromEntries(
      (['before', 'after'] as const).map((reset) => {
        const run = session({ reset });
        run.trainSteps(30);
        return [reset, run.save(false)];
      }),
    );
    const cases = (['before', 'after'] as const).flatMap((reset) =>
      (['sgd', 'momentum', 'rmsprop', 'adam'] as const).flatMap((optimiser) =>
        [0, 1].map((clip) => ({ reset, optimiser, clip })),
      ),
    );
    it.each(cases)('with $optimiser, clip $clip, reset $reset: ends, with words, and recovers', (change) => {
      const spec = specOf({ ...change, learningRate: 1e9 });
      const run = createSession(
        origin === 'scratch' ? spec : { ...spec, checkpoint: checkpoint[change.reset] },
      );
      const start = run.step;
      const good = run.model.values.all.slice();
      expect(errorOf(() => run.trainSteps(200))).toMatchObject({
        code: 'diverged',
        params: { learningRate: 1e9, lastGoodStep: start },
      });
      expect(run.takeEvaluations().every(({ loss }) => Number.isFinite(loss))).toBe(true);
      expect(run.recover()).toBe(start);
      expect(run.model.values.all).toEqual(good);
      run.change('optimiser', 'adam');
      run.change('learningRate', 0.01);
      run.change('clip', 1);
      const { loss } = run.trainSteps(60);
      expect(loss.every(Number.isFinite)).toBe(true);
      expect(loss[59]).toBeLessThan(loss[0]);
    });
  });

  it('gives back the parameters of just before the change that caused it', () => {
    const run = session({ optimiser: 'sgd', learningRate: 0.5 });
    run.trainSteps(40);
    const good = run.model.values.all.slice();
    for (const [key, value] of Object.entries(wild)) run.change(key as 'clip', value as number);
    expect(errorOf(() => run.trainSteps(50)).params).toMatchObject({ lastGoodStep: 40 });
    expect(run.recover()).toBe(40);
    expect(run.model.values.all).toEqual(good);
    expect(run.step).toBe(40);
    run.change('learningRate', 0.5);
    run.change('clip', 1);
    expect(run.trainSteps(20).loss.at(-1)).toBeLessThan(3.1);
  });

  it('goes back at most 25 steps', () => {
    const run = session();
    run.trainSteps(60);
    expect(run.recover()).toBe(50);
  });
});

describe('a session that cannot be', () => {
  it('refuses a configuration out of range', () => {
    expect(errorOf(() => session({ hidden: 0 })).params).toEqual({
      key: 'hidden',
      value: '0',
      expected: '[1, 512]',
    });
    expect(errorOf(() => session({ optimiser: 'lion' as 'sgd' })).params).toMatchObject({ key: 'optimiser' });
  });
  it('refuses a text shorter than one minibatch and says how many characters it takes', () => {
    const error = errorOf(() => session({}, 'abc'));
    expect(error).toMatchObject({ code: 'text-too-short', params: { length: 3, needed: 36 } });
    expect(errorOf(() => session({}, TEXT.slice(0, 35))).code).toBe('text-too-short');
    expect(session({}, TEXT.slice(0, 36)).trainSteps(2).loss).toHaveLength(2);
    expect(session({ sampling: 'random' }, TEXT.slice(0, 36)).trainSteps(2).loss).toHaveLength(2);
  });
  it('refuses an empty text', () => {
    expect(errorOf(() => session({}, ' \n ')).code).toBe('text-empty');
  });
  it('refuses what does not fit into 1 GiB before it allocates', () => {
    const characters = String.fromCodePoint(...Array.from({ length: 8192 }, (_, i) => 0x4e00 + i));
    const large = { hidden: 512, batch: 128, window: 256, vocabularyLimit: 8192 };
    const error = errorOf(() => session(large, characters.repeat(6)));
    expect(error).toMatchObject({ code: 'out-of-memory', params: { limit: 2 ** 30 } });
    const config = { ...CONFIG, ...large };
    const V = { size: 8193 };
    const needed = mostBytes(SCALAR_MACHINE, {
      ...{ config, T: large.window, shards: 1, arithmetic: 'simd', dtype: 'float32' },
      problem: { input: { kind: 'tokens', ...V }, target: { kind: 'classes', ...V }, reading: 'every' },
    });
    expect((error.params as { needed: number }).needed).toBe(needed);
  });
});
