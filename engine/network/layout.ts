/** Parameters under their names in one run of memory, so that norm, clip and update are one pass. */
import type { Shapes, View } from '../cells/cell.ts';
import { Arena, type Dtype, type Floats } from '../math/floats.ts';

/** Numbers in one array of this shape. */
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** Numbers in all arrays. */
export const totalOf = (shapes: Shapes): number =>
  Object.values(shapes).reduce((total, shape) => total + sizeOf(shape), 0);

/** All arrays of `shapes`, in order, in one run of memory. */
export interface Store {
  readonly all: Floats;
  readonly views: Readonly<Record<string, Floats>>;
  readonly view: View;
}

export function createStore(dtype: Dtype, shapes: Shapes): Store {
  const arena = new Arena(dtype, totalOf(shapes));
  const views: Record<string, Floats> = {};
  for (const [name, shape] of Object.entries(shapes)) views[name] = arena.take(sizeOf(shape));
  return { all: arena.all, views, view: (name) => views[name] };
}
