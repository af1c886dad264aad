/**
 * A model, or a whole run, as bytes. Little-endian:
 *
 *   4  'GBCK'
 *   1  version, 2
 *   4  n, length of the header
 *   n  header, JSON in UTF-8: { config, problem, vocabulary (without the unknown symbol; null without a text), step,
 *      encoding, shapes, run }
 *   …  parameters in the order of `shapes`, each number as float32 ('f32') or half precision ('f16')
 *   …  of a run: its arrays in the order of `run.arrays`, float32
 *   4  CRC-32 of everything before
 *
 * A checkpoint comes from outside: reading one believes nothing.
 */
import type { Shapes } from '../cells/cell.ts';
import { completeConfig, type RunConfig, type RunSettings } from '../config.ts';
import type { Problem } from '../data/types.ts';
import { decodeUtf8, encodeUtf8 } from '../data/utf8.ts';
import { Vocabulary } from '../data/vocabulary.ts';
import { check, EngineError } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { architectureOf } from '../network/architecture.ts';
import { totalOf } from '../network/layout.ts';
import { modelShapes } from '../network/model.ts';
import { finish, type Work } from '../network/pace.ts';
import { crc32 } from './crc32.ts';
import { fromHalf, toHalf } from './half.ts';
import { type RunState, readRunState } from './run-state.ts';

export type Encoding = 'f32' | 'f16';

export interface Checkpoint {
  readonly config: RunConfig;
  readonly problem: Problem;
  /** Of a text: its tokens by id, from id 1 (the unknown symbol is not listed). Else null. */
  readonly vocabulary: readonly string[] | null;
  /** Completed training steps. */
  readonly step: number;
  /** All parameters, in the order of the model's shapes. */
  readonly parameters: Floats;
  /** All else that training goes on from bit for bit; null in a model without it. */
  readonly run: RunState | null;
}

const MAGIC = 'GBCK';
const VERSION = 2;
const PREFIX = 9;
const SUFFIX = 4;

const shapesOf = (config: RunConfig, problem: Problem): Shapes =>
  modelShapes(architectureOf(config, problem));

/** Numbers written, or bytes summed, between two yields. */
const PIECE = 2 ** 18;

/**
 * A checkpoint's bytes, in pieces: the parameters may not change in between.
 * @throws EngineError checkpoint-damaged if a number is not finite
 * @param checkpoint `encoding` 'f16' halves the size and rounds: for models that ship, without a run
 */
export function* encodingCheckpoint(
  checkpoint: Checkpoint & { readonly encoding?: Encoding },
): Work<Uint8Array> {
  const { config, problem, vocabulary, step, parameters, run, encoding = 'f32' } = checkpoint;
  const shapes = shapesOf(config, problem);
  const count = totalOf(shapes);
  check(parameters.length === count, 'encodeCheckpoint', `${count} numbers`, parameters.length);
  const plain = run && { ...run, arrays: run.arrays.map(({ length }) => length) };
  const header = encodeUtf8(
    JSON.stringify({ config, problem, vocabulary, step, encoding, shapes, run: plain }),
  );
  const width = encoding === 'f32' ? 4 : 2;
  const extra = (run?.arrays ?? []).reduce((sum, { length }) => sum + 4 * length, 0);
  const bytes = new Uint8Array(PREFIX + header.length + count * width + extra + SUFFIX);
  const data = new DataView(bytes.buffer);
  bytes.set(encodeUtf8(MAGIC));
  data.setUint8(4, VERSION);
  data.setUint32(5, header.length, true);
  bytes.set(header, PREFIX);
  let at = PREFIX + header.length;
  for (const array of [parameters, ...(run?.arrays ?? [])]) {
    const half = encoding === 'f16' && array === parameters;
    for (let i = 0; i < array.length; i++, at += half ? 2 : 4) {
      // What could not be read back is not written: the run has diverged, and the next step will say so.
      if (!Number.isFinite(array[i])) damaged(`number ${i} of ${array.length} is not finite`);
      if (half) data.setUint16(at, toHalf(array[i]), true);
      else data.setFloat32(at, array[i], true);
      if (i % PIECE === PIECE - 1) yield;
    }
  }
  let sum = 0;
  for (let from = 0; from < at; from += PIECE) {
    sum = crc32(bytes.subarray(from, Math.min(at, from + PIECE)), sum);
    yield;
  }
  data.setUint32(at, sum, true);
  return bytes;
}

/** `encodingCheckpoint` without pause. */
export const encodeCheckpoint = (checkpoint: Checkpoint & { readonly encoding?: Encoding }): Uint8Array =>
  finish(encodingCheckpoint(checkpoint));

function damaged(reason: string): never {
  throw new EngineError('checkpoint-damaged', { reason });
}

function require(condition: boolean, reason: string): asserts condition {
  if (!condition) damaged(reason);
}

interface Header extends Omit<Checkpoint, 'parameters' | 'run'> {
  readonly encoding: Encoding;
  readonly count: number;
  /** Its arrays still missing, but for their lengths. */
  readonly run: (Omit<RunState, 'arrays'> & { readonly arrays: readonly number[] }) | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  require(typeof text === 'string', 'header: not UTF-8');
  try {
    return JSON.parse(text);
  } catch {
    return damaged('header: not JSON');
  }
}

function readProblem(value: unknown): Problem {
  require(isRecord(value) && isRecord(value.input) && isRecord(value.target), 'problem: not an object');
  const { input, target, reading } = value;
  require(input.kind === 'tokens' || input.kind === 'vectors', 'problem: an unknown kind of input');
  require(target.kind === 'classes' || target.kind === 'values', 'problem: an unknown kind of target');
  require(reading === 'every' || reading === 'last' || reading === 'mean', 'problem: an unknown reading');
  const sizes = [input.size, target.size];
  require(sizes.every(
    (size) => Number.isInteger(size) && Number(size) >= 1 && Number(size) <= 65536,
  ), 'problem: sizes');
  return {
    input: { kind: input.kind, size: Number(input.size) },
    target: { kind: target.kind, size: Number(target.size) },
    reading,
  };
}

function readHeader(bytes: Uint8Array): Header {
  const header = parseJson(bytes);
  require(isRecord(header), 'header: not an object');
  const { vocabulary, step, encoding, shapes } = header;
  require(isRecord(header.config), 'config: not an object');
  const config = believe('config', () => completeConfig(header.config as unknown as RunSettings));
  const problem = readProblem(header.problem);
  require(typeof step === 'number' && Number.isSafeInteger(step) && step >= 0, 'step: not a count');
  require(encoding === 'f32' || encoding === 'f16', 'encoding: neither f32 nor f16');
  if (vocabulary !== null) checkVocabulary(vocabulary, config, problem);
  const expected = shapesOf(config, problem);
  require(JSON.stringify(shapes) === JSON.stringify(expected), 'shapes: not those of the configuration');
  const run = header.run === null ? null : believe('run', () => readRunState(header.run));
  return {
    ...{ config, problem, step, encoding, run },
    vocabulary: vocabulary as readonly string[] | null,
    count: totalOf(expected),
  };
}

function checkVocabulary(vocabulary: unknown, { unit }: RunConfig, { input, target }: Problem): void {
  const isList = Array.isArray(vocabulary) && vocabulary.every((token) => typeof token === 'string');
  require(isList && vocabulary.length > 0, 'vocabulary: not a list of tokens');
  const { size } = believe('vocabulary', () => new Vocabulary(vocabulary, unit));
  const isText = input.kind === 'tokens' && input.size === size && target.size === size;
  require(isText, 'vocabulary: not the size of the problem');
}

/** What `make` returns, unless it refuses its input. */
function believe<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof EngineError) return damaged(`${what}: ${error.message}`);
    throw error;
  }
}

/** Completed steps of a checkpoint, by its header alone. @throws EngineError checkpoint-damaged */
export function checkpointStep(bytes: Uint8Array): number {
  require(bytes.length >= PREFIX + SUFFIX, 'length: too short');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(5, true);
  const header = parseJson(bytes.subarray(PREFIX, PREFIX + length));
  require(isRecord(header) && typeof header.step === 'number', 'step: not a count');
  return header.step;
}

/** @throws EngineError checkpoint-damaged unless every part is whole and fits the others */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  require(bytes.length >= PREFIX + SUFFIX, 'length: too short');
  require(decodeUtf8(bytes.subarray(0, 4)) === MAGIC, 'magic: not a checkpoint');
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = data.getUint8(4);
  require(version === VERSION, `version: ${version}`);
  const start = PREFIX + data.getUint32(5, true);
  const end = bytes.length - SUFFIX;
  require(start <= end, 'length: the header does not fit');
  require(data.getUint32(end, true) === crc32(bytes.subarray(0, end)), 'checksum');
  const { count, encoding, run, ...header } = readHeader(bytes.subarray(PREFIX, start));
  const width = encoding === 'f32' ? 4 : 2;
  const extra = (run?.arrays ?? []).reduce((sum, length) => sum + 4 * length, 0);
  const wanted = count * width + extra;
  require(end - start === wanted, `length: ${end - start} bytes of numbers, not ${wanted}`);
  let at = start;
  const read = (length: number, half: boolean, what: string): Float32Array => {
    const array = new Float32Array(length);
    for (let i = 0; i < length; i++, at += half ? 2 : 4) {
      array[i] = half ? fromHalf(data.getUint16(at, true)) : data.getFloat32(at, true);
      if (!Number.isFinite(array[i])) damaged(`${what}: number ${i} is not finite`);
    }
    return array;
  };
  const parameters = read(count, encoding === 'f16', 'parameters');
  const arrays = (run?.arrays ?? []).map((length, i) => read(length, false, `array ${i}`));
  return { ...header, parameters, run: run && { ...run, arrays } };
}
