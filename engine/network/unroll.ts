/**
 * A network unrolled over a window of timesteps: every array it needs, allocated once, and the views of it in the
 * pieces the work is done in. Time-major: row (t, b) of a [T, B, H] array is row t·B + b of a [T·B, H] matrix, so a
 * timestep, a part of its sequences, and many timesteps together are all contiguous.
 *
 * Dimensions: T timesteps, B sequences, I input size, H hidden size, V outputs.
 */
import type { Cell, Input } from '../cells/cell.ts';
import { type Floats, zeros } from '../math/floats.ts';
import type { Model, ModelSize } from './model.ts';

/** Floating-point operations between two yields: 3 ms at 5 GFLOP/s. */
const WORK = 16e6;
/** Exponentials between two yields. */
const EXPONENTIALS = 2e5;

/** Rows of the output layer that are worked on together. */
export interface HeadRows {
  /** [N, H] */
  readonly H: Floats;
  readonly dH: Floats;
  /** [N, V] scratch shared by all pieces: logits, then their derivatives. */
  readonly logits: Floats;
  /** [N] */
  readonly targets: Int32Array;
}

export interface Unroll<S> {
  readonly T: number;
  readonly B: number;
  /** Token ids [T, B]; unused if the input is vectors. */
  readonly tokens: Int32Array;
  /** Input vectors [T, B, I] and their derivatives, or null. */
  readonly vectors: Floats | null;
  readonly dVectors: Floats | null;
  /** [T, B] */
  readonly targets: Int32Array;
  /** States [T + 1, B, H]: the first is the initial state, H_t is at t + 1. */
  readonly hidden: Floats;
  /** dL/dH [T + 1, B, H], in the same places: after backward the total derivative. */
  readonly dHidden: Floats;
  /** The cell's arrays [T, B, H] by name. */
  readonly arrays: Readonly<Record<string, Floats>>;
  /** Timesteps in order, each in one or more pieces of its sequences. */
  readonly steps: readonly S[];
  /** All T·B rows in pieces, for the parameters' gradients. */
  readonly rows: readonly S[];
  readonly head: readonly HeadRows[];
}

export interface UnrollOptions {
  readonly T: number;
  readonly B: number;
  readonly input: 'tokens' | 'vectors';
  /** Whether it will run backward. */
  readonly backward: boolean;
}

/** Whole rows in a piece of `work` units a row, at least one. */
const rowsWithin = (budget: number, work: number, rows: number): number =>
  Math.max(1, Math.min(rows, Math.floor(budget / work)));

/** Rows of the output layer in a piece. */
export const headRows = ({ H, V }: ModelSize, rows: number): number =>
  Math.min(rowsWithin(WORK, 2 * H * V, rows), rowsWithin(EXPONENTIALS, V, rows));

/** [from, to) pieces of `total` rows. */
function pieces(total: number, size: number): { from: number; to: number }[] {
  const list = [];
  for (let from = 0; from < total; from += size) list.push({ from, to: Math.min(total, from + size) });
  return list;
}

/** How many floats `createUnroll` allocates. */
export function unrollFloats<P, S>(
  cell: Cell<P, S>,
  size: ModelSize,
  { T, B, input, backward }: UnrollOptions,
): number {
  const { I, H, V } = size;
  const kept = cell.forwardNames.length + (backward ? cell.backwardNames.length : 0);
  const states = (T + 1) * B * H * (backward ? 2 : 1);
  const inputs = input === 'vectors' ? T * B * I * (backward ? 2 : 1) : 0;
  return kept * T * B * H + states + inputs + headRows(size, T * B) * V;
}

export function createUnroll<P, S>(model: Model<P, S>, options: UnrollOptions): Unroll<S> {
  const { T, B, input, backward } = options;
  const { cell, dtype, size } = model;
  const { I, H, V } = size;
  const none = zeros(dtype, 0);
  const allocate = (length: number, needed = true): Floats => (needed ? zeros(dtype, length) : none);
  const tokens = new Int32Array(T * B);
  const targets = new Int32Array(T * B);
  const vectors = input === 'vectors' ? allocate(T * B * I) : null;
  const dVectors = input === 'vectors' && backward ? allocate(T * B * I) : null;
  const hidden = allocate((T + 1) * B * H);
  const dHidden = allocate((T + 1) * B * H, backward);
  const arrays: Record<string, Floats> = {};
  for (const name of cell.forwardNames) arrays[name] = allocate(T * B * H);
  for (const name of cell.backwardNames) arrays[name] = allocate(T * B * H, backward);

  /** Rows [from, to) of all T·B as the cell sees them: `H0` lies one timestep before `H`. */
  const stepOf = (from: number, to: number): S => {
    const cut = (array: Floats, shift = 0): Floats => array.subarray((from + shift) * H, (to + shift) * H);
    const X: Input = vectors
      ? {
          tokens: null,
          vectors: vectors.subarray(from * I, to * I),
          gradient: dVectors?.subarray(from * I, to * I) ?? null,
        }
      : { tokens: tokens.subarray(from, to), vectors: null, gradient: null };
    const view = (name: string): Floats => {
      if (name === 'H0') return cut(hidden);
      if (name === 'H') return cut(hidden, B);
      if (name === 'dH0') return cut(dHidden);
      if (name === 'dH') return cut(dHidden, B);
      return cut(arrays[name]);
    };
    return cell.step(view, X, to - from);
  };

  const rowWork = 6 * H * (H + (vectors ? I : 0));
  const steps: S[] = [];
  for (let t = 0; t < T; t++) {
    for (const { from, to } of pieces(B, rowsWithin(WORK, rowWork, B)))
      steps.push(stepOf(t * B + from, t * B + to));
  }
  const rows = backward
    ? pieces(T * B, rowsWithin(WORK, rowWork, T * B)).map(({ from, to }) => stepOf(from, to))
    : [];
  const logits = allocate(headRows(size, T * B) * V);
  const head = pieces(T * B, headRows(size, T * B)).map(({ from, to }) => ({
    H: hidden.subarray((from + B) * H, (to + B) * H),
    dH: dHidden.subarray((from + B) * H, (to + B) * H),
    logits: logits.subarray(0, (to - from) * V),
    targets: targets.subarray(from, to),
  }));
  return { T, B, tokens, vectors, dVectors, targets, hidden, dHidden, arrays, steps, rows, head };
}
