/**
 * One forward pass over a probe, with everything a figure reads kept: B = 1, zero initial state, memory of its own.
 * Dimensions: T timesteps, H units, V vocabulary size.
 */
import type { GruParameters, GruStep, Reset } from '../cells/gru.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { check, EngineError } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import { finish, forwardThroughTime, type Work } from '../network/bptt.ts';
import { headForward } from '../network/head.ts';
import type { Model } from '../network/model.ts';
import { createUnroll, type Unroll } from '../network/unroll.ts';
import { rankNext } from './next.ts';
import type { BiasName, Quantity, Trace } from './types.ts';

/** What has parameters to trace: a session, or anything that holds the same. */
export interface Subject {
  readonly runId: string;
  readonly step: number;
  readonly config: { readonly reset: Reset };
  readonly model: Model<GruParameters, GruStep>;
  readonly vocabulary: Vocabulary;
}

/** The longest probe, in tokens. */
export const PROBE_LIMIT = 4096;

/** @throws EngineError argument-invalid */
export function checkProbe(tokens: number): void {
  check(tokens <= PROBE_LIMIT, 'probe', `at most ${PROBE_LIMIT} tokens`, tokens);
}

/** How many of the most probable next tokens a trace holds at each t. */
const NEXT = 8;

/**
 * The trace of `probe` with the subject's parameters, in pieces: nothing may change the parameters in between.
 * @throws EngineError probe-empty, argument-invalid beyond 4,096 tokens
 */
export function* tracing(subject: Subject, probe: string): Work<Trace> {
  const { runId, step, config, model, vocabulary } = subject;
  const tokens = Int32Array.from(vocabulary.encode(probe));
  const T = tokens.length;
  if (T === 0) throw new EngineError('probe-empty', {});
  checkProbe(T);
  const { H } = model.size;
  const u = createUnroll(model, { T, B: 1, input: 'tokens', backward: false });
  u.tokens.set(tokens);
  u.targets.set(tokens.subarray(1));
  yield* forwardThroughTime(model, u);
  const values = yield* quantities(model, config.reset, u);
  const { next, surprise } = yield* predictions(model, u);
  return {
    ...{ runId, step, probe, tokens, T, H, values },
    bias: biases(model, config.reset),
    initial: copy(u.hidden.subarray(0, H)),
    ...{ next, surprise },
  };
}

/** `tracing` without pause. */
export const traceOf = (subject: Subject, probe: string): Trace => finish(tracing(subject, probe));

const copy = (x: Floats): Float32Array => new Float32Array(x);

/** Gates and states as the pass left them, and the two products inside each pre-activation, computed again. */
function* quantities(
  { kernels: k, size, values: { cell: p } }: Model<GruParameters, GruStep>,
  reset: Reset,
  u: Unroll<GruStep>,
): Work<Record<Quantity, Float32Array>> {
  const { H } = size;
  const { T } = u;
  const input = (W: Floats): Float32Array => {
    const out = new Float32Array(T * H);
    k.addGathered(out, W, u.tokens, H);
    return out;
  };
  function* recurrent(states: Floats, W: Floats): Work<Float32Array> {
    const out = new Float32Array(T * H);
    for (let t = 0; t < T; t += ROWS) {
      const [from, to] = [t * H, Math.min(T, t + ROWS) * H];
      k.addAB(out.subarray(from, to), states.subarray(from, to), W, (to - from) / H, H, H);
      yield;
    }
    return out;
  }
  const { R, Z, C, G } = u.arrays as Record<'R' | 'Z' | 'C' | 'G', Floats>;
  return {
    reset: copy(R),
    update: copy(Z),
    candidate: copy(C),
    hidden: copy(u.hidden.subarray(H)),
    'reset.input': input(p.Wxr),
    'reset.recurrent': yield* recurrent(u.hidden, p.Whr),
    'update.input': input(p.Wxz),
    'update.recurrent': yield* recurrent(u.hidden, p.Whz),
    'candidate.input': input(p.Wxh),
    'candidate.recurrent': reset === 'after' ? copy(G) : yield* recurrent(G, p.Whh),
  };
}

/** Rows of a product between two yields. */
const ROWS = 32;

/** What stands beside the two products: PyTorch's two biases summed; reset after: the candidate's is b_in alone. */
function biases({ values }: Model<GruParameters, GruStep>, reset: Reset): Record<BiasName, Float32Array> {
  const p = values.cell;
  const sum = (b: Floats, more: Floats | null): Float32Array =>
    Float32Array.from(b, (x, i) => x + (more ? more[i] : 0));
  return {
    reset: sum(p.br, p.bhr),
    update: sum(p.bz, p.bhz),
    candidate: sum(p.bh, reset === 'before' ? p.bhn : null),
  };
}

/** The most probable next tokens, and the surprise at the token that did come. */
function* predictions(
  model: Model<GruParameters, GruStep>,
  u: Unroll<GruStep>,
): Work<Pick<Trace, 'next' | 'surprise'>> {
  const { V } = model.size;
  const K = Math.min(NEXT, V);
  const next = { K, ids: new Int32Array(u.T * K), p: new Float32Array(u.T * K) };
  const surprise = new Float32Array(u.T).fill(Number.NaN);
  let t = 0;
  for (const { H, logits } of u.head) {
    headForward(model.kernels, model.values.head, H, logits);
    yield;
    for (let row = 0; row < logits.length; row += V, t++) {
      const at = t * K;
      const target = t + 1 < u.T ? u.tokens[t + 1] : -1;
      surprise[t] = rankNext(
        logits.subarray(row, row + V),
        target,
        next.ids.subarray(at, at + K),
        next.p.subarray(at, at + K),
      );
    }
    yield;
  }
  return { next, surprise };
}
