/** A time series as data: at every timestep the next value is asked for. */
import { EngineError } from '../errors.ts';
import type { Rng } from '../math/random.ts';
import { checkShape } from './batch.ts';
import { Batches, type Partition } from './batches.ts';
import { rowHeldOut } from './held-out.ts';
import { refuseData } from './sequence-checks.ts';
import { asFields, asList, asNumber, asOneOf, asString } from './sequence-file.ts';
import { checkBatch } from './sequences.ts';
import type { Batch, Data, Source } from './types.ts';

/** Numbers at equal distances in time, as plain data. */
export interface SeriesSet {
  readonly form: 'series';
  /** What is measured. */
  readonly name: string;
  readonly values: readonly number[];
  /** The time of the first value, an ISO date, and from one value to the next. */
  readonly start: string;
  readonly every: 'day' | 'week' | 'month' | 'year' | 'step';
  /** How many values, the first, are trained on, [3, length − 2]; the later ones are the validation part. */
  readonly train: number;
}

export interface SeriesOptions {
  /** T, timesteps a window. */
  readonly window: number;
  readonly sampling: Partition;
}

export interface SeriesData extends Data {
  /** Of the training part; the network sees (value − mean) / deviation. */
  readonly mean: number;
  readonly deviation: number;
  /** Mean squared error, standardised, on the validation part, of saying that nothing changes: a better rival than the mean. */
  readonly persistence: number;
}

/** Whether the data came from a series. */
export const isSeriesData = (data: Data): data is SeriesData => 'persistence' in data;

/**
 * Windows of the earlier part, standardised by its mean and deviation; the later part is read once, in its order.
 * @throws EngineError dataset-damaged; config-invalid if the training part is shorter than a window and a value
 */
export function createSeriesData(set: SeriesSet, { window: T, sampling }: SeriesOptions): SeriesData {
  const { values, train } = checkSeries(set);
  if (T > train - 1) {
    const expected = `[1, ${train - 1}]`;
    throw new EngineError('config-invalid', { key: 'window', value: String(T), expected });
  }
  const { mean, deviation } = momentsOf(values.slice(0, train));
  const z = Float64Array.from(values, (value) => (value - mean) / deviation);
  const later = z.subarray(train);
  return {
    problem: { input: { kind: 'vectors', size: 1 }, target: { kind: 'values', size: 1 }, reading: 'every' },
    ...{ T, inputNames: [set.name], targetNames: [set.name] },
    ...{ trainSize: train, heldOutSize: later.length, mean, deviation },
    baseline: meanSquare(later.subarray(1)),
    persistence: meanSquare(later.subarray(1).map((value, i) => value - later[i])),
    source: (B, rng) => createSeriesSource(z.subarray(0, train), sampling, T, B, rng),
    heldOut: rowHeldOut(later.length, ({ T: length, vectors, values: answers, targets }, from) => {
      vectors?.set(later.subarray(from, from + length));
      answers?.set(later.subarray(from + 1, from + 1 + length));
      targets.fill(-1);
    }),
  };
}

/** Reads a series that comes from outside. @throws EngineError dataset-damaged, whatever is wrong */
export function parseSeriesSet(value: unknown): SeriesSet {
  const fields = asFields('the series', value);
  return checkSeries({
    form: asOneOf('form', fields.form, ['series']),
    name: asString('name', fields.name),
    values: asList('values', fields.values).map((one, i) => asNumber(`values[${i}]`, one)),
    start: asString('start', fields.start),
    every: asOneOf('every', fields.every, ['day', 'week', 'month', 'year', 'step']),
    train: asNumber('train', fields.train),
  });
}

function checkSeries(set: SeriesSet): SeriesSet {
  const { values, train } = set;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) refuseData(`values[${bad}]: a number, got ${values[bad]}`);
  if (!(Number.isInteger(train) && train >= 3 && train <= values.length - 2)) {
    refuseData(`train: a whole number in [3, ${values.length - 2}], got ${train}`);
  }
  const { deviation } = momentsOf(values.slice(0, train));
  if (deviation === 0) refuseData('values: the training part never changes');
  if (!Number.isFinite(deviation)) refuseData('values: the training part has no finite deviation');
  return set;
}

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const meanSquare = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

/** The windows of `Batches`, over places in the series instead of tokens. */
function createSeriesSource(z: Float64Array, sampling: Partition, T: number, B: number, rng: Rng): Source {
  checkBatch(B, Math.floor((z.length - 1) / T));
  const batches = new Batches(Int32Array.from(z.keys()), sampling, T, B, rng);
  const [now, next] = [new Int32Array(T * B), new Int32Array(T * B)];
  return {
    stepsPerEpoch: batches.stepsPerEpoch,
    next(batch: Batch) {
      checkShape(batch, T, B, 'Source.next');
      const startsAtZero = batches.next(now, next);
      for (let i = 0; i < now.length; i++) {
        if (batch.vectors) batch.vectors[i] = z[now[i]];
        if (batch.values) batch.values[i] = z[next[i]];
      }
      batch.targets.fill(-1);
      batch.lengths.fill(T);
      return startsAtZero;
    },
    restart: () => batches.restart(),
    get state() {
      return batches.state;
    },
    set state(state) {
      batches.state = state;
    },
  };
}
