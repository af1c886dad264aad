/**
 * Forward and backward through time (Werbos 1990, doi:10.1109/5.58337) over an unrolled network. Every function is a
 * generator that yields after each piece of work, so that a host can answer while it runs.
 *
 * A sequence shorter than the window keeps its state through the padding: H_t = H_{t−1} there, and so for C.
 */
import type { Hook } from '../cells/cell.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import { headBackward, headForward, headGradients } from './head.ts';
import { joining, splitting } from './joints.ts';
import { askedFor, lossOf } from './loss.ts';
import type { Model } from './model.ts';
import { ELEMENT, EXPONENTIAL, finish, type Work } from './pace.ts';
import { poolInPieces, unpoolInPieces } from './pooling.ts';
import { finalGradient, type Lane, type LaneStep, type Unroll } from './unroll.ts';

/** Interventions: the hook of a lane at a timestep, or null. */
export type Hooks = (lane: Lane, t: number) => Hook | null;

/** Derivatives of what the loss has besides the answers, by final states: one a lane, [B, H] by state. */
export type Cotangents = readonly Readonly<Record<string, Floats>>[];

/** States of all layers and directions from the initial states and the inputs that `u` holds. */
export function* forwardThroughTime(model: Model, u: Unroll, hooks: Hooks | null = null): Work {
  const { kernels: k, cell, values } = model;
  const isPadded = hasPadding(u);
  for (let i = 0; i < u.lanes.length; i++) {
    const lane = u.lanes[i];
    for (const step of lane.steps) {
      cell.forward(k, values.lanes[i], step.cell, hooks?.(lane, step.t) ?? null);
      if (isPadded) keepStates(u, lane, step);
      if (u.pace.isTime((step.to - step.from) * lane.work)) yield;
    }
    if (lane.direction === model.D - 1) yield* joining(model, u, lane.layer);
  }
}

/** The answers' loss: the mean of the cross-entropy in nats, or of the squared error, over all that is asked. */
export function* lossThroughTime(model: Model, u: Unroll): Work<number> {
  const { kernels: k, values } = model;
  const asked = askedFor(model, u);
  let sum = 0;
  yield* poolInPieces(model, u);
  for (const rows of u.head) {
    headForward(k, values.head, rows.H, rows.out);
    sum += lossOf(model, rows, 1);
    if (u.pace.isTime(rowWork(model, rows.out))) yield;
  }
  return sum / asked;
}

/**
 * Loss and all derivatives of one window.
 * @param cotangents derivatives of the rest of the loss by the final states; that rest is not in the returned value
 * @returns the mean over all that is asked, in nats or squared error
 */
export function* backpropagate(
  model: Model,
  u: Unroll,
  cotangents: Cotangents | null = null,
  hooks: Hooks | null = null,
): Work<number> {
  const gradients = model.gradients!;
  gradients.all.fill(0);
  if (u.pace.isTime(gradients.all.length)) yield;
  yield* forwardThroughTime(model, u, hooks);
  yield* startBackwardInPieces(u, cotangents);

  const { kernels: k, values } = model;
  const scale = 1 / askedFor(model, u);
  let sum = 0;
  yield* poolInPieces(model, u);
  for (const rows of u.head) {
    headForward(k, values.head, rows.H, rows.out);
    sum += lossOf(model, rows, scale);
    headBackward(k, values.head, rows.out, rows.dH);
    headGradients(k, gradients.head, rows.H, rows.out);
    if (u.pace.isTime(3 * rowWork(model, rows.out))) yield;
  }
  yield* unpoolInPieces(model, u);
  yield* backwardThroughTime(model, u, hooks);
  yield* gradientsOverRows(model, u);
  return sum * scale;
}

/** Derivatives are zero but for the cotangents. */
export function* startBackwardInPieces(u: Unroll, cotangents: Cotangents | null): Work {
  const joints = u.joints.flatMap(({ own, gradient }) => (own ? [gradient] : []));
  const states = u.lanes.flatMap(({ dStates }) => Object.values(dStates));
  for (const d of [u.dVectors, u.pooled?.gradient, ...joints, ...states]) {
    if (!d) continue;
    d.fill(0);
    if (u.pace.isTime(d.length * ELEMENT)) yield;
  }
  if (!cotangents) return;
  u.lanes.forEach((lane, i) => {
    for (const name of Object.keys(lane.dStates)) {
      finalGradient(u, lane, name as 'H' | 'C').set(cotangents[i][name]);
    }
  });
}

/** Without pause, for few sequences. */
export const startBackward = (u: Unroll, cotangents: Cotangents | null = null): void =>
  finish(startBackwardInPieces(u, cotangents));

/** From the derivatives by the top joint (or by single states) down to all pre-activations, inputs and states. */
export function* backwardThroughTime(model: Model, u: Unroll, hooks: Hooks | null = null): Work {
  const { kernels: k, cell, values } = model;
  const isPadded = hasPadding(u);
  for (let i = u.lanes.length - 1; i >= 0; i--) {
    const lane = u.lanes[i];
    if (lane.direction === model.D - 1) yield* splitting(model, u, lane.layer);
    for (let at = lane.steps.length - 1; at >= 0; at--) {
      const step = lane.steps[at];
      if (isPadded) passOn(u, lane, step);
      cell.backward(k, values.lanes[i], step.cell, hooks?.(lane, step.t) ?? null);
      if (u.pace.isTime((step.to - step.from) * lane.work)) yield;
    }
  }
}

/** The parameters' gradients of all lanes, added to what is there: one product over all T·B rows. */
export function* gradientsOverRows(model: Model, u: Unroll): Work {
  const { kernels, cell, gradients } = model;
  for (let i = 0; i < u.lanes.length; i++) {
    const lane = u.lanes[i];
    for (const rows of lane.rows) {
      cell.gradients(kernels, gradients!.lanes[i], rows);
      if (u.pace.isTime(((u.T * u.B) / lane.rows.length) * lane.work)) yield;
    }
  }
}

/** Operations of the output layer on so many outputs. */
const rowWork = ({ D, H }: Model, out: Floats): number => out.length * (2 * D * H + EXPONENTIAL + ELEMENT);

function hasPadding({ lengths, T }: Unroll): boolean {
  for (let b = 0; b < lengths.length; b++) if (lengths[b] < T) return true;
  return false;
}

/** In the padding the states stay what they were. */
function keepStates(u: Unroll, lane: Lane, { t, from, to }: LaneStep): void {
  for (const states of Object.values(lane.states)) {
    forPadding(u, states, lane, t, from, to, (before, after, H) =>
      states.copyWithin(after, before, before + H),
    );
  }
}

/** … and so their derivatives go to the states before, and none to the cell. */
function passOn(u: Unroll, lane: Lane, { t, from, to }: LaneStep): void {
  for (const d of Object.values(lane.dStates)) {
    forPadding(u, d, lane, t, from, to, (before, after, H) => {
      for (let j = 0; j < H; j++) d[before + j] += d[after + j];
      d.fill(0, after, after + H);
    });
  }
}

function forPadding(
  { B, T, lengths }: Unroll,
  states: Floats,
  { direction }: Lane,
  t: number,
  from: number,
  to: number,
  visit: (before: number, after: number, H: number) => void,
): void {
  const H = states.length / ((T + 1) * B);
  for (let b = from; b < to; b++) {
    if (t < lengths[b]) continue;
    const [early, late] = [(t * B + b) * H, ((t + 1) * B + b) * H];
    if (direction === 0) visit(early, late, H);
    else visit(late, early, H);
  }
}

/** ‖dL/dstate_t‖ over all sequences and units, for each t: [T]. After backward. */
export function gradientNorms(k: Kernels, u: Unroll, lane: Lane, name: 'H' | 'C'): Float64Array {
  const d = lane.dStates[name];
  const row = d.length / (u.T + 1);
  const shift = lane.direction === 0 ? 1 : 0;
  return Float64Array.from({ length: u.T }, (_, t) =>
    Math.sqrt(k.sumOfSquares(d.subarray((t + shift) * row, (t + shift + 1) * row))),
  );
}
