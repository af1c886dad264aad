import { claimTerms, type Measurements } from '../../../content/experiments/measure.ts';
import { RECORD } from '../../../content/experiments/record.ts';
import type { Experiment } from '../../../content/experiments/types.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { predictMessages } from '../../i18n/messages/predict.ts';
import { formatMetric, recorded } from './measured.tsx';
import styles from './predict.module.css';

/** The numbers that the claim speaks of: on record, and from the run just made. */
export const Outcome = ({
  experiment,
  measured,
  arithmetic = null,
}: {
  experiment: Experiment;
  /** Null before a run. */
  measured: Measurements | null;
  /** What computed `measured`. */
  arithmetic?: string | null;
}) => {
  const lang = useLang();
  const m = useMessages(predictMessages);
  const held = RECORD.experiments[experiment.id]?.held ?? 0;
  return (
    <table className={styles.outcome}>
      <thead>
        <tr>
          <th scope="col">{m.quantity}</th>
          {measured && <th scope="col">{m.here}</th>}
          <th scope="col">{m.recorded(RECORD.date)}</th>
        </tr>
      </thead>
      <tbody>
        {claimTerms(experiment.claim).map(({ arm, metric }) => (
          <tr key={`${arm} ${metric}`}>
            <th scope="row">
              {m[metric]}
              {experiment.arms.length > 1 && (
                <span className={styles.arm}>
                  {experiment.arms.find((one) => one.id === arm)?.name[lang]}
                </span>
              )}
            </th>
            {measured && <td>{formatMetric(metric, measured[arm]?.[metric] ?? Number.NaN)}</td>}
            <td>{formatMetric(metric, recorded(experiment.id, arm, metric))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={measured ? 3 : 2}>
            {m.seed(experiment.seeds[0])} · {m.claim(m.holds(held, experiment.seeds.length))}
            {measured && arithmetic !== RECORD.arithmetic && ` · ${m.otherArithmetic}`}
          </td>
        </tr>
      </tfoot>
    </table>
  );
};
