/** What goes into a session and what comes out of it: plain data. */
import type { LiveKey, OptimiserName, RunConfig } from '../config.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Dtype } from '../math/floats.ts';
import type { Evaluation } from './evaluate.ts';

export interface SessionSpec {
  readonly config: RunConfig;
  /** The whole corpus, normalised by whoever chose it. Its last tenth is held out. */
  readonly text: string;
  /** An encoded checkpoint to start from (see train/checkpoint.ts); its vocabulary replaces the text's. */
  readonly checkpoint?: Uint8Array;
}

export interface SessionInfo {
  /** New for every session made: traces carry it. */
  readonly runId: string;
  readonly step: number;
  /** Token strings by id; id 0 is the unknown symbol, shown as '□'. */
  readonly vocabulary: readonly string[];
  /** Tokens to train on, and held out. */
  readonly trainTokens: number;
  readonly heldOutTokens: number;
  /** Share of the text's characters that are in the vocabulary, (0, 1]. */
  readonly coverage: number;
  readonly stepsPerEpoch: number;
  readonly parameters: number;
  /** Entropy of the training text's token frequencies, measured on the held-out part, nats a token. */
  readonly unigramEntropy: number;
  /** Parameter shapes by paper name, e.g. Whr → [64, 64]. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** The completed steps since the last report. All arrays have one entry a step. */
export interface Points {
  readonly firstStep: number;
  /** Training loss before the update, nats a token. */
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
  /** Before the update, nats a token. */
  readonly loss: number;
  /** Before the clip. */
  readonly gradNorm: number;
  readonly clipped: boolean;
}

/** A held-out evaluation: mean loss in nats a token over so many predictions, after so many steps. */
export interface HeldOut extends Evaluation {
  readonly step: number;
}

/** A live setting that was changed; `step` is the first step that used it. */
export interface Change {
  readonly step: number;
  readonly key: LiveKey;
  readonly value: number | OptimiserName;
}

export interface SessionOptions {
  /** float32 unless given; float64 checks it. */
  readonly dtype?: Dtype;
  /** The run's id; `run-1`, `run-2`, … unless given. */
  readonly id?: string;
  /** The scalar kernels unless given. */
  readonly kernels?: Kernels;
}
