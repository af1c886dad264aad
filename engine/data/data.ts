/** The one door to data: whatever it comes from, a session is handed a `Data`. */
import { check } from '../errors.ts';
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

function dataOf(spec: DataSpec, options: DataOptions, vocabulary?: readonly string[]): Data {
  if (spec.kind === 'text') return createTextData(spec.text, options, vocabulary);
  if (spec.kind === 'task') return createTaskData(spec.task, options);
  check(spec.kind === 'dataset', 'createData', 'text | task | dataset', (spec as { kind: unknown }).kind);
  const { dataset } = spec;
  return dataset.form === 'series' ? createSeriesData(dataset, options) : createSequenceData(dataset);
}
