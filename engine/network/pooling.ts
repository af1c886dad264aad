/**
 * What the output layer reads if not every timestep: of 'last', each direction's final state (of a sequence shorter
 * than the window, the state at its own end); of 'mean', the mean of all states of the sequence's own timesteps.
 */
import type { Floats } from '../math/floats.ts';
import type { Model } from './model.ts';
import { finish, PLAIN, type Work } from './pace.ts';
import { finalGradient, finalState, type Unroll } from './unroll.ts';

/** Fills `u.pooled`, [B, D·H], in pieces. Nothing to do where every timestep is read. */
export function* poolInPieces(model: Model, u: Unroll): Work {
  if (!u.pooled) return;
  const { values } = u.pooled;
  if (model.reading === 'mean') {
    values.fill(0);
    const top = u.joints[model.L - 1].values;
    yield* eachMeanRow(model, u, (at, row, share, width) => {
      for (let j = 0; j < width; j++) values[at + j] += share * top[row + j];
    });
  } else eachFinal(model, u, (lane) => finalState(u, lane, 'H'), copyTo(values));
}

/** The derivative by `u.pooled` goes to the states it was read from, in pieces. */
export function* unpoolInPieces(model: Model, u: Unroll): Work {
  if (!u.pooled) return;
  const { gradient } = u.pooled;
  if (model.reading === 'mean') {
    const top = u.joints[model.L - 1].gradient;
    yield* eachMeanRow(model, u, (at, row, share, width) => {
      for (let j = 0; j < width; j++) top[row + j] += share * gradient[at + j];
    });
  } else eachFinal(model, u, (lane) => finalGradient(u, lane, 'H'), addFrom(gradient));
}

/** Without pause, for few sequences. */
export const pool = (model: Model, u: Unroll): void => finish(poolInPieces(model, u));
export const unpool = (model: Model, u: Unroll): void => finish(unpoolInPieces(model, u));

const copyTo = (values: Floats) => (at: number, state: Floats, from: number, H: number) => {
  for (let j = 0; j < H; j++) values[at + j] = state[from + j];
};

const addFrom = (gradient: Floats) => (at: number, dState: Floats, to: number, H: number) => {
  for (let j = 0; j < H; j++) dState[to + j] += gradient[at + j];
};

/** Visits every sequence's final state of every direction of the top layer: `at` in [B, D·H], `from` in [B, H]. */
function eachFinal(
  { H, D, L }: Model,
  u: Unroll,
  of: (lane: Unroll['lanes'][number]) => Floats,
  visit: (at: number, state: Floats, from: number, H: number) => void,
): void {
  for (let d = 0; d < D; d++) {
    const state = of(u.lanes[(L - 1) * D + d]);
    for (let b = 0; b < u.B; b++) visit(b * D * H + d * H, state, b * H, H);
  }
}

/** Visits every timestep of every sequence: `at` in [B, D·H], `row` in [T, B, D·H], and 1/length. */
function* eachMeanRow(
  { H, D }: Model,
  u: Unroll,
  visit: (at: number, row: number, share: number, width: number) => void,
): Work {
  const width = D * H;
  for (let t = 0; t < u.T; t++) {
    for (let b = 0; b < u.B; b++) {
      if (t < u.lengths[b]) visit(b * width, (t * u.B + b) * width, 1 / u.lengths[b], width);
    }
    if (u.pace.isTime(u.B * width * PLAIN)) yield;
  }
}
