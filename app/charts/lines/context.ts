import { createContext, useContext } from 'react';
import type { LineChartProps } from '../types.ts';

/** What is drawn inside the plot, past the axes' own rendering. */
export type ChartNotes = Pick<LineChartProps, 'lines' | 'x' | 'rightTicks' | 'rules' | 'marks' | 'labels'>;

export const ChartContext = createContext<ChartNotes | null>(null);

export function useChart(): ChartNotes {
  const chart = useContext(ChartContext);
  if (!chart) throw new Error('useChart: expected a chart above');
  return chart;
}
