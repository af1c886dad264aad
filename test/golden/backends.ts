/** Which kernels the golden cases are run with. A new arithmetic is a line here, and a machine that has it. */
import type { Arithmetic } from '../../engine/kernels/kernels.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import type { Dtype } from '../../engine/math/floats.ts';

export interface Backend {
  readonly arithmetic: Arithmetic;
  readonly dtype: Dtype;
}

const BACKENDS: readonly Backend[] = [
  { arithmetic: 'scalar', dtype: 'float64' },
  { arithmetic: 'scalar', dtype: 'float32' },
  { arithmetic: 'simd', dtype: 'float32' },
  { arithmetic: 'fma', dtype: 'float32' },
];

/** Those of them that `machine` has. */
export const backendsOf = (machine: Machine): readonly Backend[] =>
  BACKENDS.filter(({ arithmetic }) => machine.available.includes(arithmetic));

export const nameOf = ({ arithmetic, dtype }: Backend): string => `${arithmetic} ${dtype}`;
