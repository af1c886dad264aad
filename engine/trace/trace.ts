/**
 * One forward pass over a probe, with everything a figure reads kept: B = 1, zero initial states, no dropout, in an
 * arena of its own. All pieces of the work see the parameters as they were when it began.
 */
import { forwardThroughTime } from '../network/bptt.ts';
import { finish, type Work } from '../network/pace.ts';
import { answersOf } from './answers.ts';
import { type Arena, inArena } from './arena.ts';
import { type Interventions, intervene } from './interventions.ts';
import { laneTraces } from './lanes.ts';
import { placeProbe, type ReadProbe, readProbe, type Stamp, stampOf } from './probe.ts';
import type { Clamp, Clamped, Probe, Subject, Trace } from './types.ts';

export interface TraceOptions {
  /** None unless given. */
  readonly clamps?: readonly Clamp[];
  /** Whether the products inside the pre-activations are wanted, half of the work; true unless given. */
  readonly terms?: boolean;
}

/**
 * The trace of `probe` with the subject's parameters, in pieces.
 * @throws EngineError probe-empty; argument-invalid (see `readProbe`, `checkClamps`); out-of-memory
 */
export function* tracing(subject: Subject, probe: Probe, options: TraceOptions = {}): Work<Trace> {
  const read = readProbe(subject, probe);
  const stamp = stampOf(subject, read);
  return yield* inArena(subject, { T: read.T, B: 1, backward: false }, (arena) =>
    traceIn(arena, subject, stamp, read, options),
  );
}

/** `tracing` without pause. */
export const traceOf = (subject: Subject, probe: Probe, options?: TraceOptions): Trace =>
  finish(tracing(subject, probe, options));

/** With the clamps and without them, both with the same parameters. @throws EngineError as `tracing` */
export function* clampedTracing(
  subject: Subject,
  probe: Probe,
  clamps: readonly Clamp[],
): Work<Clamped<Trace>> {
  const read = readProbe(subject, probe);
  const stamp = stampOf(subject, read);
  return yield* inArena(subject, { T: read.T, B: 1, backward: false }, function* (arena) {
    const clamped = yield* traceIn(arena, subject, stamp, read, { clamps });
    return { clamped, baseline: yield* traceIn(arena, subject, stamp, read, {}) };
  });
}

/** `clampedTracing` without pause. */
export const clampedTraceOf = (subject: Subject, probe: Probe, clamps: readonly Clamp[]): Clamped<Trace> =>
  finish(clampedTracing(subject, probe, clamps));

/** The pass itself, over the probe in every sequence of the arena. */
export function* passOver(arena: Arena, read: ReadProbe, { hooks }: Interventions): Work {
  const { model, u } = arena;
  placeProbe(model, u, read);
  yield* forwardThroughTime(model, u, hooks);
}

function* traceIn(
  arena: Arena,
  { config }: Subject,
  stamp: Stamp,
  read: ReadProbe,
  { clamps = [], terms = true }: TraceOptions,
): Work<Trace> {
  const { H, L, D } = arena.model;
  const interventions = intervene(arena.model, clamps, config);
  yield* passOver(arena, read, interventions);
  const lanes = yield* laneTraces(arena, terms);
  const answers = yield* answersOf(arena, read);
  return {
    ...stamp,
    ...{ clamps, outOfRange: [...interventions.outOfRange], cell: config.cell },
    ...{ tokens: read.tokens, T: read.T, H, L, D, lanes },
    ...answers,
  };
}
