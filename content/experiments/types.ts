import type { RunConfig } from '../../engine/index.ts';
import type { CorpusId } from '../corpora/corpora.ts';

/** A named starting point: configuration, data, seed, and the checkpoint its figures show first. */
export interface Preset {
  readonly id: PresetId;
  readonly corpus: CorpusId;
  readonly config: RunConfig;
  /** The line the figures read. */
  readonly probe: string;
  /** What the writer continues. */
  readonly prefix: string;
  /** Site-relative paths of the pretrained model (train/checkpoint.ts) and of its trace on the probe. */
  readonly checkpoint: string;
  readonly trace: string;
  /** Steps the committed script trained it for. */
  readonly pretrainedSteps: number;
}

export type PresetId = 'gru-moby-dick' | 'gru-song-ci';

/** Both languages of one short name. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** A number read off a finished run. */
export type Metric =
  /** Held-out loss (nats a token) at the end; the lowest seen; the step at which it was seen. */
  | 'heldOut.final'
  | 'heldOut.best'
  | 'heldOut.bestStep'
  /** Training loss, mean of the last 20 steps. */
  | 'train.final'
  /** Z_t over the probe: the mean over units and timesteps; the unit with the smallest mean, and the largest. */
  | 'update.mean'
  | 'update.unitMean.min'
  | 'update.unitMean.max';

export interface Arm {
  readonly id: string;
  readonly name: Bilingual;
  readonly config: RunConfig;
  /** Training steps; 0 measures the model as initialised. */
  readonly steps: number;
}

export interface Term {
  readonly arm: string;
  readonly metric: Metric;
}

/** `left op right`, where right is a number or another term times `times` (default 1) plus `plus` (default 0). */
export interface Condition {
  readonly left: Term;
  readonly op: '<' | '>';
  readonly right: number | (Term & { readonly times?: number; readonly plus?: number });
}

/** Predict, run, reveal: runs side by side, and the claim the lesson makes of them, as data. */
export interface Experiment {
  readonly id: string;
  readonly corpus: CorpusId;
  /** Only the corpus' first so many characters; absent: all. */
  readonly characters?: number;
  readonly probe: string;
  readonly arms: readonly Arm[];
  /** All must hold … */
  readonly claim: readonly Condition[];
  /** … for at least `holds` of these seeds. The page runs the first. */
  readonly seeds: readonly number[];
  readonly holds: number;
}
