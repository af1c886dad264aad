/** The engine's network with a golden case's parameters, and its arrays back in PyTorch's layout. */
import { type CellChoice, cellOf } from '../../engine/cells/registry.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { addNeeds, type Machine, type Need } from '../../engine/kernels/machine.ts';
import type { Floats } from '../../engine/math/floats.ts';
import { totalOf } from '../../engine/network/layout.ts';
import {
  type Architecture,
  createModel,
  type Model,
  modelNeed,
  modelShapes,
} from '../../engine/network/model.ts';
import { createUnroll, type Unroll, type UnrollOptions, unrollNeed } from '../../engine/network/unroll.ts';
import type { Backend } from './backends.ts';
import type { Comparison } from './compare.ts';
import type { AnyCase, CellName, HeadParams, LayerParams } from './schema.ts';

/** PyTorch's name of an array that stacks blocks, the engine's name of each block. */
type BlockNames = Readonly<Partial<Record<Theirs, readonly string[]>>>;
const THEIRS = ['W_ih', 'W_hh', 'b', 'b_ih', 'b_hh'] as const;
type Theirs = (typeof THEIRS)[number];

interface Correspondence {
  readonly choice: CellChoice;
  readonly blocks: BlockNames;
  /** PyTorch's name of a gate → the engine's array, or state. */
  readonly gates: Readonly<Record<string, string>>;
}

const choice = (
  cell: CellChoice['cell'],
  reset: CellChoice['reset'],
  biases: CellChoice['biases'],
): CellChoice => ({
  ...{ cell, reset, biases, activation: 'tanh' },
});
const GRU_WEIGHTS = { W_ih: ['Wxr', 'Wxz', 'Wxh'], W_hh: ['Whr', 'Whz', 'Whh'] };
const GRU_GATES = { r: 'R', z: 'Z', n: 'C', h: 'H' };

/** `gru` is PyTorch's: reset after, two biases. `gru_d2l` is the textbook's: reset before, one. */
const CORRESPONDENCES: Readonly<Record<CellName, Correspondence>> = {
  rnn_tanh: {
    choice: choice('rnn', 'before', 'two'),
    blocks: { W_ih: ['Wxh'], W_hh: ['Whh'], b_ih: ['bh'], b_hh: ['bhh'] },
    gates: { h: 'H' },
  },
  gru: {
    choice: choice('gru', 'after', 'two'),
    blocks: { ...GRU_WEIGHTS, b_ih: ['br', 'bz', 'bh'], b_hh: ['bhr', 'bhz', 'bhn'] },
    gates: { ...GRU_GATES, hn: 'G' },
  },
  gru_d2l: {
    choice: choice('gru', 'before', 'one'),
    blocks: { ...GRU_WEIGHTS, b: ['br', 'bz', 'bh'] },
    gates: GRU_GATES,
  },
  lstm: {
    choice: choice('lstm', 'before', 'two'),
    blocks: {
      W_ih: ['Wxi', 'Wxf', 'Wxc', 'Wxo'],
      W_hh: ['Whi', 'Whf', 'Whc', 'Who'],
      b_ih: ['bi', 'bf', 'bc', 'bo'],
      b_hh: ['bhi', 'bhf', 'bhc', 'bho'],
    },
    gates: { i: 'I', f: 'F', g: 'G', o: 'O', c: 'C', h: 'H' },
  },
};

function correspondenceOf({ cell }: AnyCase): Correspondence {
  const found = CORRESPONDENCES[cell];
  if (!found) throw new Error(`no cell of the engine is called ${cell}`);
  return found;
}

/** PyTorch's names of the gates a case states, and the engine's. */
export const gatesOf = (golden: AnyCase): [string, string][] =>
  Object.entries(correspondenceOf(golden).gates);

/** [rows, columns] → [columns, rows]. */
function transpose(data: ArrayLike<number>, rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}

const isMatrix = (name: Theirs): boolean => name.startsWith('W');

/** Loads one lane's parameters under the engine's names. */
function loadLane(model: Model, blocks: BlockNames, lane: number, params: LayerParams): void {
  const { prefix, layer, direction } = model.places[lane]!;
  if (params.layer !== layer || params.direction !== direction)
    throw new Error(`params[${lane}] is of another lane`);
  for (const name of THEIRS) {
    const names = blocks[name];
    if (!names) continue;
    const { shape, data } = params[name]!;
    const size = data.length / names.length;
    names.forEach((ours, i) => {
      const part = data.slice(i * size, (i + 1) * size);
      model.values.views[prefix + ours]!.set(isMatrix(name) ? transpose(part, model.H, shape[1]!) : part);
    });
  }
}

/** A case's network, unrolled over its window, in kernels that have been asked for what these need and no more. */
export interface Setup {
  readonly kernels: Kernels;
  readonly model: Model;
  readonly u: Unroll;
}

/** @param copies further arrays as long as all the parameters, e.g. an optimiser's; of length T·B·V there is one */
export function setUp(
  machine: Machine,
  { arithmetic, dtype }: Backend,
  golden: AnyCase,
  copies: number,
): Setup {
  const { T, B, input: I, hidden: H, outputs: V, layers: L, directions: D } = golden;
  const { choice: ours, blocks } = correspondenceOf(golden);
  const input = 'vocab' in golden ? 'tokens' : 'vectors';
  const cell = cellOf(ours);
  const architecture: Architecture = { cell, input, I, H, L, D, V, reading: 'every', target: 'classes' };
  const options: UnrollOptions = { T, B, backward: true };
  const more: Need = {
    floats: T * B * V + copies * totalOf(modelShapes(architecture)),
    ids: 0,
    arrays: 1 + copies,
    matrices: [],
    widest: 0,
  };
  const unrolled = unrollNeed(architecture, options);
  const kernels = machine.kernels(arithmetic, addNeeds(modelNeed(architecture, true), unrolled, more), dtype);
  if (kernels.arithmetic !== arithmetic) throw new Error(`there is no ${arithmetic} here`);
  const model = createModel(architecture, kernels, true);
  for (const [lane, params] of golden.params.entries()) loadLane(model, blocks, lane, params);
  model.values.head.Whq.values.set(transpose(golden.head.W_hq.data, V, D * H));
  model.values.head.bq.set(golden.head.b_q.data);
  kernels.changed();
  return { kernels, model, u: createUnroll(model, options) };
}

/** Compares parameters, or their derivatives, with PyTorch's. */
export function compareParameters(
  to: Comparison,
  title: string,
  golden: AnyCase,
  model: Model,
  which: 'values' | 'gradients',
  wantLanes: readonly LayerParams[],
  wantHead: HeadParams,
): void {
  const { blocks } = correspondenceOf(golden);
  const { H, V, D } = model;
  const { views, head } = model[which]!;
  model.places.forEach(({ prefix, layer, direction }, lane) => {
    for (const name of THEIRS) {
      const names = blocks[name];
      if (!names) continue;
      const parts = names.map((ours): Floats => views[prefix + ours]!);
      const columns = parts[0]!.length / H;
      const stacked = parts.flatMap((part) => (isMatrix(name) ? transpose(part, columns, H) : [...part]));
      const shape = isMatrix(name) ? [names.length * H, columns] : [names.length * H];
      to.tensor(
        `${title}[layer ${layer}, direction ${direction}].${name}`,
        stacked,
        shape,
        wantLanes[lane]![name]!,
      );
    }
  });
  to.tensor(`${title}.W_hq`, transpose(head.Whq.values, D * H, V), [V, D * H], wantHead.W_hq);
  to.tensor(`${title}.b_q`, head.bq, [V], wantHead.b_q);
}
