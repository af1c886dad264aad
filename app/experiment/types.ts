import type { CorpusId } from '../../content/corpora/corpora.ts';
import type { PresetId } from '../../content/experiments/types.ts';
import type { SymbolId } from '../../content/symbols.ts';
import type {
  Arithmetic,
  Failure,
  LiveKey,
  RunConfig,
  Sample,
  SessionInfo,
  Trace,
} from '../../engine/index.ts';
import type { History } from './history.ts';
import type { KeptRun } from './keeper.ts';

/** Where the text comes from: one of the shipped corpora, or the reader. */
export type Corpus =
  | { readonly kind: 'shipped'; readonly id: CorpusId }
  | { readonly kind: 'own'; readonly name: string; readonly text: string };

/**
 * `stored`: showing the stored trace, no session yet; `starting`: worker, corpus or checkpoint under way (the
 * last true state stays); `paused`, `training`; `diverged`: stopped, the last good state kept; `crashed`: the
 * worker is gone.
 */
export type Status = 'stored' | 'starting' | 'paused' | 'training' | 'diverged' | 'crashed';

/** The one cursor that all figures of an experiment share. */
export interface Cursor {
  /** Timestep of the probe, [0, T). */
  readonly t: number;
  /** Hidden unit, [0, H). */
  readonly unit: number;
  /** The lane that the figures show: [0, L), and 0 forward in time or 1 backward. */
  readonly layer: number;
  readonly direction: 0 | 1;
  /** The training step shown: the newest, or a snapshot's (snapshots come with the instruments). */
  readonly step: 'live' | number;
}

/** An expected failure of the engine, or of the page around it. */
export type AppFailure =
  | Failure
  | { readonly ok: false; readonly code: 'fetch-failed'; readonly params: { readonly what: string } };

/** How a run is computed: its bits depend on it, and how fast it is; the mathematics do not. */
export interface Computing {
  readonly arithmetic: Arithmetic;
  /** Parts of a minibatch whose gradients are computed each by itself, [1, B]. */
  readonly shards: number;
}

/** A change made by hand, for the run's record. */
export interface Change {
  readonly step: number;
  readonly key: LiveKey;
  readonly value: string | number;
}

export interface Progress {
  /** Completed steps. */
  readonly step: number;
  readonly epoch: number;
  readonly tokensPerSecond: number;
  /** Of the last completed step; NaN before the first. */
  readonly loss: number;
  readonly gradNorm: number;
  /** Share of the last (at most 100) steps whose gradient was clipped, [0, 1]; NaN: not known. */
  readonly clippedShare: number;
  /** The newest held-out loss, or null before the first evaluation. */
  readonly heldOut: { readonly step: number; readonly loss: number } | null;
}

export interface ExperimentData {
  readonly preset: PresetId;
  readonly config: RunConfig;
  readonly corpus: Corpus;
  /** Where the run started: the preset's pretrained checkpoint, random parameters, or an earlier run that was kept. */
  readonly origin: 'pretrained' | 'scratch' | 'kept';
  readonly status: Status;
  /** The running session's facts; before the first session, what the stored trace says. */
  readonly info: SessionInfo | null;
  /** What arithmetics there are in this browser; null until the engine has said. */
  readonly arithmetics: readonly Arithmetic[] | null;
  readonly vocabulary: readonly string[];
  readonly progress: Progress;
  readonly history: History;
  readonly changes: readonly Change[];
  readonly probe: string;
  /** The newest trace on the probe; null only while a page without a stored one loads its first. */
  readonly trace: Trace | null;
  readonly writer: { readonly prefix: string; readonly temperature: number };
  readonly sample: Sample | null;
  readonly cursor: Cursor;
  /** The symbol hovered or focused, anywhere. */
  readonly focus: SymbolId | null;
  /** The newest failure, until dismissed or overtaken by success. What the reader had is still there. */
  readonly failure: AppFailure | null;
  /**
   * Why training paused without being asked to: nobody could see the page (`unseen`), or something else took the engine
   * (`elsewhere`). Until something trains again.
   */
  readonly notice: 'unseen' | 'elsewhere' | null;
  /** A run of an earlier visit that can be continued. */
  readonly kept: KeptRun | null;
}

export interface ExperimentActions {
  /** Starts the worker's session if it is not there yet; every command below does so by itself. */
  start(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Pauses because nobody can see it, and says so. */
  pauseUnseen(): Promise<void>;
  stepOnce(): Promise<void>;
  /** Trains to the end of the current epoch. */
  epochOnce(): Promise<void>;
  /** From random parameters, with the same seed. */
  reset(): Promise<void>;
  newSeed(): Promise<void>;
  /** Back to the preset's pretrained checkpoint (and its configuration). */
  usePretrained(preset?: PresetId): Promise<void>;
  /** One setting: live ones apply at the next update, the others rebuild. Out of range: `failure`, nothing else. */
  set<K extends keyof RunConfig>(key: K, value: RunConfig[K]): Promise<void>;
  /** Rebuilds. An arithmetic that is not there becomes `scalar`: the run's record says what it is. */
  setComputing(change: Partial<Computing>): Promise<void>;
  /** The reader's own text, or a shipped one; a text that does not do is refused and the run stays. */
  setCorpus(corpus: Corpus): Promise<void>;
  setProbe(text: string): Promise<void>;
  setWriter(writer: Partial<ExperimentData['writer']>): void;
  /** A fresh sample now. */
  write(): Promise<void>;
  /** After a divergence: back to the last good parameters. */
  recover(): Promise<void>;
  /** After a crash: a new worker, resumed from the last state saved. */
  restart(): Promise<void>;
  /**
   * Goes on with the run of an earlier visit, bit for bit. If it cannot be read, says so and leaves what is there; asked
   * again, it trains from random parameters with that run's text and settings.
   */
  resumeKept(): Promise<void>;
  forgetKept(): Promise<void>;
  dismissFailure(): void;
  fail(failure: AppFailure): void;
  setCursor(cursor: Partial<Omit<Cursor, 'step'>>): void;
  setFocus(symbol: SymbolId | null): void;
}

export type ExperimentState = ExperimentData & ExperimentActions;
