import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { failureMessages, failureSentence } from '../../i18n/messages/errors.ts';
import { formatCount, formatSetting } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import styles from './failure-notice.module.css';

/** A learning rate to go on with after `rate` diverged. */
const calmerRate = (rate: number): number => (rate > 0.01 ? 0.01 : Number((rate / 10).toPrecision(3)));

/**
 * What went wrong, in a sentence, and the way out. Nothing while nothing is wrong. A divergence or a stopped
 * engine stays until it is mended; other failures can be dismissed.
 */
export function FailureNotice(props: {
  /** Whether screen readers are told at once. Where a page shows the notice twice, one of them says it. Default true. */
  readonly announce?: boolean;
}) {
  const store = useExperimentStore();
  const failure = useExperiment((state) => state.failure);
  const status = useExperiment((state) => state.status);
  const learningRate = useExperiment((state) => state.config.learningRate);
  const lang = useLang();
  const say = useMessages(failureMessages);
  const role = props.announce === false ? undefined : 'alert';
  const { recover, restart, set, dismissFailure } = store.getState();

  if (status === 'crashed') {
    return (
      <div className={styles.notice} role={role}>
        <p className={styles.sentence}>{say.crashed}</p>
        <Button onPress={() => void restart()}>{say.restart}</Button>
      </div>
    );
  }
  if (status === 'diverged') {
    const lastGood = failure?.code === 'diverged' ? formatCount(failure.params.lastGoodStep, lang) : null;
    const rate = calmerRate(failure?.code === 'diverged' ? failure.params.learningRate : learningRate);
    const recoverCalmer = async () => {
      await recover();
      await set('learningRate', rate);
    };
    return (
      <div className={styles.notice} role={role}>
        <p className={styles.sentence}>
          {failure
            ? failureSentence(failure, lang)
            : say.divergedBriefly(formatCount(store.getState().progress.step, lang))}
        </p>
        <Button onPress={() => void recover()}>
          {lastGood === null ? say.recoverBriefly : say.recover(lastGood)}
        </Button>
        <Button variant="quiet" onPress={() => void recoverCalmer()}>
          {say.calmer(formatSetting(rate))}
        </Button>
      </div>
    );
  }
  if (!failure) return null;
  return (
    <div className={`${styles.notice} ${styles.plain}`} role={role}>
      <p className={styles.sentence}>{failureSentence(failure, lang)}</p>
      <Button variant="icon" icon="close" label={say.dismiss} title={say.dismiss} onPress={dismissFailure} />
    </div>
  );
}
