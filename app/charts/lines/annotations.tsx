import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { nearest } from '../smooth.ts';
import type { ChartLine } from '../types.ts';
import { useChart } from './context.ts';
import { rowsOf, spread, textWidth } from './place.ts';

/** Paper round the letters, so that a label over a curve stays readable. */
const HALO = {
  stroke: 'var(--paper)',
  strokeWidth: 4,
  paintOrder: 'stroke',
  strokeLinejoin: 'round',
} as const;

/** Lines of marks' labels above the plot: two changes close together still both say what they were. */
const MARK_ROWS = 2;

/** What Recharts does not know: baselines, marks, perplexities and labels, written at the curves themselves. */
export function Annotations() {
  const { lines, x, rightTicks = [], rules = [], marks = [], labels = 'along' } = useChart();
  const area = usePlotArea();
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (!area || !toX || !toY) return null;
  const px = (value: number) => toX(value) ?? 0;
  const py = (value: number) => toY(value) ?? 0;
  const right = area.x + area.width;
  const shown = marks.filter((mark) => mark.x >= x.domain[0] && mark.x <= x.domain[1]);
  const rows = rowsOf(
    shown.map((mark) => px(mark.x)),
    shown.map(({ label }) => textWidth(label)),
    MARK_ROWS,
  );

  return (
    <g>
      {rightTicks.map(({ y, label }) => (
        <g key={label}>
          <line x1={right} x2={right + 4} y1={py(y)} y2={py(y)} stroke="var(--muted)" strokeWidth={0.75} />
          <text x={right + 8} y={py(y)} dy="0.35em" fill="var(--muted)">
            {label}
          </text>
        </g>
      ))}
      {shown.map((mark, i) => (
        <g key={`${mark.x} ${mark.label}`}>
          <line
            x1={px(mark.x)}
            x2={px(mark.x)}
            y1={area.y - 4 - LINE * Math.max(0, rows[i])}
            y2={area.y + area.height}
            stroke="var(--muted)"
            strokeWidth={0.75}
            strokeOpacity={0.7}
          />
          {rows[i] >= 0 && (
            <text
              x={Math.min(px(mark.x), right)}
              y={area.y - 7 - LINE * rows[i]}
              textAnchor={px(mark.x) > right - 60 ? 'end' : 'start'}
              fill="var(--ink)"
            >
              {mark.label}
            </text>
          )}
        </g>
      ))}
      {rules.map(({ y, label }) => (
        <g key={label}>
          <line x1={area.x} x2={right} y1={py(y)} y2={py(y)} stroke="var(--ink)" strokeDasharray="1 4" />
          <text x={right - 2} y={py(y) - 5} textAnchor="end" fill="var(--muted)" {...HALO}>
            {label}
          </text>
        </g>
      ))}
      {labels === 'end' ? endLabels(lines, px, py, area) : alongLabels(lines, px, py, x.domain, area)}
    </g>
  );
}

type Scale = (value: number) => number;
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const labelled = (lines: readonly ChartLine[]) =>
  lines.filter(({ label, points }) => label && points.length > 0);

function endLabels(lines: readonly ChartLine[], px: Scale, py: Scale, area: Area) {
  const some = labelled(lines);
  const ends = some.map(({ points }) => points[points.length - 1]);
  const ys = spread(
    ends.map((end) => clamp(py(end.y), area)),
    15,
    area.y + 4,
    area.y + area.height - 4,
  );
  return some.map(({ id, label, colour }, i) => (
    <text key={id} x={px(ends[i].x) + 6} y={ys[i]} dy="0.35em" fill={colour} {...HALO}>
      {label}
    </text>
  ));
}

/** Pixels between a curve and the label above it, the label below it, and two labels above one another. */
const [ABOVE, BELOW, LINE] = [14, 22, 15];

/**
 * Along the curves, two thirds of the way or as far as a curve goes: the upper curve's label above it, the lower
 * one's below, or above too where it would reach into the axis.
 */
function alongLabels(
  lines: readonly ChartLine[],
  px: Scale,
  py: Scale,
  [from, to]: readonly [number, number],
  area: Area,
) {
  const some = labelled(lines);
  const last = Math.max(...some.map(({ points }) => points[points.length - 1].x));
  const at = Math.min(from + 0.66 * (to - from), last);
  const points = some.map((line) => nearest(line.points, at));
  const heights = points.map(({ y }) => clamp(py(y), area));
  const top = Math.min(...heights);
  const upper = heights.indexOf(top);
  const low = heights.some((height) => height + BELOW > area.y + area.height - 4);
  return some.map(({ id, label, colour }, i) => {
    const below = low ? top - ABOVE - LINE : heights[i] + BELOW;
    // A curve that ends early, a single point even, has its label at its end.
    const x = px(Math.min(at, some[i].points[some[i].points.length - 1].x));
    return (
      <text
        key={id}
        x={x}
        y={i === upper ? top - ABOVE : below}
        textAnchor={x > area.x + area.width / 2 ? 'middle' : 'start'}
        fill={colour}
        {...HALO}
      >
        {label}
      </text>
    );
  });
}

const clamp = (y: number, area: Area) => Math.max(area.y, Math.min(area.y + area.height, y));
