/** Pure readings of an experiment's state, shared by the figures: the same number wherever it shows. */
import type { LaneTrace, Quantity, Trace } from '../../engine/index.ts';
import type { Cursor, ExperimentData } from './types.ts';

/** What a lane holds by (t, unit): a quantity of the cell, or one of the two products in its pre-activation. */
export type Traced = Quantity | `${Quantity}.input` | `${Quantity}.recurrent`;

/** The lane that is shown: the cursor's layer and direction, or the first where a trace has no such lane. */
export const laneOf = (
  { lanes, D }: Trace,
  { layer, direction }: Pick<Cursor, 'layer' | 'direction'>,
): LaneTrace => lanes[layer * D + direction] ?? lanes[0];

/** `name` at (t, unit). */
export const valueAt = (lane: LaneTrace, name: Traced, t: number, unit: number): number =>
  lane.values[name][t * lane.initial.hidden.length + unit];

/** `index` moved into [0, size). */
export const clampIndex = (index: number, size: number): number => Math.min(Math.max(index, 0), size - 1);

/** H_{t−1} at `unit`: the initial state at t = 0. Of a lane that runs forward. */
export const previousHidden = (lane: LaneTrace, t: number, unit: number): number =>
  t === 0 ? lane.initial.hidden[unit] : valueAt(lane, 'hidden', t - 1, unit);

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
