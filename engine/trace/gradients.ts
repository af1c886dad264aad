/**
 * How the gradient fares on its way back through a probe: ‖∂L/∂H_t‖ and ‖∂L/∂C_t‖, L the loss of all answers or of the
 * last one (Hochreiter 1991; Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063). The derivatives are total: by all ways
 * from a state to the loss. Of a clamped state it is that by its value before the clamp.
 */
import { check } from '../errors.ts';
import { backwardThroughTime, gradientNorms, startBackward } from '../network/bptt.ts';
import { headBackward, headForward } from '../network/head.ts';
import { lossOf } from '../network/loss.ts';
import { ELEMENT, EXPONENTIAL, finish, type Work } from '../network/pace.ts';
import { pool, unpool } from '../network/pooling.ts';
import { type Arena, inArena } from './arena.ts';
import { intervene } from './interventions.ts';
import { askedIn, type ReadProbe, readProbe, stampOf } from './probe.ts';
import { passOver } from './trace.ts';
import type { Clamp, GradientTrace, Probe, Subject } from './types.ts';

export interface GradientTraceOptions {
  /** The mean over all answers asked for, or the last of them alone; the mean unless given. */
  readonly loss?: 'mean' | 'last';
  readonly clamps?: readonly Clamp[];
}

/** In pieces. @throws EngineError as `tracing`; argument-invalid if nothing is asked of the probe */
export function* gradientTracing(
  subject: Subject,
  probe: Probe,
  { loss: of = 'mean', clamps = [] }: GradientTraceOptions = {},
): Work<GradientTrace> {
  const read = readProbe(subject, probe);
  check(askedIn(read) > 0, 'gradientTrace', 'a probe of which something is asked', 'nothing');
  const asked = of === 'mean' ? read : lastAlone(read);
  const stamp = stampOf(subject, read);
  return yield* inArena(subject, { T: read.T, B: 1, backward: true }, function* (arena) {
    const interventions = intervene(arena.model, clamps, subject.config);
    const { hooks } = interventions;
    yield* passOver(arena, asked, interventions);
    const loss = yield* headThereAndBack(arena, asked);
    yield* backwardThroughTime(arena.model, arena.u, hooks);
    return { ...stamp, ...{ clamps, T: read.T, of, loss, lanes: normsOf(arena) } };
  });
}

/** `gradientTracing` without pause. */
export const gradientTrace = (
  subject: Subject,
  probe: Probe,
  options?: GradientTraceOptions,
): GradientTrace => finish(gradientTracing(subject, probe, options));

/** The probe with only the last of what is asked. */
function lastAlone(read: ReadProbe): ReadProbe {
  const last = read.targets.findLastIndex((id) => id >= 0);
  const targets = read.targets.map((id, i) => (i === last ? id : -1));
  const width = read.values ? read.values.length / read.answers : 0;
  const values = read.values?.map((x, i) => (Math.floor(i / width) === last ? x : Number.NaN)) ?? null;
  return { ...read, targets, values };
}

/** The loss; leaves its derivatives by what the output layer reads. */
function* headThereAndBack({ model, u }: Arena, read: ReadProbe): Work<number> {
  const { kernels: k, V, D, H } = model;
  const { head } = model.values;
  const scale = 1 / (askedIn(read) * (read.values ? V : 1));
  let sum = 0;
  startBackward(u);
  pool(model, u);
  for (const rows of u.head) {
    headForward(k, head, rows.H, rows.out);
    sum += lossOf(model, rows, scale);
    headBackward(k, head, rows.out, rows.dH);
    if (u.pace.isTime(rows.out.length * (4 * D * H + EXPONENTIAL + ELEMENT))) yield;
  }
  unpool(model, u);
  return sum * scale;
}

function normsOf({ model, u }: Arena): GradientTrace['lanes'] {
  const { kernels: k } = model;
  return u.lanes.map((lane) => ({
    ...{ layer: lane.layer, direction: lane.direction, hidden: gradientNorms(k, u, lane, 'H') },
    ...(lane.dStates.C ? { cell: gradientNorms(k, u, lane, 'C') } : {}),
  }));
}
