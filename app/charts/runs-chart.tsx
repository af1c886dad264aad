import { useMemo } from 'react';
import { LineChart } from './line-chart.tsx';
import { smooth, thin } from './smooth.ts';
import { lossAxis, stepAxis } from './ticks.ts';
import type { ChartLine } from './types.ts';

export interface RunPoint {
  /** Completed steps. */
  readonly step: number;
  /** Nats a token. */
  readonly loss: number;
}

export interface Run {
  readonly id: string;
  /** Written at the end of its curve. */
  readonly name: string;
  /** A CSS colour: use the tokens. */
  readonly colour: string;
  /** An SVG dash pattern, so that colour is not alone; the first run may go without. */
  readonly dash?: string;
  readonly points: readonly RunPoint[];
  /** Held-out losses. Where a run has them, they are its curve and the training loss stands faint behind. */
  readonly heldOut?: readonly RunPoint[];
}

export interface RunsChartProps {
  readonly runs: readonly Run[];
  /** A loss to compare with, e.g. the uniform guess. */
  readonly baseline?: { readonly loss: number; readonly label: string };
  /** Steps each run will make: the axis does not move while they run. Default: what is there. */
  readonly steps?: number;
  /** What the picture shows, in a sentence, for those who do not see it. */
  readonly summary: string;
  readonly formatStep: (step: number) => string;
  /** Stands in the plot while there are no points. */
  readonly empty?: string;
  /** CSS pixels. Default 220. */
  readonly height?: number;
}

const toPoints = (points: readonly RunPoint[]) =>
  points.filter(({ loss }) => Number.isFinite(loss)).map(({ step, loss }) => ({ x: step, y: loss }));

function linesOf({ id, name, colour, dash, points, heldOut }: Run): ChartLine[] {
  const train = toPoints(points);
  const held = toPoints(heldOut ?? []);
  const span = Math.max(6, (train[train.length - 1]?.x ?? 0) / 60);
  const main = held.length > 0 ? held : smooth(train, span);
  return [
    { id: `${id} raw`, points: thin(train, 100), colour, width: 1, opacity: 0.3 },
    { id, points: thin(main, 100), colour, dash, width: 2, label: name },
  ];
}

/** Two or three runs over one another, each named at its end. For comparisons: predict, run, reveal. */
export function RunsChart({ runs, baseline, steps, formatStep, height = 220, ...rest }: RunsChartProps) {
  const { lines, x, y } = useMemo(() => {
    const lines = runs.flatMap(linesOf);
    const all = lines.flatMap(({ points }) => points);
    const losses = all.map((point) => point.y);
    const top = baseline?.loss ?? Math.max(1, ...losses);
    return {
      lines,
      x: stepAxis(0, steps ?? Math.max(0, ...all.map((point) => point.x))),
      y: lossAxis(Math.min(top * 0.6, ...losses), Math.max(top, ...losses), top, 'linear'),
    };
  }, [runs, baseline?.loss, steps]);
  return (
    <LineChart
      {...rest}
      lines={lines}
      x={x}
      y={y}
      formatX={formatStep}
      formatY={String}
      rules={baseline && [{ y: baseline.loss, label: baseline.label }]}
      labels="end"
      height={height}
      empty={lines.every(({ points }) => points.length === 0) ? rest.empty : undefined}
    />
  );
}
