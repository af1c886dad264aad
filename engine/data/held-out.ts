/** The sizes of validation sets. Dimensions: T timesteps of a minibatch, B sequences. */
import { checkShape, clearBatch, placeSequence, type Sequence } from './batch.ts';
import type { Batch, HeldOutSet, Problem } from './types.ts';

/** Predictions in an evaluation that training makes by itself, and in one that is asked for. */
const EVALUATION_TOKENS = { automatic: 2048, requested: 8192 } as const;

/** A long row is read in windows of so many timesteps at most. */
const EVALUATION_WINDOW = 32;

/** Sequences in a minibatch of a validation set, at most. */
const HELD_OUT_BATCH = 32;
/** Sequences in an evaluation that training makes by itself, and in one that is asked for. */
const SEQUENCES = { automatic: 256, requested: 4096 } as const;

/**
 * A long row of `length` ≥ 2 read once from its beginning on: B = 1, windows of 32, the state carried on.
 * @param write fills a minibatch's arrays from place `from` of the row on
 */
export function rowHeldOut(length: number, write: (batch: Batch, from: number) => void): HeldOutSet {
  const T = Math.min(EVALUATION_WINDOW, length - 1);
  const windows = (tokens: number): number => Math.max(1, Math.floor(Math.min(tokens, length - 1) / T));
  return {
    ...{ T, B: 1, count: windows(EVALUATION_TOKENS.requested) },
    automatic: windows(EVALUATION_TOKENS.automatic),
    fill(batch, i) {
      checkShape(batch, T, 1, 'HeldOutSet.fill');
      batch.lengths[0] = T;
      write(batch, i * T);
      return i === 0;
    },
  };
}

/**
 * Fixed sequences, at most 4,096 of them. The last minibatch may be filled up with sequences of which nothing is asked;
 * numbers are always asked, so for them it is left out instead.
 */
export function sequencesHeldOut(all: readonly Sequence[], problem: Problem, T: number): HeldOutSet {
  const sequences = all.slice(0, SEQUENCES.requested);
  const B = Math.min(HELD_OUT_BATCH, sequences.length);
  const round = problem.target.kind === 'values' ? Math.floor : Math.ceil;
  const count = round(sequences.length / B);
  return {
    ...{ T, B, count, automatic: Math.min(count, Math.ceil(SEQUENCES.automatic / B)) },
    fill(batch, i) {
      checkShape(batch, T, B, 'HeldOutSet.fill');
      clearBatch(batch);
      const part = sequences.slice(i * B, (i + 1) * B);
      for (const [b, sequence] of part.entries()) placeSequence(batch, b, sequence, problem);
      return true;
    },
  };
}
