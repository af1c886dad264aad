/** What `npm run claims -- --record` measured last: the numbers the lessons print. */
import type { Measurements } from './measure.ts';
import file from './record.json';

export interface ClaimRecord {
  /** ISO date of the run. */
  readonly date: string;
  readonly arithmetic: string;
  /** Measurements by seed; `held` counts the seeds for which the whole claim held. */
  readonly experiments: Readonly<
    Record<string, { readonly held: number; readonly seeds: Readonly<Record<string, Measurements>> }>
  >;
}

export const RECORD: ClaimRecord = file;
