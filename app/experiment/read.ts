/** Pure readings of an experiment's state, shared by the figures: the same number wherever it shows. */
import type { Quantity, Trace } from '../../engine/index.ts';
import type { ExperimentData } from './types.ts';

/** `name` at (t, unit). */
export const valueAt = (trace: Trace, name: Quantity, t: number, unit: number): number =>
  trace.values[name][t * trace.H + unit];

/** `index` moved into [0, size). */
export const clampIndex = (index: number, size: number): number => Math.min(Math.max(index, 0), size - 1);

/** H_{t−1} at `unit`: the initial state at t = 0. */
export const previousHidden = (trace: Trace, t: number, unit: number): number =>
  t === 0 ? trace.initial[unit] : valueAt(trace, 'hidden', t - 1, unit);

/** The token a probe position holds, as text: the unknown symbol is '□'. */
export const tokenText = (data: Pick<ExperimentData, 'vocabulary'>, id: number): string =>
  data.vocabulary[id] ?? '□';

const SHOWN_AS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥' };

/** A token as it stands on an axis: a space is visible, and so is what has no picture of its own (joiners, marks). */
export const visibleToken = (token: string): string =>
  SHOWN_AS[token] ?? (/^[\p{Z}\p{C}\p{M}]+$/u.test(token) ? '·' : token);

/** Uniform guess' loss in nats: ln V. */
export const uniformLoss = (data: Pick<ExperimentData, 'vocabulary'>): number =>
  Math.log(Math.max(2, data.vocabulary.length));
