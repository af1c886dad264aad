/**
 * Writing from a model, one character after the other: each is drawn from softmax(logits / temperature) and becomes
 * the next input. Temperature 0 takes the most probable (greedy). The unknown symbol is never drawn.
 */
import type { GruParameters, GruStep } from '../cells/gru.ts';
import { UNKNOWN_ID, type Vocabulary } from '../data/vocabulary.ts';
import { check } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { Rng } from '../math/random.ts';
import { exp } from '../math/special.ts';
import { finish, forwardThroughTime, type Work } from '../network/bptt.ts';
import { headForward } from '../network/head.ts';
import type { Model } from '../network/model.ts';
import { createUnroll } from '../network/unroll.ts';

/** What can write: a session, or anything that holds the same. */
export interface Author {
  readonly step: number;
  readonly config: { readonly seed: number };
  readonly model: Model<GruParameters, GruStep>;
  readonly vocabulary: Vocabulary;
}

export interface Writer {
  /**
   * Read before writing; at most 4,096 UTF-16 units. Empty: a space, or the most frequent character, is read instead
   * (and is not in the text).
   */
  readonly prefix: string;
  /** [0, 100]; 0 is greedy. */
  readonly temperature: number;
  /** Characters to write, [1, 10,000]. */
  readonly length: number;
}

export interface Sample {
  /** Completed steps of the parameters that wrote it. */
  readonly step: number;
  readonly prefix: string;
  readonly temperature: number;
  /** What the model wrote after the prefix. */
  readonly text: string;
}

/** The longest prefix: reading it comes before any training. */
const PREFIX_LIMIT = 4096;

/** @throws EngineError argument-invalid */
export function checkWriter({ prefix, temperature, length }: Writer): void {
  check(prefix.length <= PREFIX_LIMIT, 'sample', `a prefix of at most ${PREFIX_LIMIT}`, prefix.length);
  check(temperature >= 0 && temperature <= 100, 'sample', 'a temperature in [0, 100]', temperature);
  check(
    Number.isInteger(length) && length >= 1 && length <= 10_000,
    'sample',
    'a length in [1, 10000]',
    length,
  );
}

/** The stream of the seed's random numbers that sampling draws from; the step is added. */
const STREAM = 1000;

/**
 * Writes in pieces: nothing may change the parameters in between. The same seed, step and parameters write the same.
 * @param seed the run's unless given
 * @throws EngineError argument-invalid
 */
export function* writing(author: Author, writer: Writer, seed = author.config.seed): Work<Sample> {
  const { step, model, vocabulary } = author;
  const { prefix, temperature, length } = writer;
  checkWriter(writer);
  const rng = new Rng(seed, STREAM + step);
  const u = createUnroll(model, { T: 1, B: 1, input: 'tokens', backward: false });
  const { H, logits } = u.head[0];
  const written: number[] = [];
  const read = prefix === '' ? [firstToken(vocabulary)] : [...vocabulary.encode(prefix)];
  for (let i = 0; written.length < length; i++) {
    u.tokens[0] = read[i] ?? written.at(-1)!;
    yield* forwardThroughTime(model, u);
    u.hidden.copyWithin(0, model.size.H);
    if (i + 1 < read.length) continue;
    headForward(model.kernels, model.values.head, H, logits);
    written.push(drawToken(logits, temperature, rng));
  }
  return { step, prefix, temperature, text: vocabulary.decode(written) };
}

/** `writing` without pause. */
export const sampleFrom = (author: Author, writer: Writer, seed?: number): Sample =>
  finish(writing(author, writer, seed));

/** What is read before an empty prefix: a space, or the most frequent character. */
function firstToken(vocabulary: Vocabulary): number {
  return vocabulary.encode(' ')[0] || Math.min(1, vocabulary.size - 1);
}

/** A token other than the unknown symbol, from logits [V]. */
export function drawToken(logits: Floats, temperature: number, rng: Rng): number {
  let best = UNKNOWN_ID + 1;
  for (let j = best + 1; j < logits.length; j++) if (logits[j] > logits[best]) best = j;
  if (temperature === 0) return best;
  const max = logits[best];
  let sum = 0;
  for (let j = UNKNOWN_ID + 1; j < logits.length; j++) sum += exp((logits[j] - max) / temperature);
  let rest = rng.uniform() * sum;
  for (let j = UNKNOWN_ID + 1; j < logits.length; j++) {
    rest -= exp((logits[j] - max) / temperature);
    if (rest < 0) return j;
  }
  return best;
}
