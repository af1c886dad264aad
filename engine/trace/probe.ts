/** A probe as the network reads it. Dimensions: T timesteps, I input size, V outputs, A answers (T, or 1). */
import { check, EngineError } from '../errors.ts';
import type { Model } from '../network/model.ts';
import type { Unroll } from '../network/unroll.ts';
import type { Probe, Subject, Trace } from './types.ts';

/** The longest probe, in timesteps. */
export const PROBE_LIMIT = 4096;

/** States of all lanes that a trace holds at most: half a gigabyte with all that belongs to them. */
const STATES_LIMIT = 2 ** 22;

/** The longest probe of a model, in timesteps: 4,096, of a very large one fewer. */
export const probeLimit = ({ H, L, D }: Pick<Model, 'H' | 'L' | 'D'>): number =>
  Math.min(PROBE_LIMIT, Math.floor(STATES_LIMIT / (H * L * D)));

export interface ReadProbe {
  readonly T: number;
  /** T, or 1 if the network is read once. */
  readonly answers: number;
  /** Token ids [T]; length 0 if the input is vectors. */
  readonly tokens: Int32Array;
  /** [T, I], or null. */
  readonly vectors: ArrayLike<number> | null;
  /** Classes asked for [A], −1: not asked. Of numbers: 0 where they are asked. */
  readonly targets: Int32Array;
  /** Numbers asked for [A, V], NaN: not asked; null if the answers are classes. */
  readonly values: Float64Array | null;
  readonly text: string | null;
  readonly id: string | null;
}

/** Whether the model's answer to each token of a text is the next token. */
export const isLanguageModel = ({ model, vocabulary }: Pick<Subject, 'model' | 'vocabulary'>): boolean =>
  vocabulary !== null &&
  model.input === 'tokens' &&
  model.target === 'classes' &&
  model.reading === 'every' &&
  model.I === model.V;

/**
 * Reads a probe for a subject.
 * @throws EngineError probe-empty; argument-invalid: too long, not of the network's kind or shape, a token or class out
 * of range, a number that is not finite
 */
export function readProbe(subject: Pick<Subject, 'model' | 'vocabulary'>, probe: Probe): ReadProbe {
  const { model } = subject;
  check(
    typeof probe === 'string' || (typeof probe === 'object' && probe !== null),
    'probe',
    'a probe',
    probe,
  );
  const given = typeof probe === 'string' ? ({ kind: 'text', text: probe } as const) : probe;
  const isKnown = ['text', 'tokens', 'vectors'].includes(given.kind);
  check(isKnown, 'probe', 'a text, or text | tokens | vectors', given.kind);
  const content = (given as Partial<Record<string, unknown>>)[given.kind];
  check(
    content !== undefined && content !== null,
    'probe',
    `${given.kind} in a probe of ${given.kind}`,
    content,
  );
  const kind = given.kind === 'vectors' ? 'vectors' : 'tokens';
  check(kind === model.input, 'probe', `${model.input}, what the network reads`, given.kind);
  const tokens = given.kind === 'vectors' ? new Int32Array(0) : tokensOf(subject, given);
  const vectors = given.kind === 'vectors' ? vectorsOf(model, given.vectors) : null;
  const T = vectors ? vectors.length / model.I : tokens.length;
  if (T === 0) throw new EngineError('probe-empty', {});
  const limit = probeLimit(model);
  check(T <= limit, 'probe', `at most ${limit} timesteps`, T);
  const answers = model.reading === 'every' ? T : 1;
  const asksNext = isLanguageModel(subject) && given.targets === undefined;
  return {
    ...{ T, answers, tokens, vectors },
    ...(asksNext
      ? { targets: Int32Array.from(tokens, (_, t) => tokens[t + 1] ?? -1), values: null }
      : askedOf(model, answers, given.targets)),
    text: given.kind === 'text' ? given.text : null,
    id: given.id ?? null,
  };
}

type Given = Exclude<Probe, string>;

function tokensOf(
  { model, vocabulary }: Pick<Subject, 'model' | 'vocabulary'>,
  given: Exclude<Given, { kind: 'vectors' }>,
): Int32Array {
  if (given.kind === 'text') {
    check(vocabulary !== null, 'probe', 'tokens, because the data is no text', 'a text');
    return Int32Array.from(vocabulary.encode(given.text));
  }
  return Int32Array.from(given.tokens, (token) => {
    const isInside = Number.isInteger(token) && token >= 0 && token < model.I;
    check(isInside, 'probe', `whole tokens in [0, ${model.I})`, token);
    return token;
  });
}

function vectorsOf({ I }: Model, vectors: ArrayLike<number>): ArrayLike<number> {
  check(vectors.length % I === 0, 'probe', `vectors of ${I} numbers each`, `${vectors.length} numbers`);
  checkFinite(vectors);
  return vectors;
}

function checkFinite(numbers: ArrayLike<number>): void {
  for (let i = 0; i < numbers.length; i++) {
    check(Number.isFinite(numbers[i]), 'probe', 'finite numbers', numbers[i]);
  }
}

function askedOf(
  { target, V }: Model,
  answers: number,
  given: ArrayLike<number> | undefined,
): Pick<ReadProbe, 'targets' | 'values'> {
  const width = target === 'values' ? V : 1;
  const length = answers * width;
  if (given) check(given.length === length, 'probe', `${length} targets`, given.length);
  if (target === 'values') {
    if (given) checkFinite(given);
    const values = given ? Float64Array.from(given) : new Float64Array(length).fill(Number.NaN);
    return { targets: new Int32Array(answers).fill(given ? 0 : -1), values };
  }
  if (!given) return { targets: new Int32Array(answers).fill(-1), values: null };
  const targets = Int32Array.from(given, (id) => {
    check(Number.isInteger(id) && id >= -1 && id < V, 'probe', `whole targets in [-1, ${V})`, id);
    return id;
  });
  return { targets, values: null };
}

/** How many answers are asked for. */
export const askedIn = ({ targets }: ReadProbe): number =>
  targets.reduce((count, id) => count + (id >= 0 ? 1 : 0), 0);

/** Writes the probe into every sequence of the unroll: the same B times. */
export function placeProbe({ I, V }: Model, u: Unroll, { T, answers, ...probe }: ReadProbe): void {
  const { B } = u;
  for (let b = 0; b < B; b++) {
    place(u.tokens, probe.tokens, T, 1, B, b);
    if (u.vectors && probe.vectors) place(u.vectors, probe.vectors, T, I, B, b);
    if (u.values && probe.values) place(u.values, probe.values, answers, V, B, b);
    else place(u.targets, probe.targets, answers, 1, B, b);
  }
}

/** `rows` rows of `width` numbers go to rows (row, b) of an array [rows, B, width]. */
function place(
  to: { [i: number]: number; readonly length: number },
  from: ArrayLike<number>,
  rows: number,
  width: number,
  B: number,
  b: number,
): void {
  if (to.length === 0) return;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) to[(row * B + b) * width + i] = from[row * width + i];
  }
}

/** What everything made of a probe carries. */
export type Stamp = Pick<Trace, 'runId' | 'step' | 'probe' | 'probeId'>;

/** To be taken where the parameters are: the subject's step moves on while the work goes on. */
export const stampOf = ({ runId, step }: Subject, { text, id }: ReadProbe): Stamp => ({
  ...{ runId, step, probe: text, probeId: id },
});
