/** From the experiment's state to what the loss chart draws. Pure. */

import type { RunConfig } from '../../../engine/index.ts';
import { smooth, thin } from '../../charts/smooth.ts';
import { type LossAxis, lossAxis, stepAxis } from '../../charts/ticks.ts';
import type { ChartPoint } from '../../charts/types.ts';
import { binStep, type History } from '../../experiment/history.ts';
import type { Change } from '../../experiment/types.ts';
import { formatSetting } from '../../i18n/numbers.ts';

/** More than a reader can tell apart at this width. */
const MAX_POINTS = 200;

export interface Curve {
  /** Mean training loss of each stretch of steps. */
  readonly raw: readonly ChartPoint[];
  readonly smoothed: readonly ChartPoint[];
  readonly heldOut: readonly ChartPoint[];
}

export function curveOf(history: History): Curve {
  const points = history.loss
    .map((loss, bin) => ({ x: binStep(history, bin), y: loss }))
    .filter(({ y }) => Number.isFinite(y));
  const steps = points.length > 0 ? points[points.length - 1].x - history.start : 0;
  return {
    raw: thin(points, MAX_POINTS),
    smoothed: thin(smooth(points, Math.max(6, steps / 60)), MAX_POINTS),
    heldOut: thin(
      history.heldOut.map(({ step, loss }) => ({
        x: step,
        y: loss,
      })),
      60,
    ),
  };
}

export function axesOf(curve: Curve, start: number, baseline: number, scale: LossAxis['scale']) {
  const losses = [...curve.raw, ...curve.heldOut].map(({ y }) => y);
  const low = Math.min(baseline, ...losses);
  const high = Math.max(baseline, ...losses);
  const last = Math.max(start, ...[...curve.raw, ...curve.heldOut].map(({ x }) => x));
  // With nothing learnt yet the axis still shows the room below the baseline.
  return { x: stepAxis(start, last), y: lossAxis(Math.min(low, baseline * 0.6), high, baseline, scale) };
}

/** What stands before a change's value; the other settings are named. */
const SHORT: Readonly<Partial<Record<Change['key'], string>>> = {
  learningRate: 'η',
  clip: 'θ',
  weightDecay: 'λ',
  optimiser: '',
};

/** An optimiser's name as the controls write it. */
export type OptimiserNames = Readonly<Record<OptimiserName, string>>;
type OptimiserName = RunConfig['optimiser'];

/** A mark a change: of a slider's drag, many changes of one key in a row close together, only the last. */
export function marksOf(
  changes: readonly Change[],
  span: number,
  names: OptimiserNames,
  settingOf: (key: Change['key']) => string,
): { x: number; label: string }[] {
  const written = (value: Change['value']) =>
    typeof value === 'number' ? formatSetting(value) : (names[value as OptimiserName] ?? value);
  return changes
    .filter(({ key, step }, i) => {
      const next = changes[i + 1];
      return !(next && next.key === key && next.step - step <= span / 50);
    })
    .map(({ key, value, step }) => ({
      x: step,
      label: `${SHORT[key] ?? settingOf(key)} ${written(value)}`.trim(),
    }));
}
