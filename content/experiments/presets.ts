import type { RunConfig } from '../../engine/index.ts';
import { CORPORA } from '../corpora/corpora.ts';
import type { Preset, PresetId } from './types.ts';

/** The textbook's GRU, as the chapter's figures train it. */
const GRU: RunConfig = {
  cell: 'gru',
  hidden: 32,
  layers: 1,
  bidirectional: false,
  dropout: 0,
  activation: 'tanh',
  reset: 'before',
  biases: 'one',
  init: 'uniform',
  spectralRadius: 1,
  keepBias: 0,
  batch: 32,
  window: 35,
  sampling: 'sequential',
  unit: 'characters',
  vocabularyLimit: 1000,
  optimiser: 'adam',
  learningRate: 0.01,
  weightDecay: 0,
  schedule: 'constant',
  scheduleSteps: 1000,
  scheduleFactor: 0.1,
  clip: 1,
  clipKind: 'd2l',
  patience: 0,
  seed: 7,
};

export const PRESETS: Readonly<Record<PresetId, Preset>> = {
  'gru-moby-dick': {
    id: 'gru-moby-dick',
    corpus: 'moby-dick',
    config: GRU,
    probe: CORPORA['moby-dick'].probe,
    prefix: 'the ',
    checkpoint: 'pretrained/gru-moby-dick.gbck',
    trace: 'pretrained/gru-moby-dick.trace.json',
    pretrainedSteps: 3000,
  },
  'gru-song-ci': {
    id: 'gru-song-ci',
    corpus: 'song-ci',
    config: { ...GRU, hidden: 48, learningRate: 0.005 },
    probe: CORPORA['song-ci'].probe,
    prefix: '明月',
    checkpoint: 'pretrained/gru-song-ci.gbck',
    trace: 'pretrained/gru-song-ci.trace.json',
    // Longer, and the held-out loss rises again: the corpus is small for its thousand characters.
    pretrainedSteps: 1200,
  },
};

/** The preset a chapter on the GRU opens with, by language. */
export const GRU_PRESET = { zh: 'gru-song-ci', en: 'gru-moby-dick' } as const satisfies Record<
  string,
  PresetId
>;
