/** All that training goes on from, besides parameters and configuration: plain data and a list of arrays. */
import { completeConfig, LIVE_KEYS, type LiveKey, type RunConfig, type RunSettings } from '../config.ts';
import type { SourceState } from '../data/types.ts';
import { check } from '../errors.ts';
import { ARITHMETICS, type Arithmetic } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';
import type { RngState } from '../math/random.ts';
import type { GuardState } from './guard.ts';
import type { Change } from './types.ts';

export interface RunState {
  readonly arithmetic: Arithmetic;
  readonly shards: number;
  /** How the run began, at which step, and the changes made by hand. */
  readonly began: RunConfig;
  readonly from: number;
  readonly changes: readonly Change[];
  /** The settings of the last update: a change made since then is still to be acted on. */
  readonly applied: RunConfig;
  /** Updates the optimiser's means have seen. */
  readonly updates: number;
  readonly source: SourceState;
  /** Of each shard's dropout. */
  readonly dropout: readonly RngState[];
  readonly guard: GuardState;
  /** The step last evaluated by itself, the best loss so far, and how many evaluations ago that was. */
  readonly evaluated: number;
  readonly best: number | null;
  readonly waited: number;
  /** The optimiser's means, every shard's every lane's initial states, the last good parameters. */
  readonly arrays: readonly Floats[];
}

type Plain = Omit<RunState, 'arrays'> & { readonly arrays: readonly number[] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);
const isWord = (value: unknown): boolean => Number.isInteger(value) && Number(value) === (Number(value) | 0);
/** All zeros is the one state that a generator never leaves. */
const isRng = (value: unknown): value is RngState =>
  Array.isArray(value) && value.length === 4 && value.every(isWord) && value.some((word) => word !== 0);
const isChange = (value: unknown): value is Change =>
  isRecord(value) &&
  isCount(value.step) &&
  (value.key === 'recover' || LIVE_KEYS.includes(value.key as LiveKey)) &&
  (typeof value.value === 'number' || typeof value.value === 'string');

/** The state as a checkpoint's header has it, where arrays are only lengths. @throws EngineError argument-invalid */
export function readRunState(value: unknown): Plain {
  const need = (holds: boolean, what: string): void => check(holds, 'run state', what, JSON.stringify(value));
  need(isRecord(value), 'an object');
  const state = value as Record<string, unknown>;
  need(ARITHMETICS.includes(state.arithmetic as Arithmetic), 'a known arithmetic');
  need(isCount(state.shards) && Number(state.shards) >= 1, 'shards ≥ 1');
  for (const key of ['from', 'updates', 'evaluated', 'waited'])
    need(isCount(state[key]), `a count of ${key}`);
  need(isNumberOrNull(state.best), 'a best loss or null');
  need(Array.isArray(state.changes) && state.changes.every(isChange), 'a list of changes');
  need(Array.isArray(state.dropout) && state.dropout.every(isRng), 'random generators');
  need(Array.isArray(state.arrays) && state.arrays.every(isCount), 'lengths of arrays');
  const { source, guard } = state;
  need(isRecord(source) && isRng(source.rng) && Array.isArray(source.counters), 'a place in the data');
  need(isRecord(guard) && isCount(guard.step), 'a guard');
  need(isRecord(guard) && isNumberOrNull(guard.smooth) && isNumberOrNull(guard.best), 'a guard’s losses');
  need(isRecord(state.began), 'a configuration it began with');
  need(isRecord(state.applied), 'the configuration of its last update');
  return {
    ...(value as Plain),
    began: completeConfig(state.began as unknown as RunSettings),
    applied: completeConfig(state.applied as unknown as RunSettings),
  };
}
