import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import type { LineChartProps, Margins } from '../types.ts';
import { Annotations } from './Annotations.tsx';

export interface LinesProps extends LineChartProps {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly margins: Margins;
}

const TICK = { fill: 'var(--muted)', fontSize: 12 };

/** The chart as Recharts draws it: no animation, fixed margins, everything else annotated in the same scales. */
export function Lines({ lines, x, y, formatX, formatY, width, height, margins, ...notes }: LinesProps) {
  const { top, right, bottom, left } = margins;
  return (
    <LineChart
      width={width}
      height={height}
      margin={{ top, right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} syncWithTicks stroke="var(--rule)" strokeWidth={0.75} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[...x.domain]}
        ticks={[...x.ticks]}
        height={bottom}
        interval="preserveStartEnd"
        tickFormatter={formatX}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--muted)', strokeWidth: 0.75 }}
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[...y.domain]}
        ticks={[...y.ticks]}
        scale={y.scale}
        width={left}
        interval={0}
        tickFormatter={formatY}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        allowDataOverflow
      />
      {lines.map(({ id, points, colour, width: stroke = 1.75, dash, opacity, dots }) => (
        <Line
          key={id}
          data={[...points]}
          dataKey="y"
          type="linear"
          stroke={colour}
          strokeWidth={stroke}
          strokeDasharray={dash}
          strokeOpacity={opacity}
          strokeLinejoin="round"
          dot={dots ? { r: 2, fill: 'var(--paper)', stroke: colour, strokeDasharray: 'none' } : false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <Annotations lines={lines} x={x} {...notes} />
    </LineChart>
  );
}
