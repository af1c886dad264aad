import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { keptMessages } from '../../i18n/messages/kept.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { corpusName } from '../corpus/corpus-lang.ts';
import styles from './kept-run.module.css';

/** Offers back the run that a reload interrupted, until the reader decides or a new run takes its place. */
export function KeptRun() {
  const kept = useExperiment((state) => state.kept);
  const store = useExperimentStore();
  const lang = useLang();
  const m = useMessages(keptMessages);
  if (!kept) return null;
  const text = corpusName(kept.corpus, lang);
  return (
    <p className={styles.kept}>
      {kept.checkpoint ? m.kept(text, formatCount(kept.step, lang)) : m.unreadable(text)}
      <Button variant="quiet" onPress={() => void store.getState().resumeKept()}>
        {kept.checkpoint ? m.resume : m.anew}
      </Button>
      <Button variant="quiet" onPress={() => void store.getState().forgetKept()}>
        {m.forget}
      </Button>
    </p>
  );
}
