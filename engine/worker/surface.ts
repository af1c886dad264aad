/**
 * The typed surface between the page and the worker. Everything that crosses is plain data or a
 * transferred typed array; expected failures are answers (`Result`), not exceptions.
 */
import type { LiveKey, RunConfig } from '../config.ts';
import type { ErrorParams, Result } from '../errors.ts';
import type { Trace } from '../trace/types.ts';

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

export interface Sample {
  readonly step: number;
  readonly prefix: string;
  readonly temperature: number;
  /** What the model wrote after the prefix. */
  readonly text: string;
}

/** What a page wants sent along with the reports while a session trains. Null: not on screen. */
export interface Watch {
  readonly probe: string | null;
  readonly writer: { readonly prefix: string; readonly temperature: number; readonly length: number } | null;
}

export interface Report {
  readonly id: string;
  readonly runId: string;
  readonly status: 'training' | 'paused' | 'diverged';
  /** Completed steps. */
  readonly step: number;
  readonly points: Points;
  /** Over the time trained since the last report; 0 while paused. */
  readonly tokensPerSecond: number;
  /** Held-out evaluations since the last report. */
  readonly heldOut: readonly { readonly step: number; readonly loss: number }[];
  readonly trace: Trace | null;
  readonly sample: Sample | null;
  readonly divergence: ErrorParams['diverged'] | null;
}

/** What `play` runs to: forever, or so many further steps. */
export interface PlayOptions {
  readonly steps?: number;
}

/** Commands. Each names its session; each is answered within 100 ms while training runs. */
export interface EngineWorker {
  /** Called at most ten times a second, and at once when a session pauses or diverges. */
  subscribe(listener: (report: Report) => void): Promise<void>;
  /** Makes (or replaces) the session `id`, paused. */
  create(id: string, spec: SessionSpec): Promise<Result<SessionInfo>>;
  /** Trains `id`; any other session pauses. */
  play(id: string, options?: PlayOptions): Promise<Result<{ step: number }>>;
  pause(id: string): Promise<Result<{ step: number }>>;
  /** Changes a live setting, applied at the next update: `step` is the first step that uses it. */
  change<K extends LiveKey>(id: string, key: K, value: RunConfig[K]): Promise<Result<{ step: number }>>;
  /** After a divergence: back to the last good parameters, paused. */
  recover(id: string): Promise<Result<{ step: number }>>;
  watch(id: string, watch: Watch): Promise<Result<null>>;
  trace(id: string, probe: string): Promise<Result<Trace>>;
  sample(id: string, writer: NonNullable<Watch['writer']>): Promise<Result<Sample>>;
  /** Mean held-out loss in nats a token, over at most 8,192 tokens. */
  evaluate(id: string): Promise<Result<{ step: number; loss: number; tokens: number }>>;
  /** The encoded checkpoint of the last completed step. */
  save(id: string): Promise<Result<Uint8Array>>;
  dispose(id: string): Promise<Result<null>>;
  /** Answers at once: the page's proof that the worker lives. */
  ping(): Promise<true>;
}
