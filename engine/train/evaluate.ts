/** The mean loss over a row of tokens, read once from the zero state on, in memory of its own. */
import { forwardThroughTime, meanCrossEntropy, type Work } from '../network/bptt.ts';
import type { Model } from '../network/model.ts';
import { createUnroll, type Unroll } from '../network/unroll.ts';

/** Most timesteps run at a time. */
export const EVALUATION_WINDOW = 32;

export interface Evaluation {
  /** Nats a token. */
  readonly loss: number;
  /** How many tokens were predicted: whole windows only. */
  readonly tokens: number;
}

/** Memory for `evaluate` over `tokens`. */
export const createEvaluator = <P, S>(model: Model<P, S>, tokens: Uint16Array): Unroll<S> =>
  createUnroll(model, {
    T: Math.min(EVALUATION_WINDOW, tokens.length - 1),
    B: 1,
    input: 'tokens',
    backward: false,
  });

/** @param limit at most so many predictions (but at least one window) */
export function* evaluate<P, S>(
  model: Model<P, S>,
  u: Unroll<S>,
  tokens: Uint16Array,
  limit: number,
): Work<Evaluation> {
  const { H } = model.size;
  const windows = Math.max(1, Math.floor(Math.min(limit, tokens.length - 1) / u.T));
  let sum = 0;
  u.hidden.fill(0, 0, H);
  for (let w = 0; w < windows; w++) {
    u.tokens.set(tokens.subarray(w * u.T, (w + 1) * u.T));
    u.targets.set(tokens.subarray(w * u.T + 1, (w + 1) * u.T + 1));
    yield* forwardThroughTime(model, u);
    sum += yield* meanCrossEntropy(model, u);
    u.hidden.copyWithin(0, u.T * H);
  }
  return { loss: sum / windows, tokens: windows * u.T };
}
