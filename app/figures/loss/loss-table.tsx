import type { ChartPoint } from '../../charts/types.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { lossMessages } from '../../i18n/messages/loss.ts';
import { formatCount, formatFixed } from '../../i18n/numbers.ts';
import type { Curve } from './curve.ts';
import styles from './loss-curve.module.css';

/** Rows: enough for the shape of the curve, few enough to be listened to. */
const ROWS = 8;

/** The curve in numbers, for screen readers. It is not live: it is read when the reader comes to it. */
export function LossTable({ curve }: { curve: Curve }) {
  const m = useMessages(lossMessages);
  const lang = useLang();
  const { smoothed, heldOut } = curve;
  if (smoothed.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{m.table}</caption>
      <thead>
        <tr>
          {[m.steps, m.loss, m.perplexity, m.heldOut].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sampled(smoothed).map(({ x, y }) => (
          <tr key={x}>
            <th scope="row">{formatCount(x, lang)}</th>
            <td>{formatFixed(y, 2)}</td>
            <td>{formatFixed(Math.exp(y), 1)}</td>
            <td>{formatFixed(heldOut.findLast((point) => point.x <= x)?.y ?? Number.NaN, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const sampled = (points: readonly ChartPoint[]): readonly ChartPoint[] =>
  points.length <= ROWS
    ? points
    : Array.from({ length: ROWS }, (_, i) => points[Math.round((i * (points.length - 1)) / (ROWS - 1))]);
