/** 1, 2, 2.5 or 5 times a power of ten: the smallest such step that is at least `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** The multiples of `step` in [low, high]. */
export function multiples(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Whole steps from `start` to at least `end`, at most about `count` ticks, the end rounded up so that it moves seldom. */
export function stepAxis(
  start: number,
  end: number,
  count = 4,
): { domain: [number, number]; ticks: number[] } {
  const step = Math.max(10, niceStep(Math.max(end - start, 100) / count));
  const to = start + Math.ceil(Math.max(end - start, 100) / step) * step;
  const ticks = multiples(start, to, step);
  return { domain: [start, to], ticks: ticks.includes(start) ? ticks : [start, ...ticks.slice(1)] };
}

const LOG_TICKS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50];

export interface LossAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly scale: 'linear' | 'log';
}

/**
 * An axis for losses in nats that holds `low` and `high` and has whole ticks. A run that explodes may leave at
 * the top: the axis ends at twice the `baseline`, where nothing is learnt any more.
 */
export function lossAxis(low: number, high: number, baseline: number, scale: 'linear' | 'log'): LossAxis {
  const top = Math.min(Math.max(high, baseline), 2 * baseline);
  // Above for the baseline's label, below for the lower curve's.
  const room = 0.08 * (top - Math.min(low, top / 2));
  const step = niceStep(Math.max(top - low, 0.2) / 5.5);
  if (scale === 'linear') {
    const bottom = Math.max(0, Math.floor((low - 1.5 * room) / step) * step);
    return { domain: [bottom, top + room], ticks: multiples(bottom, top + room, step), scale };
  }
  const bottom = LOG_TICKS.filter((tick) => tick <= low * 0.87).at(-1) ?? Math.max(low, 1e-3);
  const ticks = LOG_TICKS.filter((tick) => tick >= bottom && tick <= top * 1.06);
  return { domain: [bottom, top * 1.06], ticks, scale };
}

/** Where `value` stands on an axis, from 0 at its low end to 1 at its high end. */
export function positionOn(
  { domain: [low, high], scale }: Pick<LossAxis, 'domain' | 'scale'>,
  value: number,
) {
  return scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

const PERPLEXITIES = [1, 1.2, 1.5, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000];

/** Round perplexities (exp of the loss) at their heights on a loss axis, no closer than `gap` of its length. */
export function perplexityTicks(axis: LossAxis, gap = 0.085): { y: number; label: string }[] {
  const ticks: { y: number; label: string }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const perplexity of PERPLEXITIES) {
    const y = Math.log(perplexity);
    const at = y <= 0 && axis.scale === 'log' ? -1 : positionOn(axis, y);
    if (at < -1e-9 || at > 1 || at - last < gap) continue;
    ticks.push({ y, label: String(perplexity) });
    last = at;
  }
  return ticks;
}
