/**
 * How fast the engine trains here: a store that asks the worker for short runs of a benchmark workload, one arithmetic
 * after the other in turn, so that a processor that slows down or speeds up on the way does so for all of them.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Arithmetic,
  type CellName,
  EngineError,
  type Measured,
  type MeasureOptions,
  toFailure,
} from '../../engine/index.ts';
import { EngineCrash, type EnginePort } from './client.ts';
import type { AppFailure } from './types.ts';

/** The workloads a reader can run: a lesson's figure, and the textbook's size. */
export const SPEED_WORKLOADS = ['W1', 'W2'] as const satisfies readonly MeasureOptions['workload'][];
export type SpeedWorkload = (typeof SPEED_WORKLOADS)[number];
export const SPEED_CELLS = ['rnn', 'gru', 'lstm'] as const satisfies readonly CellName[];

/** Short runs of each arithmetic, and milliseconds of training in one. */
export const ROUNDS = 5;
const ROUND_MS = 400;
/** An arithmetic that has taken so many milliseconds gets no further round: an old device comes to an end too. */
const BUDGET = 6000;
/** A language switch takes the figure off the page and puts it back: so long until that counts as gone. */
const AWAY = 500;

/** What was measured of one arithmetic: medians over its short runs. */
export interface SpeedResult {
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly tokensPerSecond: number;
  /** Short runs, and training steps in all of them. */
  readonly rounds: number;
  readonly steps: number;
}

export interface MeasureChoice {
  readonly workload: SpeedWorkload;
  readonly cell: CellName;
  /** `all`: those that are there. */
  readonly arithmetic: Arithmetic | 'all';
}

/** `waiting`: the tab is in the background; `stopped`: by the reader, or refused by the engine. */
export type MeasurePhase = 'idle' | 'running' | 'waiting' | 'stopped' | 'crashed' | 'done';

export interface MeasureState {
  /** Null until the worker has said so. */
  readonly available: readonly Arithmetic[] | null;
  readonly choice: MeasureChoice;
  readonly phase: MeasurePhase;
  /** The arithmetic being timed. */
  readonly current: Arithmetic | null;
  /** Of the run under way, [0, 1]. */
  readonly progress: number;
  /** Short runs thrown away because the tab was in the background. */
  readonly discarded: number;
  readonly failure: AppFailure | null;
  /** By `speedKey`. */
  readonly results: Readonly<Record<string, SpeedResult>>;
  /** Asks what arithmetics there are; starts the worker. */
  survey(): Promise<void>;
  /** A run under way stops. */
  choose(choice: Partial<MeasureChoice>): void;
  run(): Promise<void>;
  /** At once; what was measured stays. */
  stop(): void;
  /** To be called when the figure comes onto the page. @returns to be called when it leaves: a run then stops */
  attach(): () => void;
}

export const speedKey = (workload: string, cell: string, arithmetic: string): string =>
  `${workload} ${cell} ${arithmetic}`;

/** Whether the page is in the background, where timers and processors are slowed down. */
export interface Visibility {
  isHidden(): boolean;
  /** @returns to be called when the listener is no longer wanted */
  onChange(listener: () => void): () => void;
}

const ofDocument: Visibility = {
  isHidden: () => document.visibilityState === 'hidden',
  onChange(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

export interface MeasureStoreOptions {
  readonly visibility?: Visibility;
  /** Milliseconds; only differences matter. */
  readonly now?: () => number;
}

export function createMeasureStore(
  port: EnginePort,
  { visibility = ofDocument, now = () => performance.now() }: MeasureStoreOptions = {},
): StoreApi<MeasureState> {
  /** Counts runs and stops: only the newest run may write. */
  let turn = 0;
  let views = 0;
  let interrupt = (): void => {};

  const store = createStore<MeasureState>()((set, get) => ({
    available: null,
    choice: { workload: 'W1', cell: 'gru', arithmetic: 'all' },
    phase: 'idle',
    current: null,
    progress: 0,
    discarded: 0,
    failure: null,
    results: {},
    async survey() {
      try {
        await survey();
      } catch (error) {
        if (!isUnderWay()) fail(error);
      }
    },
    choose(choice) {
      get().stop();
      const phase = get().phase === 'crashed' ? 'crashed' : 'idle';
      set({ choice: { ...get().choice, ...choice }, phase, discarded: 0, failure: null });
    },
    async run() {
      if (isUnderWay()) return;
      turn += 1;
      const mine = turn;
      port.restart();
      set({ phase: 'running', current: null, progress: 0, discarded: 0, failure: null });
      try {
        await measureAll(mine);
        if (mine === turn) set({ phase: 'done', current: null, progress: 1 });
      } catch (error) {
        if (mine === turn) fail(error);
      }
    },
    stop() {
      if (!isUnderWay()) return;
      turn += 1;
      interrupt();
      set({ phase: 'stopped', current: null });
    },
    attach() {
      views += 1;
      return () => {
        views -= 1;
        setTimeout(() => {
          if (views === 0) get().stop();
        }, AWAY);
      };
    },
  }));
  const { getState: get, setState: set } = store;

  const isUnderWay = () => get().phase === 'running' || get().phase === 'waiting';

  async function survey(): Promise<readonly Arithmetic[]> {
    const available = await port.call((engine) => engine.arithmetics());
    set({ available });
    return available;
  }

  function fail(error: unknown) {
    const isExpected = error instanceof EngineError;
    if (!isExpected && !(error instanceof EngineCrash)) console.error(error);
    set({
      ...{ phase: isExpected ? 'stopped' : 'crashed', current: null },
      failure: isExpected ? toFailure(error) : null,
    });
  }

  /** @throws EngineError, EngineCrash */
  async function measureAll(mine: number): Promise<void> {
    const { choice } = get();
    const available = get().available ?? (await survey());
    const asked = choice.arithmetic === 'all' ? available : [choice.arithmetic];
    const taken = new Map(asked.map((arithmetic) => [arithmetic, [] as Measured[]]));
    const spent = new Map<Arithmetic, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, arithmetic] of asked.entries()) {
        if ((spent.get(arithmetic) ?? 0) > BUDGET) continue;
        if (mine !== turn) return;
        set({ current: arithmetic });
        const start = now();
        const one = await measureInFront(mine, { ...choice, arithmetic, ms: ROUND_MS });
        if (!one || mine !== turn) return;
        spent.set(arithmetic, (spent.get(arithmetic) ?? 0) + now() - start);
        taken.get(arithmetic)!.push(one);
        const key = speedKey(choice.workload, choice.cell, one.arithmetic);
        set({
          results: { ...get().results, [key]: together(taken.get(arithmetic)!) },
          progress: (round * asked.length + i + 1) / (ROUNDS * asked.length),
        });
      }
    }
  }

  /** One short run with the tab in front all the while; others are thrown away. Null: stopped. */
  async function measureInFront(mine: number, options: MeasureOptions): Promise<Measured | null> {
    for (;;) {
      if (!(await inFront(mine))) return null;
      let wasHidden = false;
      const off = visibility.onChange(() => {
        wasHidden ||= visibility.isHidden();
      });
      try {
        const result = await port.call((engine) => engine.measure(options));
        if (mine !== turn) return null;
        if (!result.ok) throw new EngineError(result.code, result.params);
        if (!wasHidden) return result.value;
      } finally {
        off();
      }
      set({ discarded: get().discarded + 1 });
    }
  }

  /** Waits until the tab is in front. @returns false: stopped */
  async function inFront(mine: number): Promise<boolean> {
    if (!visibility.isHidden()) return true;
    set({ phase: 'waiting' });
    await new Promise<void>((resolve) => {
      const off = visibility.onChange(() => {
        if (!visibility.isHidden()) done();
      });
      const done = () => {
        off();
        resolve();
      };
      interrupt = done;
    });
    if (mine !== turn) return false;
    set({ phase: 'running' });
    return true;
  }

  return store;
}

/** Short runs as one result. */
function together(runs: readonly Measured[]): SpeedResult {
  const [{ medianMs, tokensPerSecond }] = runs;
  const tokensPerStep = (tokensPerSecond * medianMs) / 1000;
  const median = middle(runs.map((run) => run.medianMs));
  return {
    medianMs: median,
    p10Ms: middle(runs.map((run) => run.p10Ms)),
    tokensPerSecond: (tokensPerStep * 1000) / median,
    rounds: runs.length,
    steps: runs.reduce((sum, run) => sum + run.steps, 0),
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const stores = new WeakMap<EnginePort, StoreApi<MeasureState>>();

/** The visit's one store: a language switch keeps what was measured. */
export function measureStoreOf(port: EnginePort): StoreApi<MeasureState> {
  const store = stores.get(port) ?? createMeasureStore(port);
  stores.set(port, store);
  return store;
}
