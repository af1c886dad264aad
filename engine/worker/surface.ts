/**
 * The typed surface between the page and the worker. Everything that crosses is plain data or a
 * transferred typed array; expected failures are answers (`Result`), not exceptions.
 */
import type { LiveKey, RunConfig } from '../config.ts';
import type { ErrorParams, Result } from '../errors.ts';
import type { Sample, Writer } from '../sampling/sampling.ts';
import type { Trace } from '../trace/types.ts';
import type { Points, SessionInfo, SessionSpec } from '../train/types.ts';

export type { Points, Sample, SessionInfo, SessionSpec };

/** What a page wants sent along with the reports while a session trains. Null: not on screen. */
export interface Watch {
  readonly probe: string | null;
  readonly writer: Writer | null;
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

/** What `play` runs to: forever, or so many further steps, or until so many are completed. */
export interface PlayOptions {
  readonly steps?: number;
  readonly until?: number;
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
  sample(id: string, writer: Writer): Promise<Result<Sample>>;
  /** Mean held-out loss in nats a token, over at most 8,192 tokens. */
  evaluate(id: string): Promise<Result<{ step: number; loss: number; tokens: number }>>;
  /** The encoded checkpoint of the last completed step. */
  save(id: string): Promise<Result<Uint8Array>>;
  dispose(id: string): Promise<Result<null>>;
  /** Answers at once: the page's proof that the worker lives. */
  ping(): Promise<true>;
}
