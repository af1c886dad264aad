/** Which builds run here, and give right answers: a browser may compile what its processor then does otherwise. */
import { createSimdKernels, simdBytes } from './index.ts';

type Build = 'simd' | 'fma';

const ROWS = 3;
const INNER = 5;
const COLUMNS = 19;
const need = {
  floats: ROWS * INNER + INNER * COLUMNS + ROWS * COLUMNS + 2,
  ids: 0,
  arrays: 8,
  matrices: [[INNER, COLUMNS]] as const,
};

/** Small whole numbers: their products are exact, fused or not. */
function fill(numbers: { length: number; [i: number]: number }): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = ((i * 7) % 11) - 5;
}

/** Runs a small product, and one multiply-add that tells whether it was rounded once or twice. */
function works(module: WebAssembly.Module, build: Build): boolean {
  const k = createSimdKernels(module, build, { bytes: simdBytes(need) });
  const A = k.floats(ROWS * INNER);
  const W = k.floats(INNER * COLUMNS);
  const C = k.floats(ROWS * COLUMNS);
  fill(A);
  fill(W);
  k.addAB([C], A, [k.matrix(W, INNER, COLUMNS)], ROWS);
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < COLUMNS; j++) {
      let sum = 0;
      for (let n = 0; n < INNER; n++) sum += A[i * INNER + n] * W[n * COLUMNS + j];
      if (C[i * COLUMNS + j] !== sum) return false;
    }
  }
  // (1 + 2^-12)² − (1 + 2^-11) is 2^-24, and 0 if the square was rounded to a float first.
  const x = k.floats(1);
  const y = k.floats(1);
  x[0] = 1 + 2 ** -12;
  y[0] = -(1 + 2 ** -11);
  k.addScaled(y, x, 1 + 2 ** -12);
  return y[0] === (build === 'fma' ? 2 ** -24 : 0);
}

/**
 * The builds that can be used, of those that were compiled. `fma` counts only where the processor fuses: where it does
 * not, it would be a second, slower `simd` with other names on its runs. Never throws.
 */
export function probeModules(modules: {
  readonly simd?: WebAssembly.Module;
  readonly fma?: WebAssembly.Module;
}): { available: Build[] } {
  const available = (['simd', 'fma'] as const).filter((build) => {
    const module = modules[build];
    try {
      return module !== undefined && works(module, build);
    } catch {
      return false;
    }
  });
  return { available };
}
