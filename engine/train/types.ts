/** What goes into a session and what comes out of it: plain data. */
import type { LiveKey, RunConfig, RunSettings } from '../config.ts';
import type { DataSpec } from '../data/data.ts';
import type { Problem } from '../data/types.ts';
import type { Arithmetic } from '../kernels/kernels.ts';
import type { Machine } from '../kernels/machine.ts';
import type { Dtype } from '../math/floats.ts';
import type { Evaluation } from './evaluate.ts';
import type { SpawnShard } from './shard-port.ts';

export interface SessionSpec {
  readonly config: RunSettings;
  /** A text's last tenth is held out. */
  readonly data: DataSpec;
  /** An encoded checkpoint to start from (see train/checkpoint.ts); its vocabulary replaces the text's. */
  readonly checkpoint?: Uint8Array;
  /** `simd` unless given; `scalar` where what is asked for is not there. */
  readonly arithmetic?: Arithmetic;
  /** In how many parts the gradients of a minibatch are computed and summed, [1, B]; 1 unless given. */
  readonly shards?: number;
}

/** What the bits of a run depend on, besides configuration and data. */
export interface RunRecord {
  /** As the run began. */
  readonly config: RunConfig;
  /** Where it began: 0, or a checkpoint's step. */
  readonly from: number;
  readonly arithmetic: Arithmetic;
  readonly shards: number;
  readonly changes: readonly Change[];
}

export interface SessionInfo {
  /** New for every session made: traces carry it. */
  readonly runId: string;
  readonly step: number;
  readonly problem: Problem;
  /** Names of the input's tokens (of a text: id 0 is the unknown symbol, shown as '□') or numbers, and of the answers. */
  readonly vocabulary: readonly string[];
  readonly targetNames: readonly string[];
  /** T and B of a minibatch. */
  readonly window: number;
  readonly batch: number;
  /** Tokens, or sequences, to train on, and held out. Infinity: made up as they go. */
  readonly trainTokens: number;
  readonly heldOutTokens: number;
  /** Share of a text's tokens that are in the vocabulary, (0, 1]; 1 without a text. */
  readonly coverage: number;
  readonly stepsPerEpoch: number;
  readonly parameters: number;
  /** Of a text: entropy of the training text's token frequencies, measured on the held-out part; else see Data.baseline. */
  readonly unigramEntropy: number;
  /** Parameter shapes by paper name, e.g. Whr → [64, 64]. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly record: RunRecord;
  /** Bytes the session takes. */
  readonly bytes: number;
}

/** The completed steps since the last report. All arrays have one entry a step. */
export interface Points {
  readonly firstStep: number;
  /** Training loss before the update: nats an answer, or squared error. */
  readonly loss: Float32Array;
  /** Gradient norm before the clip. */
  readonly gradNorm: Float32Array;
  /** 1 where the clip acted. */
  readonly clipped: Uint8Array;
}

/** One completed step. */
export interface StepResult {
  /** Completed steps, this one included. */
  readonly step: number;
  /** Before the update: nats an answer, or squared error. */
  readonly loss: number;
  /** Before the clip. */
  readonly gradNorm: number;
  readonly clipped: boolean;
}

/** A held-out evaluation, after so many steps. */
export interface HeldOut extends Evaluation {
  readonly step: number;
}

/** A live setting that was changed, or the way back from a divergence; `step` is the first step that used it. */
export interface Change {
  readonly step: number;
  readonly key: LiveKey | 'recover';
  /** The setting, or the step gone back to. */
  readonly value: number | string;
}

export interface SessionOptions {
  /** float32 unless given; float64 checks it, and is always scalar. */
  readonly dtype?: Dtype;
  /** The run's id; `run-1`, `run-2`, … unless given. */
  readonly id?: string;
  /** Plain TypeScript alone unless given. */
  readonly machine?: Machine;
  /**
   * Starts threads that compute shards, if there are any; one thread computes all unless given. To the bits it is the
   * same. A session that was given it must be disposed of.
   */
  readonly spawnShard?: SpawnShard;
  /** At most so many of them; one less than there are shards unless given. */
  readonly helpers?: number;
}
