/** How many bytes a session takes, before it is made. */
import { gru } from '../cells/gru.ts';
import type { RunConfig } from '../config.ts';
import { EngineError } from '../errors.ts';
import { BYTES, type Dtype } from '../math/floats.ts';
import { totalOf } from '../network/layout.ts';
import { modelShapes } from '../network/model.ts';
import { unrollFloats } from '../network/unroll.ts';
import { EVALUATION_WINDOW } from './evaluate.ts';

/** More is refused: 1 GiB. */
export const MEMORY_LIMIT = 2 ** 30;

/** Values, gradients, the last good values, and two running means of the optimiser. */
const COPIES = 5;

/**
 * Bytes of parameters and buffers of a session over a vocabulary of V symbols (the text itself not counted).
 * @param config of it, hidden, window, batch, reset and biases matter
 */
export function sessionBytes(config: RunConfig, V: number, dtype: Dtype = 'float32'): number {
  const { hidden: H, window: T, batch: B } = config;
  const cell = gru(config.reset, config.biases);
  const size = { I: V, H, V };
  const parameters = COPIES * totalOf(modelShapes(cell, size));
  const training = unrollFloats(cell, size, { T, B, input: 'tokens', backward: true });
  const evaluation = unrollFloats(cell, size, {
    T: EVALUATION_WINDOW,
    B: 1,
    input: 'tokens',
    backward: false,
  });
  const panels = 2 * H * Math.max(H, V);
  return (parameters + training + evaluation) * BYTES[dtype] + panels * 8 + 2 * T * B * 4;
}

/** @throws EngineError out-of-memory if the session would take more than 1 GiB */
export function checkMemory(config: RunConfig, V: number, dtype: Dtype): void {
  const needed = sessionBytes(config, V, dtype);
  if (needed > MEMORY_LIMIT) throw new EngineError('out-of-memory', { needed, limit: MEMORY_LIMIT });
}
