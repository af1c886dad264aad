/** The engine's network with a golden case's parameters, and its arrays back in PyTorch's layout. */
import { type GruParameters, type GruStep, gru } from '../../engine/cells/gru.ts';
import { createScalarKernels } from '../../engine/kernels/scalar/index.ts';
import type { Dtype, Floats } from '../../engine/math/floats.ts';
import { createModel, type Model, type ModelParameters } from '../../engine/network/model.ts';
import type { Comparison } from './compare.ts';
import type { CellsCase, CharlmCase, HeadParams, LayerParams, Tensor, TrainCase } from './schema.ts';

export type AnyCase = CellsCase | TrainCase | CharlmCase;
export type GruModel = Model<GruParameters, GruStep>;

const kernels = createScalarKernels();
const BLOCKS = ['r', 'z', 'n'] as const;
const OURS = {
  W_ih: { r: 'Wxr', z: 'Wxz', n: 'Wxh' },
  W_hh: { r: 'Whr', z: 'Whz', n: 'Whh' },
  b: { r: 'br', z: 'bz', n: 'bh' },
  b_ih: { r: 'br', z: 'bz', n: 'bh' },
  b_hh: { r: 'bhr', z: 'bhz', n: 'bhn' },
} as const;
type Theirs = keyof typeof OURS;
const MATRICES = new Set<Theirs>(['W_ih', 'W_hh']);

/** Why the engine cannot run a case yet, or null. */
export function unsupported({ cell, layers, directions }: AnyCase): string | null {
  if (cell !== 'gru' && cell !== 'gru_d2l') return `cell ${cell}`;
  if (layers !== 1) return `${layers} layers`;
  return directions === 1 ? null : 'two directions';
}

const namesIn = (params: LayerParams): Theirs[] =>
  (Object.keys(OURS) as Theirs[]).filter((name) => params[name] !== undefined);

/** [rows, columns] → [columns, rows]. */
function transpose(data: ArrayLike<number>, rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!);
}

function load(parameters: ModelParameters<GruParameters>, layer: LayerParams, head: HeadParams, H: number): void {
  for (const name of namesIn(layer)) {
    const { shape, data } = layer[name]!;
    const size = data.length / 3;
    BLOCKS.forEach((block, i) => {
      const part = data.slice(i * size, (i + 1) * size);
      parameters.view(OURS[name][block]).set(MATRICES.has(name) ? transpose(part, H, shape[1]!) : part);
    });
  }
  parameters.head.Whq.set(transpose(head.W_hq.data, head.W_hq.shape[0]!, H));
  parameters.head.bq.set(head.b_q.data);
}

/** `gru` is PyTorch's: reset after, two biases. `gru_d2l` is the textbook's: reset before, one. */
export function modelOf(golden: AnyCase, dtype: Dtype): GruModel {
  const { cell, input, hidden, outputs } = golden;
  const ours = cell === 'gru' ? gru('after', 'two') : gru('before', 'one');
  const model = createModel(ours, { I: input, H: hidden, V: outputs }, { kernels, dtype, trainable: true });
  load(model.values, golden.params[0]!, golden.head, hidden);
  return model;
}

/** Compares parameters, or their derivatives, with PyTorch's. */
export function compareParameters(
  to: Comparison,
  title: string,
  model: GruModel,
  got: ModelParameters<GruParameters>,
  wantLayers: readonly LayerParams[],
  wantHead: HeadParams,
): void {
  const { H, V } = model.size;
  const layer = wantLayers[0]!;
  for (const name of namesIn(layer)) {
    const want: Tensor = layer[name]!;
    const isMatrix = MATRICES.has(name);
    const blocks = BLOCKS.map((block): Floats => got.view(OURS[name][block]));
    const columns = isMatrix ? blocks[0]!.length / H : 1;
    const stacked = blocks.flatMap((block) => (isMatrix ? transpose(block, columns, H) : [...block]));
    to.tensor(`${title}.${name}`, stacked, isMatrix ? [3 * H, columns] : [3 * H], want);
  }
  to.tensor(`${title}.W_hq`, transpose(got.head.Whq, H, V), [V, H], wantHead.W_hq);
  to.tensor(`${title}.b_q`, got.head.bq, [V], wantHead.b_q);
}
