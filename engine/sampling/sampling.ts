/**
 * Writing from a model, one token after the other: each is drawn from softmax(logits / temperature) and becomes the
 * next input. Temperature 0 takes the most probable (greedy). The unknown symbol is never drawn.
 *
 * A network that runs forward carries its states on. One that runs both ways was never meant to write: for every token
 * it reads the last 64 anew, and its backward direction starts at the very place it is asked about.
 */
import type { Vocabulary } from '../data/vocabulary.ts';
import { check } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { Rng } from '../math/random.ts';
import { forwardThroughTime } from '../network/bptt.ts';
import { headForward } from '../network/head.ts';
import { finish, type Work } from '../network/pace.ts';
import { carryOn, startAtZero } from '../network/unroll.ts';
import { type Arena, inArena } from '../trace/arena.ts';
import { checkClamps, type Interventions, intervene } from '../trace/interventions.ts';
import { isLanguageModel } from '../trace/probe.ts';
import type { Clamp, Subject } from '../trace/types.ts';
import { DRAWING, drawToken } from './draw.ts';

/** What can write: a session whose data is a text, or anything that holds the same. */
export type Author = Subject;

export interface Writer {
  /**
   * Read before writing; at most 4,096 UTF-16 units. Without a token: a space, or the most frequent token, is read
   * instead (and is not in the text).
   */
  readonly prefix: string;
  /** [0, 100]; 0 is greedy. */
  readonly temperature: number;
  /** Tokens to write, [1, 10,000]. */
  readonly length: number;
  /** Draw among so many of the most probable tokens alone, whole, ≥ 1; all unless given. */
  readonly topK?: number;
  /** Interventions while it reads and writes; timesteps count from the prefix's first token. None unless given. */
  readonly clamps?: readonly Clamp[];
}

export interface Sample {
  /** Completed steps of the parameters that wrote it. */
  readonly step: number;
  readonly prefix: string;
  readonly temperature: number;
  readonly topK: number | null;
  readonly clamps: readonly Clamp[];
  /** What the model wrote after the prefix; of words, with the space before the first where one belongs. */
  readonly text: string;
  /** What it writes with the same draws and no clamps; null if there were none. */
  readonly baseline: string | null;
}

/** The longest prefix: reading it comes before any training. */
const PREFIX_LIMIT = 4096;

/** How many of the last tokens a network that runs both ways reads anew. */
export const REREAD = 64;

/**
 * @param author who is to write, if it is known
 * @throws EngineError argument-invalid: a number out of range; of the author: clamps it does not have, or a model that
 * does not answer with the next token
 */
export function checkWriter(
  { prefix, temperature, length, topK = 1, clamps = [] }: Writer,
  author?: Pick<Author, 'model' | 'vocabulary'>,
): void {
  check(typeof prefix === 'string', 'sample', 'a prefix', prefix);
  check(prefix.length <= PREFIX_LIMIT, 'sample', `a prefix of at most ${PREFIX_LIMIT}`, prefix.length);
  check(temperature >= 0 && temperature <= 100, 'sample', 'a temperature in [0, 100]', temperature);
  const isLength = Number.isInteger(length) && length >= 1 && length <= 10_000;
  check(isLength, 'sample', 'a length in [1, 10000]', length);
  check(Number.isInteger(topK) && topK >= 1, 'sample', 'a whole topK in [1, ∞)', topK);
  if (!author) return;
  const { target, reading } = author.model;
  check(isLanguageModel(author), 'sample', 'a model of the next token of a text', `${target}, ${reading}`);
  checkClamps(author.model, clamps);
}

/** The stream of the seed's random numbers that sampling draws from; the step is added. */
const STREAM = 1000;

/**
 * Writes in pieces, with the parameters as they were when the work began. The same seed, step and parameters write the
 * same.
 * @param seed the run's unless given
 * @throws EngineError argument-invalid: a writer or clamp out of range, a model that does not answer with the next
 * token; out-of-memory
 */
export function* writing(author: Author, writer: Writer, seed = author.config.seed): Work<Sample> {
  const { step, model, vocabulary } = author;
  const { prefix, temperature, topK = null, clamps = [] } = writer;
  checkWriter(writer, author);
  const rng = (): Rng => new Rng(seed, STREAM + step);
  const T = model.D === 1 ? 1 : REREAD;
  return yield* inArena(author, { T, B: 1, backward: false }, function* (arena) {
    const write = (by: readonly Clamp[]): Work<string> =>
      writingOnce(arena, vocabulary!, writer, rng(), intervene(model, by, author.config));
    const text = yield* write(clamps);
    const baseline = clamps.length > 0 ? yield* write([]) : null;
    return { step, prefix, temperature, topK, clamps, text, baseline };
  });
}

/** `writing` without pause. */
export const sampleFrom = (author: Author, writer: Writer, seed?: number): Sample =>
  finish(writing(author, writer, seed));

function* writingOnce(
  arena: Arena,
  vocabulary: Pick<Vocabulary, 'encode' | 'decode'>,
  { prefix, temperature, length, topK }: Writer,
  rng: Rng,
  interventions: Interventions,
): Work<string> {
  const encoded = [...vocabulary.encode(prefix)];
  const read = encoded.length > 0 ? encoded : [firstToken(vocabulary, arena.model.V)];
  const tokens = [...read];
  const next = arena.model.D === 1 ? carriedOn(arena, interventions) : readAnew(arena, interventions);
  const { D, H, V } = arena.model;
  while (tokens.length < read.length + length) {
    tokens.push(drawToken(yield* next(tokens), temperature, rng, topK));
    if (arena.u.pace.isTime(V * (2 * D * H + DRAWING))) yield;
  }
  const before = vocabulary.decode(encoded);
  return vocabulary.decode(encoded.length > 0 ? tokens : tokens.slice(1)).slice(before.length);
}

/** The logits [V] after so many tokens. */
type Next = (tokens: readonly number[]) => Work<Floats>;

/** Reads what is new since it was asked last, from the states it left. */
function carriedOn({ model, u }: Arena, interventions: Interventions): Next {
  const { H, out } = u.head[0];
  let known = 0;
  startAtZero(u);
  return function* (tokens) {
    for (; known < tokens.length; known++) {
      u.tokens[0] = tokens[known];
      interventions.start = known;
      yield* forwardThroughTime(model, u, interventions.hooks);
      carryOn(u);
    }
    headForward(model.kernels, model.values.head, H, out);
    return out;
  };
}

/** Reads the last tokens anew, from zero states. */
function readAnew({ model, u }: Arena, interventions: Interventions): Next {
  const width = model.D * model.H;
  const out = u.head[0].out.subarray(0, model.V);
  return function* (tokens) {
    const last = tokens.slice(-REREAD);
    const at = (last.length - 1) * width;
    startAtZero(u);
    u.tokens.fill(0).set(last);
    u.lengths[0] = last.length;
    interventions.start = tokens.length - last.length;
    yield* forwardThroughTime(model, u, interventions.hooks);
    headForward(model.kernels, model.values.head, u.joints[model.L - 1].values.subarray(at, at + width), out);
    return out;
  };
}

/** What is read before an empty prefix: a space, or the most frequent token. */
const firstToken = (vocabulary: Pick<Vocabulary, 'encode'>, V: number): number =>
  vocabulary.encode(' ')[0] || Math.min(1, V - 1);
