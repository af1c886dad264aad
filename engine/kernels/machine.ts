/** Which arithmetics there are here, and kernels of them. The WebAssembly modules are handed in by the host. */
import { BYTES, type Dtype } from '../math/floats.ts';
import type { Arithmetic, Kernels } from './kernels.ts';
import { createScalarKernels } from './scalar/index.ts';
import { createSimdKernels, simdBytes } from './simd/index.ts';
import { probeModules } from './simd/probe.ts';

/** What kernels will be asked for, all together. */
export interface Need {
  /** Numbers, token ids, and how many arrays they are in. */
  readonly floats: number;
  readonly ids: number;
  readonly arrays: number;
  /** [rows, columns] of every matrix. */
  readonly matrices: readonly (readonly [number, number])[];
  /** The largest number of rows or columns any product sees, apart from the rows of sequences. */
  readonly widest: number;
}

export interface Machine {
  /** `scalar` is always among them. */
  readonly available: readonly Arithmetic[];
  /** What it was made of, for a machine of another thread. */
  readonly modules: Modules;
  /** Bytes that kernels for `need` take, everything counted. */
  bytes(arithmetic: Arithmetic, need: Need, dtype?: Dtype): number;
  /**
   * Kernels with memory for `need` and no more. An arithmetic that is not there becomes `scalar`, as does float64:
   * `Kernels.arithmetic` says which it is.
   */
  kernels(arithmetic: Arithmetic, need: Need, dtype?: Dtype): Kernels;
}

/** The needs of several parts together. */
export function addNeeds(...needs: readonly Need[]): Need {
  return {
    floats: needs.reduce((sum, need) => sum + need.floats, 0),
    ids: needs.reduce((sum, need) => sum + need.ids, 0),
    arrays: needs.reduce((sum, need) => sum + need.arrays, 0),
    matrices: needs.flatMap((need) => need.matrices),
    widest: needs.reduce((max, need) => Math.max(max, need.widest), 0),
  };
}

/** Rows of sequences that a product usually sees at most: pieces of work are small. */
const ROWS = 512;

/** Panels of the largest product, in float64 (see scalar/gemm.ts): of a matrix, and of the rows it is multiplied with. */
function scalarBytes({ floats, ids, matrices, widest }: Need, dtype: Dtype): number {
  const largest = matrices.reduce((max, [rows, columns]) => Math.max(max, rows * columns), 0);
  return floats * BYTES[dtype] + ids * 4 + 8 * (largest + ROWS * widest);
}

/** Plain TypeScript alone. */
export const SCALAR_MACHINE: Machine = createMachine({});

/** Compiled builds of the simd kernels, as far as the host could make them. */
export type Modules = Parameters<typeof probeModules>[0];

/** What is there: plain TypeScript, and every build that works here. Probes them: a few milliseconds. */
export function createMachine(modules: Modules): Machine {
  const { available } = probeModules(modules);
  const builtFor = (arithmetic: Arithmetic, dtype: Dtype): 'simd' | 'fma' | null =>
    arithmetic !== 'scalar' && dtype === 'float32' && available.includes(arithmetic) ? arithmetic : null;
  return {
    available: ['scalar', ...available],
    modules,
    bytes: (arithmetic, need, dtype = 'float32') =>
      builtFor(arithmetic, dtype) ? simdBytes(need) : scalarBytes(need, dtype),
    kernels: (arithmetic, need, dtype = 'float32') => {
      const build = builtFor(arithmetic, dtype);
      if (!build) return createScalarKernels(dtype);
      return createSimdKernels(modules[build]!, build, { bytes: simdBytes(need) });
    },
  };
}
