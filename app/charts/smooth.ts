import type { ChartPoint } from './types.ts';

/**
 * Exponential smoothing of `points` over about `span` units of x, forward and backward and averaged, so that the
 * smooth curve does not lag behind where the loss falls fast. Points need not be equally far apart.
 */
export function smooth(points: readonly ChartPoint[], span: number): ChartPoint[] {
  const forward = oneWay(points, span);
  const backward = oneWay(points.toReversed(), span).reverse();
  return points.map(({ x }, i) => ({ x, y: (forward[i] + backward[i]) / 2 }));
}

/** Unbiased from the first point on: the weights are divided by their sum, as Adam does. */
function oneWay(points: readonly ChartPoint[], span: number): number[] {
  let sum = 0;
  let weight = 0;
  return points.map(({ x, y }, i) => {
    // What a point itself weighs is of no matter: only how fast the past fades.
    const keep = i === 0 ? 0 : Math.exp(-Math.abs(x - points[i - 1].x) / span);
    sum = keep * sum + y;
    weight = keep * weight + 1;
    return sum / weight;
  });
}

/** At most `limit` points: neighbours merged into their mean, at the last one's x. */
export function thin(points: readonly ChartPoint[], limit: number): readonly ChartPoint[] {
  const group = Math.ceil(points.length / limit);
  if (group <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / group) }, (_, i) => {
    const members = points.slice(i * group, (i + 1) * group);
    return { x: members[members.length - 1].x, y: members.reduce((sum, p) => sum + p.y, 0) / members.length };
  });
}

/** The point whose x is closest; the first of two. There must be one. */
export const nearest = (points: readonly ChartPoint[], x: number): ChartPoint =>
  points.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best));
