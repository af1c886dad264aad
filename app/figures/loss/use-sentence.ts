import { nearest } from '../../charts/smooth.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { lossMessages } from '../../i18n/messages/loss.ts';
import { formatCount, formatFixed } from '../../i18n/numbers.ts';
import type { Curve } from './curve.ts';

/** The newest step in words, and the stretch of steps under the pointer (null: none). */
export function useSentence(
  { progress }: Pick<ExperimentState, 'progress'>,
  curve: Curve,
  hovered: number | null,
): { readonly now: string; readonly at: string | null } {
  const m = useMessages(lossMessages);
  const lang = useLang();
  const numbers = (loss: number) => [formatFixed(loss, 2), formatFixed(Math.exp(loss), 1)] as const;
  const held = progress.heldOut ? m.held(formatFixed(progress.heldOut.loss, 2)) : '';
  const now = Number.isFinite(progress.loss)
    ? m.now(formatCount(progress.step, lang), ...numbers(progress.loss)) + held
    : '';
  if (hovered === null || curve.smoothed.length === 0) return { now, at: null };
  const point = nearest(curve.raw, hovered);
  return { now, at: m.binned(formatCount(point.x, lang), ...numbers(point.y)) };
}
