import { memo } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import type { LineChartProps, Margins } from '../types.ts';
import { Annotations } from './annotations.tsx';
import { ChartContext } from './context.ts';
import { Curves } from './curves.tsx';

export interface LinesProps extends LineChartProps {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly margins: Margins;
}

/**
 * Recharts lays out the plot, its axes, grid and scales, and does so again only when those change. What changes
 * several times a second, the curves and their labels, is drawn inside it in the same scales: with Recharts'
 * own <Line> an update of three curves took 37 ms, this way it takes a few.
 */
export function Lines({ width, height, margins, formatX, formatY, ...chart }: LinesProps) {
  return (
    <ChartContext value={chart}>
      <Plot
        {...{ width, height, margins, x: chart.x, y: chart.y }}
        xLabels={chart.x.ticks.map(formatX)}
        yLabels={chart.y.ticks.map(formatY)}
      />
    </ChartContext>
  );
}

interface PlotProps extends Pick<LinesProps, 'width' | 'height' | 'margins' | 'x' | 'y'> {
  /** What the ticks say, in their order. */
  readonly xLabels: readonly string[];
  readonly yLabels: readonly string[];
}

const TICK = { fill: 'var(--muted)', fontSize: 12 };
const LINE = { stroke: 'var(--muted)', strokeWidth: 0.75 };
const same = (a: PlotProps, b: PlotProps) => JSON.stringify(a) === JSON.stringify(b);

const Plot = memo(function Plot({ width, height, margins, x, y, xLabels, yLabels }: PlotProps) {
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
        tickFormatter={(_, i) => xLabels[i]}
        tick={TICK}
        tickLine={false}
        axisLine={LINE}
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[...y.domain]}
        ticks={[...y.ticks]}
        scale={y.scale}
        width={left}
        interval={0}
        tickFormatter={(_, i) => yLabels[i]}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        allowDataOverflow
      />
      <Curves />
      <Annotations />
    </LineChart>
  );
}, same);
