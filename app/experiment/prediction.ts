/** Predict, run, reveal: a store of its own that runs an experiment's arms one after the other. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { METRICS, type Measurements, measure } from '../../content/experiments/measure.ts';
import type { Arm, Experiment, Metric } from '../../content/experiments/types.ts';
import {
  type Arithmetic,
  EngineError,
  type EngineWorker,
  type Report,
  type Result,
  toFailure,
} from '../../engine/index.ts';
import { EngineCrash, type EnginePort } from './client.ts';
import { DEFAULT_COMPUTING } from './data.ts';
import { appendPoints, emptyHistory, type History } from './history.ts';
import { FetchFailed, type Sources } from './sources.ts';
import type { AppFailure } from './types.ts';

/** `open`: no answer yet; `committed`: answered, not run; `stopped`: interrupted, failed or crashed on the way. */
export type PredictionPhase = 'open' | 'committed' | 'running' | 'stopped' | 'done';

export interface ArmProgress {
  readonly id: string;
  readonly step: number;
  readonly history: History;
}

export interface PredictionState {
  readonly phase: PredictionPhase;
  /** Index of the option the reader chose. */
  readonly choice: number | null;
  readonly arms: readonly ArmProgress[];
  /** Filled arm by arm. */
  readonly measured: Measurements;
  /** What computes the arms; null before the first run. */
  readonly arithmetic: Arithmetic | null;
  readonly failure: AppFailure | { readonly ok: false; readonly code: 'crashed' } | null;
  choose(option: number): void;
  run(): Promise<void>;
}

/** Something else took the engine, or the run ended early. */
class Interrupted extends Error {}

export function createPredictionStore(
  experiment: Experiment,
  port: EnginePort,
  sources: Sources,
): StoreApi<PredictionState> {
  const fresh = () =>
    experiment.arms.map((arm): ArmProgress => ({ id: arm.id, step: 0, history: emptyHistory() }));
  const store = createStore<PredictionState>()((set, get) => ({
    phase: 'open',
    choice: null,
    arms: fresh(),
    measured: {},
    arithmetic: null,
    failure: null,
    choose(option) {
      if (get().phase === 'open' || get().phase === 'committed') set({ choice: option, phase: 'committed' });
    },
    async run() {
      if (get().choice === null || get().phase === 'running') return;
      port.restart();
      set({ phase: 'running', failure: null, arms: fresh(), measured: {} });
      try {
        for (const arm of experiment.arms) await runArm(arm);
        set({ phase: 'done' });
      } catch (error) {
        set({ phase: 'stopped', failure: failureOf(error) });
      }
    },
  }));
  const { getState: get, setState: set } = store;

  async function command<T>(send: (engine: EngineWorker) => Promise<Result<T>>): Promise<T> {
    const result = await port.call(send);
    if (!result.ok) throw new EngineError(result.code, result.params);
    return result.value;
  }

  async function runArm(arm: Arm): Promise<void> {
    const id = `${experiment.id}:${arm.id}`;
    const corpus = await sources.corpus(experiment.corpus);
    const text = experiment.characters === undefined ? corpus : corpus.slice(0, experiment.characters);
    const config = { ...arm.config, seed: experiment.seeds[0] };
    // As recorded: the prediction is checked against those numbers, whatever computes the reader's own run.
    const { runId, record } = await command((engine) =>
      engine.create(id, { config, data: { kind: 'text', text }, ...DEFAULT_COMPUTING }),
    );
    set({ arithmetic: record.arithmetic });
    const loss: number[] = [];
    const heldOut: { step: number; loss: number }[] = [];
    try {
      await trainArm(arm, id, runId, (report) => {
        loss.push(...report.points.loss);
        heldOut.push(...report.heldOut);
      });
      const final = await command((engine) => engine.evaluate(id));
      const trace = await command((engine) => engine.trace(id, experiment.probe));
      const run = { loss, heldOut: [...heldOut, { step: final.step, loss: final.loss }], trace };
      const values = Object.fromEntries(METRICS.map((metric) => [metric, measure(metric, run)]));
      set({ measured: { ...get().measured, [arm.id]: values as Record<Metric, number> } });
    } finally {
      void port.call((engine) => engine.dispose(id)).catch(() => {});
    }
  }

  /** Trains an arm to its end. @throws Interrupted, EngineError, EngineCrash */
  async function trainArm(arm: Arm, id: string, runId: string, note: (report: Report) => void) {
    if (arm.steps === 0) return;
    let resolve = (): void => {};
    let reject = (_: Error): void => {};
    const ended = new Promise<void>((...ways) => {
      [resolve, reject] = ways;
    });
    const offReport = port.onReport(id, (report) => {
      if (report.runId !== runId) return;
      note(report);
      update(arm.id, (one) => ({
        ...one,
        step: report.step,
        history: appendPoints(one.history, report.points, report.heldOut),
      }));
      if (report.status === 'training') return;
      if (report.divergence) reject(new EngineError('diverged', report.divergence));
      else if (report.step < arm.steps) reject(new Interrupted());
      else resolve();
    });
    const offCrash = port.onCrash(() => reject(new EngineCrash('while an experiment ran')));
    try {
      await Promise.all([ended, command((engine) => engine.play(id, { steps: arm.steps }))]);
    } finally {
      offReport();
      offCrash();
    }
  }

  function update(id: string, change: (arm: ArmProgress) => ArmProgress) {
    set({ arms: get().arms.map((arm) => (arm.id === id ? change(arm) : arm)) });
  }

  return store;
}

function failureOf(error: unknown): PredictionState['failure'] {
  if (error instanceof Interrupted) return null;
  if (error instanceof EngineError) return toFailure(error);
  if (error instanceof FetchFailed) return { ok: false, code: 'fetch-failed', params: { what: error.what } };
  if (!(error instanceof EngineCrash)) console.error(error);
  return { ok: false, code: 'crashed' };
}
