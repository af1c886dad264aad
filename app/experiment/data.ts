/** An experiment's data without the engine: at the start, after a report, after going back. Pure. */
import type { Preset } from '../../content/experiments/types.ts';
import type { Report, SessionInfo, Trace } from '../../engine/index.ts';
import { appendPoints, emptyHistory, rewind } from './history.ts';
import { clampIndex } from './read.ts';
import type { StoredTrace } from './stored-trace.ts';
import type { Computing, Cursor, ExperimentData, Progress } from './types.ts';

/** Steps over which the clipped share is counted. */
const CLIP_WINDOW = 100;

/** How a run is computed that asks for nothing else: the same bits wherever there is SIMD. */
export const DEFAULT_COMPUTING: Computing = { arithmetic: 'simd', shards: 1 };

/** How the run that stands is computed, by its record. */
export const computingOf = (info: SessionInfo | null): Computing =>
  info ? { arithmetic: info.record.arithmetic, shards: info.record.shards } : DEFAULT_COMPUTING;

/** Before anything was trained here. */
export const progressAt = (step: number, heldOut: Progress['heldOut'] = null): Progress => ({
  step,
  epoch: 0,
  tokensPerSecond: 0,
  loss: Number.NaN,
  gradNorm: Number.NaN,
  clippedShare: 0,
  heldOut,
});

/** What a preset shows before any session exists. */
export function initialData(preset: Preset, stored: StoredTrace | undefined): ExperimentData {
  const step = stored?.trace.step ?? preset.pretrainedSteps;
  const heldOut = stored ? { step, loss: stored.heldOut } : null;
  return {
    preset: preset.id,
    config: preset.config,
    corpus: { kind: 'shipped', id: preset.corpus },
    origin: 'pretrained',
    status: 'stored',
    info: null,
    arithmetics: null,
    vocabulary: stored?.vocabulary ?? [],
    progress: progressAt(step, heldOut),
    history: emptyHistory(step, heldOut),
    changes: [],
    probe: preset.probe,
    trace: stored?.trace ?? null,
    writer: { prefix: preset.prefix, temperature: 0.7 },
    sample: null,
    cursor: { t: Math.min(8, preset.probe.length - 1), unit: 4, layer: 0, direction: 0, step: 'live' },
    focus: null,
    failure: null,
    notice: null,
    kept: null,
  };
}

/** The cursor, moved inside the trace; the same object if it is inside. */
export function within(cursor: Cursor, { T, H, L, D }: Trace): Cursor {
  const inside = {
    t: clampIndex(cursor.t, T),
    unit: clampIndex(cursor.unit, H),
    layer: clampIndex(cursor.layer, L),
    direction: D === 2 ? cursor.direction : 0,
  } as const;
  const moved = Object.entries(inside).some(([key, value]) => cursor[key as keyof typeof inside] !== value);
  return moved ? { ...cursor, ...inside } : cursor;
}

/** Whether the clip acted, of the last (at most 100) steps. */
export const clipsAfter = (clips: readonly number[], { points }: Report): readonly number[] =>
  [...clips, ...points.clipped].slice(-CLIP_WINDOW);

/** Progress and loss curve after a report of the running session. */
export function advanced(
  { progress, history }: Pick<ExperimentData, 'progress' | 'history'>,
  { stepsPerEpoch }: SessionInfo,
  report: Report,
  clips: readonly number[],
): Pick<ExperimentData, 'progress' | 'history'> {
  const { loss, gradNorm } = report.points;
  return {
    progress: {
      step: report.step,
      epoch: report.step / stepsPerEpoch,
      tokensPerSecond: report.tokensPerSecond || progress.tokensPerSecond,
      loss: loss.at(-1) ?? progress.loss,
      gradNorm: gradNorm.at(-1) ?? progress.gradNorm,
      clippedShare: clips.length ? clips.reduce((sum, one) => sum + one, 0) / clips.length : 0,
      heldOut: report.heldOut.at(-1) ?? progress.heldOut,
    },
    history: appendPoints(history, report.points, report.heldOut),
  };
}

/** Progress and loss curve as they stood after `step` steps: what came later is undone. */
export function wentBack(
  { history }: Pick<ExperimentData, 'history'>,
  { stepsPerEpoch }: SessionInfo,
  step: number,
): Pick<ExperimentData, 'progress' | 'history'> {
  const before = rewind(history, step);
  // A bin of several steps has their mean: the last step's own numbers are not known.
  const last = (bins: readonly number[]) => (before.width === 1 ? bins.at(-1) : undefined) ?? Number.NaN;
  return {
    progress: {
      ...progressAt(step, before.heldOut.at(-1) ?? null),
      epoch: step / stepsPerEpoch,
      loss: last(before.loss),
      gradNorm: last(before.gradNorm),
      clippedShare: Number.NaN,
    },
    history: before,
  };
}
