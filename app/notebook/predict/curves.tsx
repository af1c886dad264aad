import type { Experiment } from '../../../content/experiments/types.ts';
import { type Run, type RunPoint, RunsChart } from '../../charts/runs-chart.tsx';
import { binStep, type History } from '../../experiment/history.ts';
import type { ArmProgress } from '../../experiment/prediction.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { predictMessages } from '../../i18n/messages/predict.ts';
import { formatCount, formatFixed } from '../../i18n/numbers.ts';

// Ink, told apart by the dash: colours belong to symbols.
const STYLES = [{ colour: 'var(--ink)' }, { colour: 'var(--muted)', dash: '6 4' }] as const;

const training = (history: History): readonly RunPoint[] =>
  history.loss.map((loss, bin) => ({ step: binStep(history, bin), loss }));

/** The arms' losses while they run: two arms by their held-out loss, one arm training against held out. */
export const Curves = ({ experiment, arms }: { experiment: Experiment; arms: readonly ArmProgress[] }) => {
  const lang = useLang();
  const m = useMessages(predictMessages);
  const trained = experiment.arms.filter((arm) => arm.steps > 0);
  const historyOf = (id: string) => arms.find((arm) => arm.id === id)?.history;
  const runs = trained.flatMap((arm, i): Run[] => {
    const history = historyOf(arm.id);
    if (!history) return [];
    if (trained.length > 1) {
      return [
        {
          id: arm.id,
          name: arm.name[lang],
          ...STYLES[i],
          points: training(history),
          heldOut: history.heldOut,
        },
      ];
    }
    return [
      { id: 'training', name: m.training, ...STYLES[0], points: training(history) },
      { id: 'heldOut', name: m.heldOut, ...STYLES[1], points: history.heldOut },
    ];
  });
  const last = runs
    .map(({ name, points, heldOut }) => {
      const point = (heldOut?.length ? heldOut : points).at(-1);
      return point ? `${name} ${formatFixed(point.loss, 2)}` : name;
    })
    .join(lang === 'zh' ? '；' : '; ');
  return (
    <RunsChart
      runs={runs}
      steps={Math.max(...trained.map((arm) => arm.steps))}
      formatStep={(step) => formatCount(step, lang)}
      summary={last}
      height={200}
    />
  );
};
