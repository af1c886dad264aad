import type { CSSProperties } from 'react';
import { useExperiment } from '../../experiment/provider.tsx';
import { type Lang, useLang, useMessages } from '../../i18n/lang.tsx';
import { transportMessages } from '../../i18n/messages/transport.ts';
import { formatCount, formatFixed, formatShare, formatSpeed } from '../../i18n/numbers.ts';
import styles from './transport.module.css';

const NONE = '–';

/** A loss or norm in three decimals; what is too large for its slot in powers of ten. */
const reading = (value: number, digits: number): string =>
  Math.abs(value) < 10 ** (5 - digits) || !Number.isFinite(value)
    ? formatFixed(value, digits)
    : value.toExponential(1).replace('e+', 'e');

const perplexity = (loss: number, lang: Lang): string => {
  const value = Math.exp(loss);
  return value >= 1000 && value < 1e6 ? formatCount(value, lang) : reading(value, 2);
};

/** Numbers in slots of fixed width, so that nothing moves while they change. */
export function Readouts() {
  const lang = useLang();
  const say = useMessages(transportMessages);
  const progress = useExperiment((state) => state.progress);
  const { heldOut } = progress;
  const trained = !Number.isNaN(progress.loss);
  const clipped = trained && !Number.isNaN(progress.clippedShare);
  const rows: readonly [label: string, value: string, width: number, title?: string][] = [
    [say.steps, formatCount(progress.step, lang), 6],
    [say.epochs, progress.epoch > 0 ? formatFixed(progress.epoch) : NONE, 5],
    [say.loss, trained ? reading(progress.loss, 3) : NONE, 5, say.lossUnit],
    [say.perplexity, trained ? perplexity(progress.loss, lang) : NONE, 6, say.perplexityUnit],
    [
      say.heldOut,
      heldOut ? reading(heldOut.loss, 3) : NONE,
      5,
      heldOut ? say.heldOutAt(formatCount(heldOut.step, lang)) : say.heldOutNone,
    ],
    [say.gradNorm, trained ? reading(progress.gradNorm, 2) : NONE, 5, say.gradNormUnit],
    [say.clipped, clipped ? formatShare(progress.clippedShare, lang) : NONE, 5, say.clippedUnit],
    [say.speed, progress.tokensPerSecond > 0 ? formatSpeed(progress.tokensPerSecond, lang) : NONE, 9],
  ];
  return (
    <dl className={styles.readouts} aria-label={say.readouts}>
      {rows.map(([label, value, width, title]) => (
        <div key={label} title={title}>
          <dt>{label}</dt>
          <dd style={{ '--slot': `${width}ch` } as CSSProperties}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
