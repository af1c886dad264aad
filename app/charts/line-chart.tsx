import { lazy, type PointerEvent, Suspense, useRef, useState } from 'react';
import styles from './line-chart.module.css';
import { textWidth } from './lines/place.ts';
import type { LineChartProps, Margins } from './types.ts';
import { useBox } from './use-box.ts';

// The only door to Recharts: about 100 kB that no page loads before a chart comes into view.
const Lines = lazy(() => import('./lines/lines.tsx').then(({ Lines }) => ({ default: Lines })));

/** Of the chart's width, what labels at the ends of the curves may take; longer ones stand along the curves. */
const LABEL_SHARE = 0.3;

const longestLabel = ({ lines }: LineChartProps): number =>
  Math.max(0, ...lines.map(({ label }) => textWidth(label ?? '')));

const marginsOf = (end: number, rightTicks: boolean, marks: boolean): Margins => ({
  // Two lines of marks' labels, or half of the topmost tick's.
  top: marks ? 33 : 18,
  right: Math.max(end + 10, rightTicks ? 38 : 20),
  bottom: 22,
  left: 34,
});

/**
 * Curves with direct labels. On the server, and until it comes into view, an empty place of the same height.
 * Give it at most 250 points a curve, five times a second.
 */
export function LineChart(props: LineChartProps) {
  const { height = 200, summary, empty, x, onHover } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const { width, seen } = useBox(frame);
  const longest = props.labels === 'end' ? longestLabel(props) : 0;
  const labels = longest > 0 && longest <= LABEL_SHARE * width ? 'end' : 'along';
  const margins = marginsOf(
    labels === 'end' ? longest : 0,
    props.rightTicks !== undefined,
    props.marks !== undefined,
  );
  const plot = Math.max(0, width - margins.left - margins.right);

  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const position = event.clientX - event.currentTarget.getBoundingClientRect().left - margins.left;
    const inside = position >= 0 && position <= plot && plot > 0;
    setAt(inside ? margins.left + position : null);
    onHover?.(inside ? x.domain[0] + (position / plot) * (x.domain[1] - x.domain[0]) : null);
  };
  const leave = () => {
    setAt(null);
    onHover?.(null);
  };

  return (
    <div
      ref={frame}
      className={styles.frame}
      style={{ height }}
      role="img"
      aria-label={summary}
      onPointerMove={onHover && hover}
      onPointerLeave={onHover && leave}
    >
      {seen && width > 0 && (
        <Suspense fallback={null}>
          <Lines {...props} labels={labels} width={width} height={height} margins={margins} />
        </Suspense>
      )}
      {onHover && at !== null && (
        <span
          className={styles.hair}
          style={{ transform: `translateX(${at}px)`, top: margins.top, bottom: margins.bottom }}
        />
      )}
      {empty && (
        <span className={styles.empty} style={{ left: margins.left, right: margins.right }}>
          {empty}
        </span>
      )}
    </div>
  );
}
