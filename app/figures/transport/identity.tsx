import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { transportMessages } from '../../i18n/messages/transport.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { corpusName } from '../corpus/corpus-lang.ts';
import { fitLine } from '../corpus/fit-line.ts';
import styles from './transport.module.css';

/** Which run this is: text, cell, size, seed; and where its parameters came from. */
export function Identity() {
  const lang = useLang();
  const say = useMessages(transportMessages);
  const corpus = useExperiment((state) => state.corpus);
  const config = useExperiment((state) => state.config);
  const text = corpusName(corpus, lang);
  return (
    <div className={styles.identity}>
      <p className={styles.run}>
        <span className={styles.text}>{text}</span> · GRU · <i>H</i> = {config.hidden} ·{' '}
        {say.seed(config.seed)}
      </p>
      <Origin />
    </div>
  );
}

function Origin() {
  const lang = useLang();
  const say = useMessages(transportMessages);
  const store = useExperimentStore();
  const backToPretrained = async () => {
    await store.getState().usePretrained();
    await fitLine(store.getState());
  };
  const status = useExperiment((state) => state.status);
  const origin = useExperiment((state) => state.origin);
  const start = useExperiment((state) => state.history.start);
  const resumedAt = useExperiment((state) => state.info?.step ?? state.history.start);
  const trainedHere = useExperiment((state) => state.progress.step - state.history.start);
  const changed = useExperiment((state) => state.changes.length > 0);
  const words = { starting: say.starting, diverged: say.diverged, crashed: say.crashed };
  const notice = useExperiment((state) => state.notice);
  const word = status in words ? words[status as keyof typeof words] : notice ? say[notice] : '';
  const pretrained =
    trainedHere > 0
      ? say.continued(formatCount(trainedHere, lang))
      : say.pretrained(formatCount(start, lang));
  const from = { scratch: say.scratch, kept: say.kept(formatCount(resumedAt, lang)), pretrained }[origin];
  const untouched = origin === 'pretrained' && trainedHere <= 0 && !changed;
  return (
    <p className={styles.origin}>
      <span className={styles.words}>
        <span role="status" className={word ? styles[status] : undefined}>
          {word}
        </span>
        {(!word || status === 'starting') && <span className={styles.from}>{from}</span>}
      </span>
      {!untouched && status !== 'crashed' && (
        <Button variant="quiet" onPress={() => void backToPretrained()}>
          {say.usePretrained}
        </Button>
      )}
    </p>
  );
}
