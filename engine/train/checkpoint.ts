/**
 * A model as bytes. Little-endian:
 *
 *   4  'GBCK'
 *   1  version, 1
 *   4  n, length of the header
 *   n  header, JSON in UTF-8: { config, vocabulary (without the unknown symbol), step, encoding, shapes }
 *   …  parameters in the order of `shapes`, each number as float32 ('f32') or half precision ('f16')
 *   4  CRC-32 of everything before
 *
 * A checkpoint comes from outside: reading one believes nothing.
 */
import type { Shapes } from '../cells/cell.ts';
import { gru } from '../cells/gru.ts';
import { type RunConfig, validateConfig } from '../config.ts';
import { decodeUtf8, encodeUtf8 } from '../data/utf8.ts';
import { Vocabulary } from '../data/vocabulary.ts';
import { check, EngineError } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { finish, type Work } from '../network/bptt.ts';
import { totalOf } from '../network/layout.ts';
import { modelShapes } from '../network/model.ts';
import { crc32 } from './crc32.ts';
import { fromHalf, toHalf } from './half.ts';

export type Encoding = 'f32' | 'f16';

export interface Checkpoint {
  readonly config: RunConfig;
  /** Characters by id, from id 1: the unknown symbol is not listed. */
  readonly vocabulary: readonly string[];
  /** Completed training steps. */
  readonly step: number;
  /** All parameters, in the order of the model's shapes. */
  readonly parameters: Floats;
}

const MAGIC = 'GBCK';
const VERSION = 1;
const PREFIX = 9;
const SUFFIX = 4;

/** Shapes of the model that a configuration and a vocabulary of V symbols (the unknown one included) describe. */
const shapesOf = (config: RunConfig, V: number): Shapes =>
  modelShapes(gru(config.reset, config.biases), { I: V, H: config.hidden, V });

/** Numbers written, or bytes summed, between two yields. */
const PIECE = 2 ** 18;

/**
 * A checkpoint's bytes, in pieces: the parameters may not change in between.
 * @param checkpoint `encoding` 'f16' halves the size and rounds: for models that ship
 */
export function* encodingCheckpoint(
  checkpoint: Checkpoint & { readonly encoding?: Encoding },
): Work<Uint8Array> {
  const { config, vocabulary, step, parameters, encoding = 'f32' } = checkpoint;
  const shapes = shapesOf(config, vocabulary.length + 1);
  check(
    parameters.length === totalOf(shapes),
    'encodeCheckpoint',
    `${totalOf(shapes)} numbers`,
    parameters.length,
  );
  const header = encodeUtf8(JSON.stringify({ config, vocabulary, step, encoding, shapes }));
  const width = encoding === 'f32' ? 4 : 2;
  const bytes = new Uint8Array(PREFIX + header.length + parameters.length * width + SUFFIX);
  const data = new DataView(bytes.buffer);
  bytes.set(encodeUtf8(MAGIC));
  data.setUint8(4, VERSION);
  data.setUint32(5, header.length, true);
  bytes.set(header, PREFIX);
  let at = PREFIX + header.length;
  for (let i = 0; i < parameters.length; i++, at += width) {
    if (encoding === 'f32') data.setFloat32(at, parameters[i], true);
    else data.setUint16(at, toHalf(parameters[i]), true);
    if (i % PIECE === PIECE - 1) yield;
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

interface Header {
  readonly config: RunConfig;
  readonly vocabulary: readonly string[];
  readonly step: number;
  readonly encoding: Encoding;
  readonly count: number;
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

function readHeader(bytes: Uint8Array): Header {
  const header = parseJson(bytes);
  require(isRecord(header), 'header: not an object');
  const { config, vocabulary, step, encoding, shapes } = header;
  require(isRecord(config), 'config: not an object');
  require(Array.isArray(vocabulary) &&
    vocabulary.every((token) => typeof token === 'string'), 'vocabulary: not a list');
  require(vocabulary.length > 0, 'vocabulary: empty');
  require(typeof step === 'number' && Number.isSafeInteger(step) && step >= 0, 'step: not a count');
  require(encoding === 'f32' || encoding === 'f16', 'encoding: neither f32 nor f16');
  const valid = believe('config', () => validateConfig(config as unknown as RunConfig));
  const { size } = believe('vocabulary', () => new Vocabulary(vocabulary));
  const expected = shapesOf(valid, size);
  require(JSON.stringify(shapes) === JSON.stringify(expected), 'shapes: not those of the configuration');
  return { config: valid, vocabulary, step, encoding, count: totalOf(expected) };
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
  const { config, vocabulary, step, encoding, count } = readHeader(bytes.subarray(PREFIX, start));
  const width = encoding === 'f32' ? 4 : 2;
  require(end - start === count * width, `length: ${end - start} bytes of parameters, not ${count * width}`);
  const parameters = new Float32Array(count);
  for (let i = 0, at = start; i < count; i++, at += width) {
    const x = encoding === 'f32' ? data.getFloat32(at, true) : fromHalf(data.getUint16(at, true));
    if (!Number.isFinite(x)) damaged(`parameters: number ${i} is not finite`);
    parameters[i] = x;
  }
  return { config, vocabulary, step, parameters };
}
