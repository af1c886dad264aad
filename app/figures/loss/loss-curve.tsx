import { useMemo, useState } from 'react';
import { LineChart } from '../../charts/line-chart.tsx';
import { perplexityTicks } from '../../charts/ticks.ts';
import type { ChartLine } from '../../charts/types.ts';
import { uniformLoss } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { lossMessages } from '../../i18n/messages/loss.ts';
import { settingName } from '../../i18n/messages/settings.ts';
import { formatCount, formatFixed } from '../../i18n/numbers.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { axesOf, type Curve, curveOf, marksOf } from './curve.ts';
import styles from './loss-curve.module.css';
import { LossTable } from './loss-table.tsx';
import { useSentence } from './use-sentence.ts';
import { useThrottled } from './use-throttled.ts';

export interface LossCurveProps {
  /** Height of the chart, CSS pixels. Default 300: with its head and foot, about as tall as the writer beside it. */
  readonly height?: number;
}

const KEYS: readonly (keyof ExperimentState)[] = ['history', 'changes', 'vocabulary', 'progress'];
/** Milliseconds between two drawings: five a second. */
const PERIOD = 220;

/**
 * The loss in nats (left) and as perplexity (right) against steps: each stretch of steps faint, smoothed strong,
 * held out dashed, beside the uniform guess, with the reader's changes marked where they took effect.
 */
export function LossCurve({ height = 300 }: LossCurveProps) {
  const m = useMessages(lossMessages);
  const lang = useLang();
  const state = useThrottled(KEYS, PERIOD);
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [hovered, setHovered] = useState<number | null>(null);
  const { history, changes } = state;
  const curve = useMemo(() => curveOf(history), [history]);
  const baseline = uniformLoss(state);
  const axes = useMemo(
    () => axesOf(curve, history.start, baseline, scale),
    [curve, history.start, baseline, scale],
  );
  const lines = useMemo(() => linesOf(curve, m.training, m.heldOut), [curve, m]);
  const names = useMessages(controlMessages);
  const marks = useMemo(
    () => marksOf(changes, axes.x.domain[1] - axes.x.domain[0], names, (key) => settingName(key, lang)),
    [changes, axes, names, lang],
  );
  const uniform = m.uniform(state.vocabulary.length, formatFixed(baseline, 2));
  const empty = curve.raw.length === 0;
  const { now, at } = useSentence(state, curve, hovered);

  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <span className={styles.title}>{m.loss}</span>
        <Segmented
          bare
          label={m.axis}
          value={scale}
          options={[
            { value: 'linear', label: m.linear },
            { value: 'log', label: m.log },
          ]}
          onCommit={setScale}
        />
        <span>{m.perplexity}</span>
      </div>
      <LineChart
        lines={lines}
        x={axes.x}
        y={axes.y}
        formatX={(step) => formatCount(step, lang)}
        formatY={(loss) => String(loss)}
        rightTicks={perplexityTicks(axes.y)}
        rules={[{ y: baseline, label: uniform }]}
        marks={marks}
        height={height}
        summary={empty ? m.chartEmpty(uniform) : m.chart(now, uniform)}
        empty={
          empty ? (history.start > 0 ? m.emptyFrom(formatCount(history.start, lang)) : m.empty) : undefined
        }
        onHover={setHovered}
      />
      <div className={styles.foot}>
        <span className={styles.steps}>{m.steps}</span>
        <div className={styles.now}>{at ?? now}</div>
      </div>
      <LossTable curve={curve} />
    </div>
  );
}

const linesOf = (curve: Curve, training: string, heldOut: string): ChartLine[] => [
  { id: 'raw', points: curve.raw, colour: 'var(--muted)', width: 1, opacity: 0.5 },
  {
    id: 'heldOut',
    points: curve.heldOut,
    colour: 'var(--c-prediction)',
    width: 1.25,
    dash: '5 3',
    dots: curve.heldOut.length <= 12,
    label: heldOut,
  },
  { id: 'smoothed', points: curve.smoothed, colour: 'var(--c-prediction)', width: 2, label: training },
];
