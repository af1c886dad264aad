/**
 * A network: input (token ids or vectors) → L recurrent layers of D directions → output layer.
 * Dimensions: I input size (for tokens the vocabulary's size), H hidden size, L layers, D directions, V outputs.
 *
 * The first layer's forward direction has its parameters' plain paper names; the others have a prefix: `layer2.Wxr`,
 * `layer1.backward.Wxr`.
 */
import type { AnyCell, Shapes } from '../cells/cell.ts';
import type { Reading } from '../data/types.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Need } from '../kernels/machine.ts';
import { type HeadParameters, headParameters, headShapes } from './head.ts';
import { createStore, type Store, totalOf } from './layout.ts';

export interface Architecture {
  readonly cell: AnyCell;
  readonly input: 'tokens' | 'vectors';
  readonly I: number;
  readonly H: number;
  readonly L: number;
  readonly D: 1 | 2;
  readonly V: number;
  readonly reading: Reading;
  /** Whether the answers are numbers, judged by the mean squared error, or logits, judged by cross-entropy. */
  readonly target: 'classes' | 'values';
}

/** A layer's one direction. */
export interface LanePlace {
  readonly layer: number;
  /** 0 forward in time, 1 backward. */
  readonly direction: 0 | 1;
  /** Input size of this layer. */
  readonly I: number;
  /** What its parameters' names begin with. */
  readonly prefix: string;
}

/** All lanes, layer by layer, forward before backward. */
export const lanesOf = ({ I, H, L, D }: Pick<Architecture, 'I' | 'H' | 'L' | 'D'>): LanePlace[] =>
  Array.from({ length: L * D }, (_, i) => {
    const layer = Math.floor(i / D);
    const direction = (i % D) as 0 | 1;
    const backward = direction === 1 ? 'backward.' : '';
    const prefix = i === 0 ? '' : `layer${layer + 1}.${backward}`;
    return { layer, direction, prefix, I: layer === 0 ? I : D * H };
  });

/** Parameters, or their derivatives: the whole, by name, and as the typed objects the functions take. */
export interface ModelParameters extends Store {
  /** One a lane. */
  readonly lanes: readonly unknown[];
  readonly head: HeadParameters;
}

export interface Model extends Architecture {
  readonly kernels: Kernels;
  readonly places: readonly LanePlace[];
  /** By paper name, in the order of storage. */
  readonly shapes: Shapes;
  readonly values: ModelParameters;
  /** Null for a model that only runs forward. */
  readonly gradients: ModelParameters | null;
}

export function modelShapes(architecture: Architecture): Shapes {
  const { cell, H, D, V } = architecture;
  const shapes: Record<string, readonly number[]> = {};
  for (const { prefix, I } of lanesOf(architecture)) {
    for (const [name, shape] of Object.entries(cell.shapes(I, H))) shapes[prefix + name] = shape;
  }
  return { ...shapes, ...headShapes(D * H, V) };
}

/** What `createModel` asks of the kernels. */
export function modelNeed(architecture: Architecture, trainable: boolean): Need {
  const shapes = modelShapes(architecture);
  const { I, H, D, V } = architecture;
  return {
    floats: totalOf(shapes) * (trainable ? 2 : 1),
    ids: 0,
    arrays: 2,
    matrices: Object.values(shapes).flatMap((shape) => (shape.length === 2 ? [[shape[0], shape[1]]] : [])),
    widest: Math.max(architecture.input === 'vectors' ? I : 0, D * H, V),
  };
}

/** A network with all parameters zero. */
export function createModel(architecture: Architecture, kernels: Kernels, trainable: boolean): Model {
  const shapes = modelShapes(architecture);
  const places = lanesOf(architecture);
  const parameters = (operands: boolean): ModelParameters => {
    const store = createStore(kernels, shapes, operands);
    const lanes = places.map(({ prefix }) => architecture.cell.parameters(store.part(prefix)));
    return { ...store, lanes, head: headParameters(store.part('')) };
  };
  return {
    ...architecture,
    ...{ kernels, places, shapes },
    values: parameters(true),
    gradients: trainable ? parameters(false) : null,
  };
}
