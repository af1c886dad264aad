/**
 * A network unrolled over a window of timesteps: every array it needs, allocated once, and the views of it in the
 * pieces the work is done in. Time-major: row (t, b) of a [T, B, H] array is row t·B + b of a [T·B, H] matrix, so a
 * timestep, a part of its sequences, and many timesteps together are all contiguous.
 *
 * Dimensions: T timesteps, B sequences, I input size, H hidden size, L layers, D directions, V outputs.
 */
import type { Input } from '../cells/cell.ts';
import type { Need } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import type { Architecture, LanePlace, Model } from './model.ts';
import { ELEMENT, EXPONENTIAL, Pace } from './pace.ts';

/** Rows of the output layer that are worked on together. */
export interface HeadRows {
  /** The states it reads [N, D·H] and their derivatives. */
  readonly H: Floats;
  readonly dH: Floats;
  /** [N, V]: logits or numbers, then their derivatives. Shared by all pieces. */
  readonly out: Floats;
  /** Of the batch's targets, or of its values. */
  readonly targets: Int32Array;
  readonly values: Floats;
}

/** One timestep of one lane, or a part of its sequences. */
export interface LaneStep {
  readonly t: number;
  /** Sequences [from, to). */
  readonly from: number;
  readonly to: number;
  /** What the cell made of the views. */
  readonly cell: unknown;
}

/**
 * A layer's one direction over time. States have T + 1 slots. Forward: H_t is in slot t + 1, the initial state in
 * slot 0. Backward: H_t is in slot t, the initial state in slot T.
 */
export interface Lane extends LanePlace {
  /** [T + 1, B, H] by name: 'H', and 'C' of an LSTM. */
  readonly states: Readonly<Record<string, Floats>>;
  /** dL/dstate in the same places: after backward the total derivative. */
  readonly dStates: Readonly<Record<string, Floats>>;
  /** The cell's arrays [T, B, H] by name. */
  readonly arrays: Readonly<Record<string, Floats>>;
  /** In the order in which they are computed. */
  readonly steps: readonly LaneStep[];
  /** All T·B rows in pieces, for the parameters' gradients. */
  readonly rows: readonly unknown[];
  /** Operations of one row, forward; twice that backward. */
  readonly work: number;
}

/** What one layer hands to the next, or to the output layer: [T, B, D·H]. */
export interface Joint {
  readonly values: Floats;
  readonly gradient: Floats;
  /** Whether it is an array of its own, or the one direction's states themselves. */
  readonly own: boolean;
  /** Dropout's factors [T, B, D·H], 0 or 1/(1 − p); null without dropout. */
  readonly mask: Floats | null;
}

export interface Unroll {
  readonly T: number;
  readonly B: number;
  /** Token ids [T, B]; length 0 if the input is vectors. */
  readonly tokens: Int32Array;
  /** Input vectors [T, B, I] and their derivatives, or null. */
  readonly vectors: Floats | null;
  readonly dVectors: Floats | null;
  /** Classes asked for [T, B], or [B] unless read at every timestep; −1: not asked. Length 0 if values are. */
  readonly targets: Int32Array;
  /** Numbers asked for [T, B, V], or [B, V]; null if classes are. */
  readonly values: Floats | null;
  /** Timesteps of each sequence [B], [1, T]. */
  readonly lengths: Int32Array;
  readonly lanes: readonly Lane[];
  /** After each layer. The last one's is what the output layer reads. */
  readonly joints: readonly Joint[];
  /** Of the reading 'last' or 'mean': [B, D·H] and its derivative; null at every timestep. */
  readonly pooled: { readonly values: Floats; readonly gradient: Floats } | null;
  readonly head: readonly HeadRows[];
  readonly pace: Pace;
}

export interface UnrollOptions {
  readonly T: number;
  readonly B: number;
  /** Whether it will run backward. */
  readonly backward: boolean;
  /** Whether layers have dropout between them. */
  readonly dropout?: boolean;
}

/** Whole rows in a piece of `work` operations a row, at least one. */
const rowsWithin = (budget: number, work: number, rows: number): number =>
  Math.max(1, Math.min(rows, Math.floor(budget / work)));

/** Operations of one row of the output layer. */
const headWork = ({ H, D, V }: Architecture): number => 2 * D * H * V + EXPONENTIAL * V;

/** The output layer's piece is kept small enough to stay in the processor's cache. */
const HEAD_NUMBERS = 2 ** 17;

/** Rows of the output layer in a piece. */
const headRows = (architecture: Architecture, rows: number, budget: number): number =>
  Math.min(
    rowsWithin(budget, headWork(architecture), rows),
    Math.max(64, Math.floor(HEAD_NUMBERS / architecture.V)),
    rows,
  );

/** [from, to) pieces of `total` rows. */
function pieces(total: number, size: number): { from: number; to: number }[] {
  const list = [];
  for (let from = 0; from < total; from += size) list.push({ from, to: Math.min(total, from + size) });
  return list;
}

/** Whether what layer `layer` hands on needs an array of its own. */
const isOwn = ({ D, L }: Architecture, layer: number, dropout: boolean): boolean =>
  D === 2 || (dropout && layer < L - 1);

/** What `createUnroll` asks of the kernels, at most. @param budget the kernels' pace, if it is known */
export function unrollNeed(a: Architecture, options: UnrollOptions, budget = Number.POSITIVE_INFINITY): Need {
  const { cell, input, I, H, L, D, V, reading, target } = a;
  const { T, B, backward, dropout = false } = options;
  const twice = backward ? 2 : 1;
  const kept = cell.forwardNames.length + (backward ? cell.backwardNames.length : 0);
  const lane = kept * T * B * H + cell.states.length * (T + 1) * B * H * twice;
  const own = Array.from({ length: L }, (_, layer) => isOwn(a, layer, dropout)).filter(Boolean).length;
  const masks = dropout ? (L - 1) * T * B * D * H : 0;
  const rows = reading === 'every' ? T * B : B;
  return {
    floats:
      L * D * lane +
      (input === 'vectors' ? T * B * I * twice : 0) +
      own * T * B * D * H * twice +
      masks +
      (reading === 'every' ? 0 : B * D * H * twice) +
      (target === 'values' ? rows * V : 0) +
      headRows(a, rows, budget) * V,
    ids: (input === 'tokens' ? T * B : 0) + rows + B,
    arrays: L * D * (kept + 2 * cell.states.length) + 3 * L + 12,
    matrices: [],
    widest: Math.max(H, V),
  };
}

export function createUnroll(model: Model, options: UnrollOptions): Unroll {
  const { T, B, backward, dropout = false } = options;
  const { kernels: k, input, I, H, L, D, V, reading, target } = model;
  const none = k.floats(0);
  const allocate = (length: number, needed = true): Floats => (needed ? k.floats(length) : none);
  const isTokens = input === 'tokens';
  const answers = reading === 'every' ? T * B : B;
  const tokens = k.ids(isTokens ? T * B : 0);
  const vectors = isTokens ? null : allocate(T * B * I);
  const dVectors = isTokens || !backward ? null : allocate(T * B * I);
  const targets = k.ids(target === 'classes' ? answers : 0);
  const values = target === 'values' ? allocate(answers * V) : null;
  const lengths = k.ids(B).fill(T);

  const lanes: Lane[] = [];
  const joints: Joint[] = [];
  for (const place of model.places) {
    const below = place.layer === 0 ? null : joints[place.layer - 1];
    const inputOf = (from: number, to: number): Input => {
      if (below || vectors) {
        const at = below?.values ?? vectors!;
        const gradient = below ? below.gradient : dVectors;
        const cut = (x: Floats): Floats => x.subarray(from * place.I, to * place.I);
        return { tokens: null, vectors: cut(at), gradient: gradient && backward ? cut(gradient) : null };
      }
      return { tokens: tokens.subarray(from, to), vectors: null, gradient: null };
    };
    const lane = createLane(model, place, options, allocate, inputOf);
    lanes.push(lane);
    if (place.direction !== D - 1) continue;
    const own = isOwn(model, place.layer, dropout);
    const after = (x: Floats): Floats => x.subarray(B * H, (T + 1) * B * H);
    joints.push({
      own,
      values: own ? allocate(T * B * D * H) : after(lane.states.H),
      gradient: own ? allocate(T * B * D * H, backward) : backward ? after(lane.dStates.H) : none,
      mask: dropout && place.layer < L - 1 ? allocate(T * B * D * H) : null,
    });
  }

  const top = joints[L - 1];
  const pooled =
    reading === 'every' ? null : { values: allocate(B * D * H), gradient: allocate(B * D * H, backward) };
  const read = pooled ?? top;
  const size = headRows(model, answers, k.pace);
  const out = allocate(size * V);
  const head = pieces(answers, size).map(({ from, to }) => ({
    H: read.values.subarray(from * D * H, to * D * H),
    dH: read.gradient.subarray(from * D * H, to * D * H),
    out: out.subarray(0, (to - from) * V),
    targets: targets.subarray(from, to),
    values: values ? values.subarray(from * V, to * V) : none,
  }));
  const pace = new Pace(k.pace);
  return { T, B, tokens, vectors, dVectors, targets, values, lengths, lanes, joints, pooled, head, pace };
}

function createLane(
  { kernels: k, cell, input, H }: Model,
  place: LanePlace,
  { T, B, backward }: UnrollOptions,
  allocate: (length: number, needed?: boolean) => Floats,
  inputOf: (from: number, to: number) => Input,
): Lane {
  const byName = (names: readonly string[], length: number, needed = true): Record<string, Floats> =>
    Object.fromEntries(names.map((name) => [name, allocate(length, needed)]));
  const states = byName(cell.states, (T + 1) * B * H);
  const dStates = byName(cell.states, (T + 1) * B * H, backward);
  const arrays = {
    ...byName(cell.forwardNames, T * B * H),
    ...byName(cell.backwardNames, T * B * H, backward),
  };
  // In natural time the state before H_t lies a slot before it, or, running backward, a slot after.
  const [before, after] = place.direction === 0 ? [0, B] : [B, 0];

  /** Rows [from, to) of all T·B as the cell sees them. */
  const viewsOf = (from: number, to: number): unknown => {
    const cut = (array: Floats, shift: number): Floats =>
      array.subarray((from + shift) * H, (to + shift) * H);
    const view = (name: string): Floats => {
      if (arrays[name]) return cut(arrays[name], 0);
      const isDerivative = name.startsWith('d');
      const all = isDerivative ? dStates : states;
      const state = isDerivative ? name.slice(1) : name;
      return state.endsWith('0') ? cut(all[state.slice(0, -1)], before) : cut(all[state], after);
    };
    return cell.step(view, inputOf(from, to), to - from);
  };

  const elements = (cell.forwardNames.length + 4) * ELEMENT * H;
  // Token ids are looked up, vectors are multiplied.
  const inputSize = place.layer === 0 && input === 'tokens' ? 0 : place.I;
  const work = 2 * cell.products * H * (H + inputSize) + elements;
  const steps: LaneStep[] = [];
  const size = rowsWithin(4 * k.pace, work, B);
  for (let i = 0; i < T; i++) {
    const t = place.direction === 0 ? i : T - 1 - i;
    for (const { from, to } of pieces(B, size))
      steps.push({ t, from, to, cell: viewsOf(t * B + from, t * B + to) });
  }
  const rows = backward
    ? pieces(T * B, rowsWithin(4 * k.pace, work, T * B)).map(({ from, to }) => viewsOf(from, to))
    : [];
  return { ...place, states, dStates, arrays, steps, rows, work };
}

/** The state a lane starts from, [B, H]: to be set, or zeroed, before a pass. */
export function initialState(u: Unroll, lane: Lane, name: 'H' | 'C'): Floats {
  return slot(u, lane.states[name], lane.direction === 0 ? 0 : u.T);
}

/** The state a lane ends with, [B, H]. */
export function finalState(u: Unroll, lane: Lane, name: 'H' | 'C'): Floats {
  return slot(u, lane.states[name], lane.direction === 0 ? u.T : 0);
}

/** dL/d(initial state), [B, H], after backward. */
export function initialGradient(u: Unroll, lane: Lane, name: 'H' | 'C'): Floats {
  return slot(u, lane.dStates[name], lane.direction === 0 ? 0 : u.T);
}

/** dL/d(final state), [B, H]. */
export function finalGradient(u: Unroll, lane: Lane, name: 'H' | 'C'): Floats {
  return slot(u, lane.dStates[name], lane.direction === 0 ? u.T : 0);
}

/** A state's values at every timestep, [T, B, H], in natural order. */
export function statesOverTime(u: Unroll, lane: Lane, states: Floats): Floats {
  const row = states.length / (u.T + 1);
  return lane.direction === 0 ? states.subarray(row) : states.subarray(0, u.T * row);
}

const slot = (u: Unroll, states: Floats, i: number): Floats => {
  const row = states.length / (u.T + 1);
  return states.subarray(i * row, (i + 1) * row);
};

/** All initial states become zero. */
export function startAtZero(u: Unroll): void {
  for (const lane of u.lanes) {
    for (const name of Object.keys(lane.states)) initialState(u, lane, name as 'H' | 'C').fill(0);
  }
}

/** The next window goes on where this one ended. A lane that runs backward in time starts at zero always. */
export function carryOn(u: Unroll): void {
  for (const lane of u.lanes) {
    for (const name of Object.keys(lane.states)) {
      const state = initialState(u, lane, name as 'H' | 'C');
      if (lane.direction === 0) state.set(finalState(u, lane, name as 'H' | 'C'));
      else state.fill(0);
    }
  }
}
