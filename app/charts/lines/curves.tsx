import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartPoint } from '../types.ts';
import { useChart } from './context.ts';
import { pathOf } from './place.ts';

/** Room for a stroke's own width at the plot's edges, pixels. */
const EDGE = 3;

/** The curves, cut off at the plot's edges. */
export function Curves() {
  const { lines } = useChart();
  const area = usePlotArea();
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (!area || !toX || !toY) return null;
  const at = ({ x, y }: ChartPoint): readonly [number, number] => [
    (toX(x) ?? Number.NaN) - area.x + EDGE,
    (toY(y) ?? Number.NaN) - area.y + EDGE,
  ];
  return (
    <svg
      x={area.x - EDGE}
      y={area.y - EDGE}
      width={area.width + 2 * EDGE}
      height={area.height + 2 * EDGE}
      aria-hidden="true"
    >
      {lines.map(({ id, points, colour, width = 1.75, dash, opacity, dots }) => (
        <g key={id} stroke={colour} strokeOpacity={opacity}>
          <path
            d={pathOf(points.map(at))}
            fill="none"
            strokeWidth={width}
            strokeDasharray={dash}
            strokeLinejoin="round"
          />
          {dots &&
            points.map((point) => {
              const [cx, cy] = at(point);
              return <circle key={point.x} cx={cx} cy={cy} r={2.25} fill="var(--paper)" />;
            })}
        </g>
      ))}
    </svg>
  );
}
