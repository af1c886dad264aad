/**
 * The typed surface between the page and the worker. Everything that crosses is plain data or a
 * transferred typed array; expected failures are answers (`Result`), not exceptions.
 */
import type { CellName, LiveKey, RunConfig } from '../config.ts';
import type { ErrorParams, Result } from '../errors.ts';
import type { Arithmetic } from '../kernels/kernels.ts';
import type { Sample, Writer } from '../sampling/sampling.ts';
import type { Clamp, Clamped, Dynamics, GradientTrace, Influence, Probe, Trace } from '../trace/types.ts';
import type { HeldOut, Points, SessionInfo, SessionSpec } from '../train/types.ts';

export type { HeldOut, Points, Sample, SessionInfo, SessionSpec };

/** What a page wants sent along with the reports while a session trains. Null: not on screen. */
export interface Watch {
  readonly probe: Probe | null;
  /** Interventions in the probe's trace; none unless given. */
  readonly clamps?: readonly Clamp[];
  readonly writer: Writer | null;
}

export interface Report {
  readonly id: string;
  readonly runId: string;
  readonly status: 'training' | 'paused' | 'diverged';
  /** Completed steps. */
  readonly step: number;
  readonly points: Points;
  /** Over the time trained since the last report; 0 while paused. Of sequences: their timesteps. */
  readonly tokensPerSecond: number;
  /** Held-out evaluations since the last report. */
  readonly heldOut: readonly HeldOut[];
  /** With the watch's clamps, if it has any. */
  readonly trace: Trace | null;
  readonly sample: Sample | null;
  readonly divergence: ErrorParams['diverged'] | null;
  /** Training stopped by itself: the held-out loss did not improve for as long as the patience says. */
  readonly stoppedEarly: boolean;
}

/** What `play` runs to: forever, or so many further steps, or until so many are completed. */
export interface PlayOptions {
  readonly steps?: number;
  readonly until?: number;
}

/** What `measure` times: a workload of the published benchmark. */
export interface MeasureOptions {
  readonly workload: 'W1' | 'W2' | 'W3' | 'W4' | 'W5';
  readonly cell: CellName;
  readonly arithmetic: Arithmetic;
  /** 1 unless given. */
  readonly shards?: number;
  /** About how long to go on, [100, 60000] ms. */
  readonly ms: number;
}

export interface Measured {
  readonly workload: MeasureOptions['workload'];
  readonly cell: CellName;
  /** What really made it. */
  readonly arithmetic: Arithmetic;
  readonly shards: number;
  /** Threads that computed them. */
  readonly threads: number;
  /** Of a training step, milliseconds. */
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly tokensPerSecond: number;
  /** Steps timed. */
  readonly steps: number;
}

/** Commands. Each names its session; each is answered within 100 ms while training runs. */
export interface EngineWorker {
  /** Called at most ten times a second, and at once when a session pauses or diverges. */
  subscribe(listener: (report: Report) => void): Promise<void>;
  /** What arithmetics there are in this browser: `scalar` always. */
  arithmetics(): Promise<readonly Arithmetic[]>;
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
  trace(id: string, probe: Probe): Promise<Result<Trace>>;
  /** A trace with interventions and one without. */
  clampedTrace(id: string, probe: Probe, clamps: readonly Clamp[]): Promise<Result<Clamped<Trace>>>;
  /** Gradient norms on the way back through the probe, of the mean loss or of the last answer's. */
  gradients(id: string, probe: Probe, of: 'mean' | 'last'): Promise<Result<GradientTrace>>;
  /** Influence of every input on one answer, or on all (T ≤ 128) if none is named. */
  influence(id: string, probe: Probe, answer?: number): Promise<Result<Influence>>;
  dynamics(id: string, probe: Probe): Promise<Result<Dynamics>>;
  sample(id: string, writer: Writer): Promise<Result<Sample>>;
  /** Mean held-out loss over the whole validation set, of a text over at most 8,192 tokens. */
  evaluate(id: string): Promise<Result<HeldOut>>;
  /** The encoded checkpoint of the last completed step, with all that the run goes on from bit for bit. */
  save(id: string): Promise<Result<Uint8Array>>;
  dispose(id: string): Promise<Result<null>>;
  /** Times training steps of a benchmark workload, in a session of its own; any training pauses. */
  measure(options: MeasureOptions): Promise<Result<Measured>>;
  /** Answers at once: the page's proof that the worker lives. */
  ping(): Promise<true>;
}
