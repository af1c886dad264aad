/**
 * Which inputs an answer hangs on: influence[i, s] = ‖∂ log p_i(target) / ∂e_s‖₂, where
 * - of tokens, e_s is the input's row of W_x: of all gates and candidates, and both directions, of the first layer side
 *   by side. So ∂/∂e_s are the derivatives by the first layer's pre-activations at s:
 *   influence² = Σ_directions Σ_gates ‖∂ log p_i / ∂(pre-activation at s)‖²;
 * - of vectors, e_s is x_s itself, as it enters all gates and directions;
 * - where the answers are numbers, −Σ_v (o_iv − y_iv)² stands for log p_i(target).
 * Zero where s cannot matter to i: at s > i in a network that runs forward only and is read at every timestep.
 *
 * One backward sweep for each answer; sweeps of several answers run side by side, as sequences of one minibatch.
 * Dimensions: T timesteps, B sweeps side by side, H hidden size, V outputs.
 */
import type { AnyCell } from '../cells/cell.ts';
import { check } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { backwardThroughTime, startBackward } from '../network/bptt.ts';
import { headBackward, headForward } from '../network/head.ts';
import { lossOf } from '../network/loss.ts';
import type { Model } from '../network/model.ts';
import { finish, type Work } from '../network/pace.ts';
import { pool, unpool } from '../network/pooling.ts';
import type { Lane } from '../network/unroll.ts';
import { type Arena, inArena } from './arena.ts';
import { intervene } from './interventions.ts';
import { type ReadProbe, readProbe, stampOf } from './probe.ts';
import { passOver } from './trace.ts';
import type { Influence, Probe, Subject } from './types.ts';

/** The longest probe of which the whole matrix is worked out. */
export const INFLUENCE_LIMIT = 128;

/** Sweeps side by side: so many, unless their states would be more numbers than this. */
const SWEEPS = 16;
const STATES = 2 ** 22;
const sweepsOf = ({ H, L, D }: Model, T: number): number =>
  Math.max(1, Math.min(SWEEPS, Math.floor(STATES / (T * H * L * D))));

/**
 * Influence of every input on every answer, in pieces: a second or so at T = 128 and H = 256.
 * @throws EngineError as `tracing`; argument-invalid if T > 128
 */
export function* influenceMatrixTracing(subject: Subject, probe: Probe): Work<Influence> {
  const read = readProbe(subject, probe);
  check(read.T <= INFLUENCE_LIMIT, 'influence', `T ≤ ${INFLUENCE_LIMIT}`, read.T);
  const answers = Array.from({ length: read.answers }, (_, i) => i);
  return yield* influenceOn(subject, read, answers);
}

/**
 * Influence of every input on one answer, in pieces.
 * @param answer [0, A): a timestep, or 0 if the network is read once
 * @throws EngineError as `tracing`; argument-invalid: an answer out of range
 */
export function* influenceRowTracing(subject: Subject, probe: Probe, answer: number): Work<Influence> {
  const read = readProbe(subject, probe);
  const isInside = Number.isInteger(answer) && answer >= 0 && answer < read.answers;
  check(isInside, 'influence', `an answer in [0, ${read.answers})`, answer);
  return yield* influenceOn(subject, read, [answer]);
}

/** `influenceMatrixTracing` without pause. */
export const influenceMatrix = (subject: Subject, probe: Probe): Influence =>
  finish(influenceMatrixTracing(subject, probe));

/** `influenceRowTracing` without pause. */
export const influenceRow = (subject: Subject, probe: Probe, answer: number): Influence =>
  finish(influenceRowTracing(subject, probe, answer));

function* influenceOn(subject: Subject, read: ReadProbe, answers: readonly number[]): Work<Influence> {
  const { T } = read;
  const asked = answers.filter((i) => read.targets[i] >= 0);
  const values = new Float64Array(answers.length * T);
  const influence = { ...stampOf(subject, read), ...{ T, answers, values } };
  if (asked.length === 0) return influence;
  const B = Math.min(sweepsOf(subject.model, T), asked.length);
  return yield* inArena(subject, { T, B, backward: true }, function* (arena) {
    yield* passOver(arena, read, intervene(arena.model, [], subject.config));
    pool(arena.model, arena.u);
    for (let from = 0; from < asked.length; from += B) {
      const part = asked.slice(from, from + B);
      yield* sweep(arena, part);
      for (const [b, i] of part.entries()) {
        values.set(inputNorms(arena, b), answers.indexOf(i) * T);
        yield;
      }
    }
    return influence;
  });
}

/** Backward from answer answers[b] in sequence b; sequences beyond get zeros. */
function* sweep({ model, u }: Arena, answers: readonly number[]): Work {
  const { kernels: k, V, D, H, reading } = model;
  const read = u.pooled ?? u.joints[model.L - 1];
  startBackward(u);
  const out = u.head[0].out.subarray(0, V);
  for (const [b, i] of answers.entries()) {
    const row = reading === 'every' ? i * u.B + b : b;
    const cut = (x: Floats, width: number): Floats => x.subarray(row * width, (row + 1) * width);
    const [states, dStates] = [cut(read.values, D * H), cut(read.gradient, D * H)];
    headForward(k, model.values.head, states, out);
    const values = u.values ? cut(u.values, V) : out;
    const targets = u.targets.subarray(row, row + 1);
    lossOf(model, { H: states, dH: dStates, out, targets, values }, 1);
    headBackward(k, model.values.head, out, dStates);
    if (u.pace.isTime(4 * D * H * V)) yield;
  }
  unpool(model, u);
  yield* backwardThroughTime(model, u);
}

/** ‖∂/∂e_s‖ of sequence b, for each s: [T]. */
function inputNorms({ model, u }: Arena, b: number): Float64Array {
  const { T, B } = u;
  const below = u.lanes.filter((lane) => lane.layer === 0);
  const arrays = u.dVectors ? [u.dVectors] : below.flatMap((lane) => derivativesOf(model.cell, lane));
  return Float64Array.from({ length: T }, (_, s) => {
    let sum = 0;
    for (const d of arrays) {
      const width = d.length / (T * B);
      const from = (s * B + b) * width;
      for (let j = from; j < from + width; j++) sum += d[j] * d[j];
    }
    return Math.sqrt(sum);
  });
}

/** The derivatives by a lane's pre-activations, [T, B, H] each: of gates and candidates dR, …; an RNN has dA alone. */
const derivativesOf = (cell: AnyCell, lane: Lane): Floats[] =>
  cell.terms.map(({ quantity }) => lane.arrays[`d${cell.quantities[quantity]}`] ?? lane.arrays.dA);
