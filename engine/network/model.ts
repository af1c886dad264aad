/**
 * A network: input (token ids or vectors) → one recurrent layer → output layer at every timestep.
 * Dimensions: I input size (for tokens the vocabulary's size), H hidden size, V outputs.
 */
import type { Cell, Shapes } from '../cells/cell.ts';
import type { GruParameters, GruStep } from '../cells/gru.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Dtype, Floats } from '../math/floats.ts';
import type { Rng } from '../math/random.ts';
import { type HeadParameters, headParameters, headShapes } from './head.ts';
import { createStore, type Store } from './layout.ts';

export interface ModelSize {
  readonly I: number;
  readonly H: number;
  readonly V: number;
}

/** Parameters, or their derivatives: the whole, by name, and as the typed objects the functions take. */
export interface ModelParameters<P> extends Store {
  readonly cell: P;
  readonly head: HeadParameters;
}

export interface Model<P = GruParameters, S = GruStep> {
  readonly kernels: Kernels;
  readonly dtype: Dtype;
  readonly size: ModelSize;
  readonly cell: Cell<P, S>;
  /** By paper name, in the order of storage. */
  readonly shapes: Shapes;
  readonly values: ModelParameters<P>;
  /** Null for a model that only runs forward. */
  readonly gradients: ModelParameters<P> | null;
}

export const modelShapes = <P, S>(cell: Cell<P, S>, { I, H, V }: ModelSize): Shapes => ({
  ...cell.shapes(I, H),
  ...headShapes(H, V),
});

/** A network with all parameters zero. */
export function createModel<P, S>(
  cell: Cell<P, S>,
  size: ModelSize,
  options: { readonly kernels: Kernels; readonly dtype: Dtype; readonly trainable: boolean },
): Model<P, S> {
  const { kernels, dtype, trainable } = options;
  const shapes = modelShapes(cell, size);
  const parameters = (): ModelParameters<P> => {
    const store = createStore(dtype, shapes);
    return { ...store, cell: cell.parameters(store.view), head: headParameters(store.view) };
  };
  return {
    ...{ kernels, dtype, size, cell, shapes },
    values: parameters(),
    gradients: trainable ? parameters() : null,
  };
}

/**
 * Draws the parameters, in the order of storage. `uniform`: all from U(−1/√H, 1/√H), as PyTorch does.
 * `normal`: weights from N(0, 0.01²), biases zero, as the textbook does.
 */
export function initialise<P, S>(model: Model<P, S>, rng: Rng, how: 'uniform' | 'normal'): void {
  const bound = 1 / Math.sqrt(model.size.H);
  for (const [name, shape] of Object.entries(model.shapes)) {
    const values: Floats = model.values.view(name);
    if (how === 'uniform') rng.fillUniform(values, -bound, bound);
    else if (shape.length > 1) rng.fillNormal(values, 0, 0.01);
    else values.fill(0);
  }
}
