/** Parameters under their names in one run of memory, so that norm, clip and update are one pass. */
import type { ParameterView, Shapes } from '../cells/cell.ts';
import type { Kernels, Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';

/** Numbers in one array of this shape. */
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** Numbers in all arrays. */
export const totalOf = (shapes: Shapes): number =>
  Object.values(shapes).reduce((total, shape) => total + sizeOf(shape), 0);

/** All arrays of `shapes`, in order, in one run of memory. */
export interface Store {
  readonly all: Floats;
  readonly views: Readonly<Record<string, Floats>>;
  /** The views whose name begins with `prefix`, by the rest of it. */
  readonly part: (prefix: string) => ParameterView;
}

/** @param operands whether the matrices will be operands of products (gradients are not) */
export function createStore(kernels: Kernels, shapes: Shapes, operands: boolean): Store {
  const all = kernels.floats(totalOf(shapes));
  const views: Record<string, Floats> = {};
  const matrices: Record<string, Matrix> = {};
  let from = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const values = all.subarray(from, from + sizeOf(shape));
    from += values.length;
    views[name] = values;
    if (shape.length !== 2) continue;
    const [rows, columns] = shape;
    matrices[name] = operands ? kernels.matrix(values, rows, columns) : { values, rows, columns };
  }
  const part = (prefix: string): ParameterView => ({
    matrix: (name) => matrices[prefix + name],
    vector: (name) => views[prefix + name],
  });
  return { all, views, part };
}
