import type { Points } from '../../engine/index.ts';

/** The loss curve so far, in at most `MAX_BINS` bins of equal width: bounded, whatever the run's length. */
export interface History {
  /** Step before the first bin. */
  readonly start: number;
  /** Steps a full bin covers; doubles when the bins run out. */
  readonly width: number;
  /** Mean training loss and gradient norm of each bin; the last bin may be part-filled (`filled` steps). */
  readonly loss: readonly number[];
  readonly gradNorm: readonly number[];
  readonly filled: number;
  /** At most `MAX_BINS`, the first and the newest among them. */
  readonly heldOut: readonly { readonly step: number; readonly loss: number }[];
}

export const MAX_BINS = 400;

/** Nothing trained yet after step `start`; `known` is the held-out loss measured of that model before, if it was. */
export const emptyHistory = (start = 0, known: History['heldOut'][number] | null = null): History => ({
  start,
  width: 1,
  loss: [],
  gradNorm: [],
  filled: 0,
  heldOut: known ? [known] : [],
});

/** The last step a bin covers: where it stands on the step axis. */
export const binStep = (history: History, bin: number): number =>
  history.start + bin * history.width + (bin === history.loss.length - 1 ? history.filled : history.width);

/** `history` with newly completed steps (and held-out evaluations) added. */
export function appendPoints(history: History, points: Points, heldOut: History['heldOut'] = []): History {
  let { width, filled } = history;
  let loss = history.loss.slice();
  let gradNorm = history.gradNorm.slice();
  for (let i = 0; i < points.loss.length; i++) {
    if (loss.length === 0 || filled === width) {
      if (loss.length === MAX_BINS) {
        loss = pairMeans(loss);
        gradNorm = pairMeans(gradNorm);
        width *= 2;
      }
      loss.push(0);
      gradNorm.push(0);
      filled = 0;
    }
    const last = loss.length - 1;
    filled += 1;
    loss[last] += (points.loss[i] - loss[last]) / filled;
    gradNorm[last] += (points.gradNorm[i] - gradNorm[last]) / filled;
  }
  let evaluated = history.heldOut;
  for (const { step, loss: mean } of heldOut) {
    evaluated = [...evaluated, { step, loss: mean }];
    // Every second one is let go; the first and the newest stay.
    if (evaluated.length > MAX_BINS) evaluated = evaluated.filter((_, i) => i % 2 === 0);
  }
  return { start: history.start, width, loss, gradNorm, filled, heldOut: evaluated };
}

/** The curve up to `step`: what was trained after it is undone. A bin that is cut keeps its mean. */
export function rewind(history: History, step: number): History {
  const { start, width } = history;
  const heldOut = history.heldOut.filter((one) => one.step <= step);
  const steps = Math.max(0, step - start);
  const bins = Math.ceil(steps / width);
  if (bins > history.loss.length || binStep(history, bins - 1) < step) return { ...history, heldOut };
  return {
    ...{ start, width, heldOut },
    loss: history.loss.slice(0, bins),
    gradNorm: history.gradNorm.slice(0, bins),
    filled: bins === 0 ? 0 : steps - (bins - 1) * width,
  };
}

/** The curve as it stood at `step`; null where it does not reach so far, or begins later. */
export function curveUpTo(history: History, step: number): History | null {
  const { start, loss } = history;
  const end = loss.length > 0 ? binStep(history, loss.length - 1) : start;
  return start <= step && step <= end ? rewind(history, step) : null;
}

const pairMeans = (values: readonly number[]): number[] =>
  Array.from({ length: values.length / 2 }, (_, i) => (values[2 * i] + values[2 * i + 1]) / 2);
