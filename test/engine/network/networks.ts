/** Small networks with random numbers in everything they hold, and how two of them are compared. */
import { expect } from 'vitest';
import { type CellChoice, cellOf } from '../../../engine/cells/registry.ts';
import type { Reading } from '../../../engine/data/types.ts';
import type { Arithmetic, Kernels } from '../../../engine/kernels/kernels.ts';
import { addNeeds } from '../../../engine/kernels/machine.ts';
import type { Dtype, Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import {
  backpropagate,
  type Cotangents,
  forwardThroughTime,
  type Hooks,
  lossThroughTime,
} from '../../../engine/network/bptt.ts';
import { type Architecture, createModel, type Model, modelNeed } from '../../../engine/network/model.ts';
import { finish } from '../../../engine/network/pace.ts';
import {
  createUnroll,
  finalState,
  initialGradient,
  initialState,
  type Unroll,
  type UnrollOptions,
  unrollNeed,
} from '../../../engine/network/unroll.ts';
import { nodeMachine } from '../../../scripts/machine.ts';

const machine = await nodeMachine();

const RNN = { cell: 'rnn', activation: 'tanh', reset: 'before', biases: 'one' } as const;

/** Every equation the cells have, by a name. */
export const CELLS: Readonly<Record<string, CellChoice>> = {
  'rnn tanh, one bias': RNN,
  'rnn tanh, two biases': { ...RNN, biases: 'two' },
  'rnn relu, one bias': { ...RNN, activation: 'relu' },
  'gru reset before, one bias': { ...RNN, cell: 'gru' },
  'gru reset before, two biases': { ...RNN, cell: 'gru', biases: 'two' },
  'gru reset after, one bias': { ...RNN, cell: 'gru', reset: 'after' },
  'gru reset after, two biases': { ...RNN, cell: 'gru', reset: 'after', biases: 'two' },
  'lstm, one bias': { ...RNN, cell: 'lstm' },
  'lstm, two biases': { ...RNN, cell: 'lstm', biases: 'two' },
};

/** One of each equation, for what does not depend on the biases. */
export const FIVE_CELLS = [
  'rnn tanh, one bias',
  'rnn relu, one bias',
  'gru reset before, one bias',
  'gru reset after, one bias',
  'lstm, two biases',
] as const;

export const READINGS: readonly Reading[] = ['every', 'last', 'mean'];

export interface Spec {
  readonly cell: string;
  readonly input?: 'tokens' | 'vectors';
  readonly target?: 'classes' | 'values';
  readonly reading?: Reading;
  readonly I?: number;
  readonly H?: number;
  readonly L?: number;
  readonly D?: 1 | 2;
  readonly V?: number;
  readonly T?: number;
  readonly B?: number;
  /** Dropout's p; 0 has no masks. */
  readonly dropout?: number;
  /** Timesteps of each sequence, T unless given. */
  readonly lengths?: readonly number[];
  readonly seed?: number;
  readonly dtype?: Dtype;
  /** `scalar` unless given. */
  readonly arithmetic?: Arithmetic;
  /** Operations between two yields. */
  readonly pace?: number;
}

export interface Network {
  readonly model: Model;
  readonly u: Unroll;
  readonly rng: Rng;
  readonly cotangents: Cotangents;
}

export const architectureOf = (spec: Spec): Architecture => {
  const { cell, input = 'vectors', target = 'classes', reading = 'every' } = spec;
  const { I = 3, H = 4, L = 1, D = 1, V = 3 } = spec;
  const choice = CELLS[cell];
  if (!choice) throw new Error(`no cell called ${cell}`);
  return { cell: cellOf(choice), input, I, H, L, D, V, reading, target };
};

export const optionsOf = ({ T = 4, B = 3, dropout = 0 }: Spec): UnrollOptions => ({
  ...{ T, B, backward: true, dropout: dropout > 0 },
});

/** Kernels with room for the network, and for the cotangents beside it. */
export function kernelsOf(spec: Spec): Kernels {
  const { arithmetic = 'scalar', dtype = 'float64', pace } = spec;
  const architecture = architectureOf(spec);
  const { H, L, D, cell } = architecture;
  const options = optionsOf(spec);
  const arrays = L * D * cell.states.length;
  const beside = { floats: arrays * options.B * H, ids: 0, arrays, matrices: [], widest: 0 };
  const need = addNeeds(modelNeed(architecture, true), unrollNeed(architecture, options), beside);
  const kernels = machine.kernels(arithmetic, need, dtype);
  if (kernels.arithmetic !== arithmetic) throw new Error(`there is no ${arithmetic} in ${dtype}`);
  return pace === undefined ? kernels : { ...kernels, pace };
}

/** A network with random parameters, inputs, answers, initial states, and derivatives by the final states. */
export function networkOf(spec: Spec, kernels = kernelsOf(spec)): Network {
  const model = createModel(architectureOf(spec), kernels, true);
  const u = createUnroll(model, optionsOf(spec));
  const rng = new Rng(spec.seed ?? 1);
  rng.fillUniform(model.values.all, -0.9, 0.9);
  kernels.changed();
  fill(model, u, rng, spec);
  const cotangents = u.lanes.map(({ states }) =>
    Object.fromEntries(
      Object.keys(states).map((name) => {
        const d = kernels.floats(u.B * model.H);
        rng.fillNormal(d, 0, 0.3);
        return [name, d];
      }),
    ),
  );
  return { model, u, rng, cotangents };
}

function fill(model: Model, u: Unroll, rng: Rng, { lengths, dropout = 0 }: Spec): void {
  const { I, V, reading } = model;
  for (let i = 0; i < u.tokens.length; i++) u.tokens[i] = rng.int(I);
  if (u.vectors) rng.fillNormal(u.vectors, 0, 1);
  for (let i = 0; i < u.targets.length; i++) u.targets[i] = rng.int(V);
  if (u.values) rng.fillNormal(u.values, 0, 1);
  if (lengths) u.lengths.set(lengths);
  if (reading === 'every') {
    for (let t = 0; t < u.T; t++) {
      for (let b = 0; b < u.B; b++) if (t >= u.lengths[b]) ask(model, u, t * u.B + b);
    }
  }
  for (const { mask } of u.joints) {
    if (mask) for (let i = 0; i < mask.length; i++) mask[i] = rng.uniform() < dropout ? 0 : 1 / (1 - dropout);
  }
  for (const lane of u.lanes) {
    for (const name of statesOf(lane.states)) rng.fillNormal(initialState(u, lane, name), 0, 0.5);
  }
}

/** Row `i` is not asked for. */
function ask({ V }: Model, { targets, values }: Unroll, i: number): void {
  if (values) values.fill(Number.NaN, i * V, (i + 1) * V);
  else targets[i] = -1;
}

export const statesOf = (states: Readonly<Record<string, Floats>>): ('H' | 'C')[] =>
  Object.keys(states) as ('H' | 'C')[];

/** The whole loss, forward alone: of the answers, and of the final states by the cotangents. */
export function lossOf({ model, u, cotangents }: Network, hooks: Hooks | null = null): number {
  finish(forwardThroughTime(model, u, hooks));
  return finish(lossThroughTime(model, u)) + restOf({ model, u, cotangents });
}

/** The whole loss, and all derivatives of it in their places. */
export function backpropagated(network: Network, hooks: Hooks | null = null): number {
  const { model, u, cotangents } = network;
  return finish(backpropagate(model, u, cotangents, hooks)) + restOf(network);
}

type Ended = Pick<Network, 'model' | 'u' | 'cotangents'>;

function restOf({ u, cotangents }: Ended): number {
  let rest = 0;
  for (const [i, lane] of u.lanes.entries()) {
    for (const name of statesOf(lane.states)) {
      const state = finalState(u, lane, name);
      cotangents[i][name].forEach((c, j) => {
        rest += c * state[j];
      });
    }
  }
  return rest;
}

/** Everything the loss depends on, and its derivative, by name. */
export function differentiable({ model, u }: Network): { name: string; x: Floats; d: Floats }[] {
  const list = Object.entries(model.values.views).map(([name, x]) => ({
    ...{ name, x, d: model.gradients!.views[name] },
  }));
  if (u.vectors) list.push({ name: 'the input', x: u.vectors, d: u.dVectors! });
  for (const lane of u.lanes) {
    for (const name of statesOf(lane.states)) {
      const title = `the initial ${name} of layer ${lane.layer}, direction ${lane.direction}`;
      list.push({ name: title, x: initialState(u, lane, name), d: initialGradient(u, lane, name) });
    }
  }
  return list;
}

/**
 * Every derivative agrees with finite differences of fourth order, to 10⁻⁶ of it. Of a long array so many elements are
 * looked at, evenly spread.
 */
export function expectTrueGradients(network: Network, hooks: Hooks | null = null, elements = 12): void {
  const total = backpropagated(network, hooks);
  const gradients = differentiable(network).map(({ name, x, d }) => ({ name, x, d: d.slice() }));
  expect(lossOf(network, hooks)).toBeCloseTo(total, 12);
  const h = 1e-4;
  for (const { name, x, d } of gradients) {
    for (let i = 0; i < x.length; i += Math.ceil(x.length / elements)) {
      const at = x[i];
      const lossAt = (shift: number): number => {
        x[i] = at + shift;
        network.model.kernels.changed();
        return lossOf(network, hooks);
      };
      const slope = (8 * (lossAt(h) - lossAt(-h)) - (lossAt(2 * h) - lossAt(-2 * h))) / (12 * h);
      x[i] = at;
      network.model.kernels.changed();
      const allowed = 1e-6 * Math.abs(d[i]) + 1e-10;
      if (!(Math.abs(slope - d[i]) <= allowed)) expect(d[i], `${name}[${i}]`).toBe(slope);
    }
  }
}

/** Both agree to `tolerance` of the largest. */
export function expectClose(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  tolerance: number,
  name = '',
): void {
  expect(got.length, name).toBe(want.length);
  let [worst, largest] = [0, 1e-3];
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs(got[i] - want[i]);
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
    largest = Math.max(largest, Math.abs(want[i]));
  }
  expect(worst / largest, name).toBeLessThanOrEqual(tolerance);
}

/** Both are the same numbers, bit for bit. */
export function expectSame(got: ArrayLike<number>, want: ArrayLike<number>, name = ''): void {
  expect(Array.from(got), name).toEqual(Array.from(want));
}
