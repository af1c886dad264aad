import type { RunConfig } from '../../engine/index.ts';
import { CORPORA } from '../corpora/corpora.ts';
import { PRESETS } from './presets.ts';
import type { Arm, Experiment } from './types.ts';

const base: RunConfig = PRESETS['gru-moby-dick'].config;
const arm = (id: string, zh: string, en: string, steps: number, change: Partial<RunConfig> = {}): Arm => ({
  id,
  name: { zh, en },
  steps,
  config: { ...base, ...change },
});

/** An untrained GRU's update gates all hover near one half; training on a text pulls them down, towards rewriting. */
const updateGate: Experiment = {
  id: 'update-gate',
  corpus: 'moby-dick',
  probe: CORPORA['moby-dick'].probe,
  arms: [arm('fresh', '刚初始化', 'just initialised', 0), arm('trained', '训练之后', 'after training', 600)],
  claim: [
    { left: { arm: 'fresh', metric: 'update.mean' }, op: '>', right: 0.45 },
    { left: { arm: 'fresh', metric: 'update.unitMean.min' }, op: '>', right: 0.35 },
    { left: { arm: 'fresh', metric: 'update.unitMean.max' }, op: '<', right: 0.65 },
    { left: { arm: 'trained', metric: 'update.mean' }, op: '<', right: 0.3 },
    { left: { arm: 'trained', metric: 'update.unitMean.min' }, op: '<', right: 0.1 },
  ],
  seeds: [1, 2, 3, 4, 5],
  holds: 4,
};

/** Before the product comes out ahead, by less than a change of seed may make: the two differ by under 0.05 nats. */
const resetConventions: Experiment = {
  id: 'reset-conventions',
  corpus: 'moby-dick',
  probe: CORPORA['moby-dick'].probe,
  arms: [
    arm('before', '乘积之前', 'before the product', 600, { reset: 'before' }),
    arm('after', '乘积之后', 'after the product', 600, { reset: 'after' }),
  ],
  claim: [
    {
      left: { arm: 'before', metric: 'heldOut.final' },
      op: '<',
      right: { arm: 'after', metric: 'heldOut.final' },
    },
    {
      left: { arm: 'after', metric: 'heldOut.final' },
      op: '<',
      right: { arm: 'before', metric: 'heldOut.final', plus: 0.05 },
    },
  ],
  seeds: [1, 2, 3, 4, 5],
  holds: 4,
};

/** On ten thousand characters the held-out loss turns while the training loss goes on falling. */
const smallText: Experiment = {
  id: 'small-text',
  corpus: 'moby-dick',
  characters: 10_000,
  probe: CORPORA['moby-dick'].probe,
  arms: [arm('small', '一万个字符', 'ten thousand characters', 1200, { hidden: 48 })],
  claim: [
    { left: { arm: 'small', metric: 'heldOut.bestStep' }, op: '<', right: 600 },
    {
      left: { arm: 'small', metric: 'heldOut.final' },
      op: '>',
      right: { arm: 'small', metric: 'heldOut.best', plus: 0.1 },
    },
    {
      left: { arm: 'small', metric: 'train.final' },
      op: '<',
      right: { arm: 'small', metric: 'heldOut.best', plus: -0.5 },
    },
  ],
  seeds: [1, 2, 3, 4, 5],
  holds: 4,
};

export const EXPERIMENTS: readonly Experiment[] = [updateGate, resetConventions, smallText];

export const experimentById = (id: string): Experiment => {
  const found = EXPERIMENTS.find((experiment) => experiment.id === id);
  if (!found) throw new Error(`experimentById: expected the id of an experiment, got '${id}'`);
  return found;
};
