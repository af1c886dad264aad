import { experimentById } from '../../../content/experiments/gru.ts';
import { RECORD } from '../../../content/experiments/record.ts';
import type { Metric } from '../../../content/experiments/types.ts';
import { useMessages } from '../../i18n/lang.tsx';
import { predictMessages } from '../../i18n/messages/predict.ts';
import { formatFixed } from '../../i18n/numbers.ts';

/** A metric as it is printed: steps whole, gates and losses with two decimals. */
export const formatMetric = (metric: Metric, value: number): string =>
  metric === 'heldOut.bestStep' ? formatFixed(value, 0) : formatFixed(value, 2);

/** The recorded number of one arm, first seed; NaN where there is no record. */
export function recorded(experiment: string, arm: string, metric: Metric): number {
  const seed = experimentById(experiment).seeds[0];
  return RECORD.experiments[experiment]?.seeds[String(seed)]?.[arm]?.[metric] ?? Number.NaN;
}

/** Prints a number of the committed record. `perplexity`: exp of a loss. */
export const Measured = ({
  experiment,
  arm,
  metric,
  perplexity = false,
}: {
  experiment: string;
  arm: string;
  metric: Metric;
  perplexity?: boolean;
}) => {
  const value = recorded(experiment, arm, metric);
  return (
    <data value={value}>{perplexity ? formatFixed(Math.exp(value), 1) : formatMetric(metric, value)}</data>
  );
};

/** “5 of 5 seeds”: how often the experiment's claim held. */
export const Holds = ({ experiment }: { experiment: string }) => {
  const m = useMessages(predictMessages);
  const { seeds } = experimentById(experiment);
  return <>{m.holds(RECORD.experiments[experiment]?.held ?? 0, seeds.length)}</>;
};
