/** The one door to data: whatever it comes from, a session is handed a `Data`. */
import { check, EngineError } from '../errors.ts';
import { Rng } from '../math/random.ts';
import { parseSequenceSet } from './sequence-file.ts';
import { createSequenceData, type SequenceSet } from './sequences.ts';
import { createSeriesData, parseSeriesSet, type SeriesSet } from './series.ts';
import { createTaskData } from './task-data.ts';
import type { TaskSpec } from './tasks/registry.ts';
import { createTextData, type TextOptions } from './text-data.ts';
import type { Data } from './types.ts';

/** Where data comes from, as plain data. */
export type DataSpec =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'task'; readonly task: TaskSpec }
  | { readonly kind: 'dataset'; readonly dataset: SequenceSet | SeriesSet };

/** What of a run's configuration bears on its data. */
export interface DataOptions extends TextOptions {
  /** Of a task's validation set. */
  readonly seed: number;
}

/** A set of either form that comes from outside. @throws EngineError dataset-damaged */
export function parseDataset(value: unknown): SequenceSet | SeriesSet {
  const isSeries = typeof value === 'object' && value !== null && 'form' in value && value.form === 'series';
  return isSeries ? parseSeriesSet(value) : parseSequenceSet(value);
}

/**
 * @param vocabulary of a text, without the unknown symbol; by default the text's own
 * @throws EngineError text-empty, text-too-short; config-invalid: a task's parameter, or a batch or window larger than
 * the data allow; dataset-damaged; argument-invalid if `vocabulary` is none
 */
export function createData(spec: DataSpec, options: DataOptions, vocabulary?: readonly string[]): Data {
  const data = dataOf(spec, options, vocabulary);
  data.source(options.batch, new Rng(0)); // refuses a batch that the data do not fill
  return data;
}

/** What each kind of data is given as, and of which type that is. */
const GIVEN = { text: 'string', task: 'object', dataset: 'object' } as const;

/** The types forbid it, but what crosses into a worker has lost its types. @throws EngineError argument-invalid */
function checkSpec(spec: unknown): void {
  const { kind, ...given } = Object(spec) as Record<string, unknown>;
  const isKnown = typeof kind === 'string' && Object.hasOwn(GIVEN, kind);
  check(isKnown, 'createData', 'text | task | dataset', kind);
  const value = given[kind as keyof typeof GIVEN];
  const isGiven = value !== null && typeof value === GIVEN[kind as keyof typeof GIVEN];
  check(isGiven, 'createData', `${kind} as ${GIVEN[kind as keyof typeof GIVEN]}`, value);
}

function dataOf(spec: DataSpec, options: DataOptions, vocabulary?: readonly string[]): Data {
  checkSpec(spec);
  if (spec.kind === 'text') return createTextData(spec.text, options, vocabulary);
  if (spec.kind === 'task') return createTaskData(spec.task, options);
  const { dataset } = spec;
  if (dataset.form !== 'series' && dataset.form !== 'sequences') {
    throw new EngineError('dataset-damaged', { reason: 'form: neither sequences nor series' });
  }
  return dataset.form === 'series' ? createSeriesData(dataset, options) : createSequenceData(dataset);
}
