/**
 * What a pass left in each lane: gates, candidates and states as they are, and the products inside the pre-activations,
 * worked out again, over many timesteps at once. B = 1.
 *
 * Dimensions: T timesteps, I input size of a lane, H hidden size.
 */
import type { Quantity, Term } from '../cells/cell.ts';
import type { Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import { ELEMENT, type Work } from '../network/pace.ts';
import { initialState, type Lane, statesOverTime } from '../network/unroll.ts';
import { type Arena, SCRATCH_ROWS } from './arena.ts';
import type { LaneTrace } from './types.ts';

/** @param withTerms whether the products inside the pre-activations are wanted */
export function* laneTraces(arena: Arena, withTerms: boolean): Work<LaneTrace[]> {
  const traces: LaneTrace[] = [];
  for (const lane of arena.u.lanes) {
    const values = quantitiesOf(arena, lane);
    if (arena.u.pace.isTime(Object.keys(values).length * ELEMENT * arena.T * arena.model.H)) yield;
    if (withTerms) Object.assign(values, yield* termsOf(arena, lane));
    const { layer, direction } = lane;
    traces.push({ layer, direction, values, bias: biasesOf(arena, lane), initial: initialOf(arena, lane) });
  }
  return traces;
}

const copy = (x: Floats): Float32Array => new Float32Array(x);

/** A quantity's values over time, [T, H] in natural order: the array itself. */
export function quantityOverTime({ model, u }: Arena, lane: Lane, quantity: Quantity): Floats {
  const name = model.cell.quantities[quantity]!;
  return lane.arrays[name] ?? statesOverTime(u, lane, lane.states[name]);
}

function quantitiesOf(arena: Arena, lane: Lane): Record<string, Float32Array> {
  const quantities = Object.keys(arena.model.cell.quantities) as Quantity[];
  return Object.fromEntries(
    quantities.map((quantity) => [quantity, copy(quantityOverTime(arena, lane, quantity))]),
  );
}

/** `<quantity>.input` and `<quantity>.recurrent` of each gate and candidate. */
function* termsOf(arena: Arena, lane: Lane): Work<Record<string, Float32Array>> {
  const { model, u } = arena;
  const { terms } = model.cell;
  const { matrix } = model.values.part(lane.prefix);
  const values: Record<string, Float32Array> = {};
  const put = (kind: 'input' | 'recurrent', of: readonly Term[], arrays: readonly Float32Array[]): void => {
    for (const [i, { quantity }] of of.entries()) values[`${quantity}.${kind}`] = arrays[i];
  };

  const inputs = terms.map(({ input }) => matrix(input));
  const vectors = lane.layer > 0 ? u.joints[lane.layer - 1].values : u.vectors;
  if (vectors) put('input', terms, yield* products(arena, vectors, inputs));
  else
    put(
      'input',
      terms,
      inputs.map((W) => gathered(W, u.tokens)),
    );

  const known = terms.filter(({ product }) => product !== null);
  put(
    'recurrent',
    known,
    known.map(({ product }) => copy(lane.arrays[product!])),
  );
  const rest = terms.filter(({ product }) => product === null);
  for (const of of new Set(rest.map((term) => term.of))) {
    const mine = rest.filter((term) => term.of === of);
    const A = of === null ? statesBefore(arena, lane) : lane.arrays[of];
    const Ws = mine.map(({ recurrent }) => matrix(recurrent));
    put('recurrent', mine, yield* products(arena, A, Ws));
  }
  return values;
}

/** H_{t−1}, or running backward H_{t+1}, at every t: [T, H]. */
function statesBefore({ model: { H }, u: { T } }: Arena, { states, direction }: Lane): Floats {
  return direction === 0 ? states.H.subarray(0, T * H) : states.H.subarray(H);
}

/** Rows `tokens` of W: the product of one-hot vectors with it. */
function gathered({ values, columns }: Matrix, tokens: Int32Array): Float32Array {
  const out = new Float32Array(tokens.length * columns);
  for (const [t, id] of tokens.entries()) {
    out.set(values.subarray(id * columns, (id + 1) * columns), t * columns);
  }
  return out;
}

/** A Ws[i], each [T, H], with A [T, K]. */
function* products(arena: Arena, A: Floats, Ws: readonly Matrix[]): Work<Float32Array[]> {
  const { T, u, scratch, model } = arena;
  const { kernels: k, H } = model;
  const K = A.length / T;
  const outs = Ws.map(() => new Float32Array(T * H));
  for (let t = 0; t < T; t += SCRATCH_ROWS) {
    const rows = Math.min(SCRATCH_ROWS, T - t);
    const Cs = Ws.map((_, i) => scratch[i].subarray(0, rows * H).fill(0));
    k.addAB(Cs, A.subarray(t * K, (t + rows) * K), Ws, rows);
    for (const [i, C] of Cs.entries()) outs[i].set(C, t * H);
    if (u.pace.isTime(2 * rows * K * H * Ws.length)) yield;
  }
  return outs;
}

/** What stands beside the two products of each pre-activation. */
function biasesOf({ model }: Arena, lane: Lane): Record<string, Float32Array> {
  const { vector } = model.values.part(lane.prefix);
  return Object.fromEntries(
    model.cell.terms.map(({ quantity, biases: [first, second] }) => {
      const b = copy(vector(first));
      const more = second ? vector(second) : null;
      if (more) for (let i = 0; i < b.length; i++) b[i] += more[i];
      return [quantity, b];
    }),
  );
}

function initialOf({ model, u }: Arena, lane: Lane): LaneTrace['initial'] {
  const hidden = copy(initialState(u, lane, 'H'));
  return model.cell.states.includes('C') ? { hidden, cell: copy(initialState(u, lane, 'C')) } : { hidden };
}
