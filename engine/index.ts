/** The engine's public surface. */
export { QUANTITIES, type Quantity } from './cells/cell.ts';
export {
  type CellName,
  completeConfig,
  DEFAULTS,
  type Initialisation,
  LIVE_KEYS,
  type LiveKey,
  type OptimiserName,
  RANGES,
  type ResetConvention,
  type RunConfig,
  type RunSettings,
  type Sampling,
  type ScheduleName,
  validateConfig,
} from './config.ts';
export { createData, type DataSpec, parseDataset } from './data/data.ts';
export type { SequenceSet } from './data/sequences.ts';
export type { SeriesSet } from './data/series.ts';
export { TASKS, type TaskSpec } from './data/tasks/registry.ts';
export { checkText, decodeText, TEXT_LIMIT } from './data/text.ts';
export type { Data, Problem, Reading } from './data/types.ts';
export type { Vocabulary } from './data/vocabulary.ts';
export {
  EngineError,
  type ErrorCode,
  type ErrorParams,
  type Failure,
  type Result,
  toFailure,
} from './errors.ts';
export { ARITHMETICS, type Arithmetic } from './kernels/kernels.ts';
export { createMachine, type Machine, type Modules, SCALAR_MACHINE } from './kernels/machine.ts';
export type { Dtype } from './math/floats.ts';
export { exp, log, sigmoid, tanh } from './math/special.ts';
export { type Sample, sampleFrom, type Writer } from './sampling/sampling.ts';
export { dynamicsOf } from './trace/dynamics.ts';
export { gradientTrace } from './trace/gradients.ts';
export { INFLUENCE_LIMIT, influenceMatrix, influenceRow } from './trace/influence.ts';
export { knockOut } from './trace/interventions.ts';
export { PROBE_LIMIT } from './trace/probe.ts';
export { clampedTraceOf, traceOf } from './trace/trace.ts';
export type {
  Clamp,
  Clamped,
  Dynamics,
  GradientTrace,
  Influence,
  LaneTrace,
  Probe,
  Trace,
} from './trace/types.ts';
export {
  type Checkpoint,
  checkpointStep,
  decodeCheckpoint,
  type Encoding,
  encodeCheckpoint,
} from './train/checkpoint.ts';
export { MEMORY_LIMIT, mostBytes, type SessionSize, sessionBytes } from './train/memory.ts';
export { replay } from './train/replay.ts';
export { createSession, creatingSession, type Session } from './train/session.ts';
export type {
  Change,
  HeldOut,
  Points,
  RunRecord,
  SessionInfo,
  SessionOptions,
  SessionSpec,
  StepResult,
} from './train/types.ts';
export { WORKLOADS } from './worker/measure.ts';
export type { EngineWorker, Measured, MeasureOptions, PlayOptions, Report, Watch } from './worker/surface.ts';
