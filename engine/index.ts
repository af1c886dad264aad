/** The engine's public surface. */
export {
  LIVE_KEYS,
  type LiveKey,
  type OptimiserName,
  RANGES,
  type ResetConvention,
  type RunConfig,
  type Sampling,
  validateConfig,
} from './config.ts';
export { checkText, decodeText, TEXT_LIMIT } from './data/text.ts';
export type { Vocabulary } from './data/vocabulary.ts';
export {
  EngineError,
  type ErrorCode,
  type ErrorParams,
  type Failure,
  type Result,
  toFailure,
} from './errors.ts';
export type { Dtype } from './math/floats.ts';
export { exp, log, sigmoid, tanh } from './math/special.ts';
export { type Sample, sampleFrom, type Writer } from './sampling/sampling.ts';
export { PROBE_LIMIT, traceOf } from './trace/trace.ts';
export { type BiasName, GRU_QUANTITIES, type Quantity, type Trace } from './trace/types.ts';
export { type Checkpoint, decodeCheckpoint, type Encoding, encodeCheckpoint } from './train/checkpoint.ts';
export { createSession, type Session } from './train/session.ts';
export type {
  Change,
  HeldOut,
  Points,
  SessionInfo,
  SessionOptions,
  SessionSpec,
  StepResult,
} from './train/types.ts';
export type { EngineWorker, PlayOptions, Report, Watch } from './worker/surface.ts';
