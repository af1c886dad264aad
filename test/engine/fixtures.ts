/** A small text and configuration that train in milliseconds. */
import { expect } from 'vitest';
import { DEFAULTS, type RunConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import { type Machine, SCALAR_MACHINE } from '../../engine/kernels/machine.ts';
import type { SessionSpec } from '../../engine/train/types.ts';

export const TEXT = 'the quick brown fox jumps over the lazy dog, and the dog sleeps on. '.repeat(40);

export const CONFIG: RunConfig = {
  ...DEFAULTS,
  cell: 'gru',
  hidden: 12,
  batch: 4,
  window: 8,
  vocabularyLimit: 100,
  optimiser: 'adam',
  learningRate: 0.01,
  seed: 7,
};

/** A session's specification on the small text. */
export const specOf = (changes: Partial<RunConfig> = {}, text = TEXT): SessionSpec => ({
  config: { ...CONFIG, ...changes },
  data: { kind: 'text', text },
});

/** Plain TypeScript that yields after every little piece of work, as a large network's would. */
export const BUSY_MACHINE: Machine = {
  ...SCALAR_MACHINE,
  kernels: (arithmetic, need, dtype) => ({ ...SCALAR_MACHINE.kernels(arithmetic, need, dtype), pace: 2000 }),
};

/** The error that `run` throws. */
export function errorOf(run: () => unknown): EngineError {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Byte for byte, and quickly: `toEqual` goes through an array one number at a time. */
export function expectSameBytes(got: Uint8Array, want: Uint8Array): void {
  expect(got.length).toBe(want.length);
  expect(Buffer.compare(got, want)).toBe(0);
}
