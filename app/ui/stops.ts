/** The values a slider stops at, in ascending order: every stop is a round number, whatever the scale. */
export type Stops = readonly number[];

const round = (value: number): number => Number(value.toPrecision(9));

/** min, min + step, …, max. */
export const linearStops = (min: number, max: number, step: number): Stops =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) => round(min + i * step));

/** The mantissas of every decade from 10^from up to and including 10^to: equal steps in the logarithm. */
export const logStops = (
  from: number,
  to: number,
  mantissas: readonly number[] = [1, 1.5, 2, 3, 5, 7],
): Stops => [
  ...Array.from({ length: to - from }, (_, i) => mantissas.map((m) => round(m * 10 ** (from + i)))).flat(),
  round(10 ** to),
];

/** The index of the stop nearest to `value`, by ratio where the scale grows. */
export function nearestStop(stops: Stops, value: number): number {
  const above = stops.findIndex((stop) => stop >= value);
  if (above === -1) return stops.length - 1;
  if (above === 0) return 0;
  return value - stops[above - 1] < stops[above] - value ? above - 1 : above;
}
