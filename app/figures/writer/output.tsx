import { useExperiment } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { writerMessages } from '../../i18n/messages/writer.ts';
import { formatCount, formatFixed } from '../../i18n/numbers.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { corpusLang } from '../corpus/corpus-lang.ts';
import styles from './writer.module.css';

/** The newest sample in a box of fixed height. It changes several times a second: nothing is announced. */
export function Output() {
  const lang = useLang();
  const say = useMessages(writerMessages);
  const sample = useExperiment((state) => state.sample);
  const textLang = useExperiment((state) => corpusLang(state.corpus));
  return (
    <figure className={styles.output}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls when the sample is longer than its box */}
      {/* biome-ignore lint/a11y/useSemanticElements: a name for a scrolling text, not a set of fields */}
      <div className={styles.page} role="group" aria-label={say.output} aria-live="off" tabIndex={0}>
        {sample ? (
          <p lang={textLang}>
            <VisuallyHidden>{say.prefixRead}</VisuallyHidden>
            <span className={styles.prefix}>{sample.prefix}</span>
            <VisuallyHidden>{say.continuationRead}</VisuallyHidden>
            <span>{sample.text}</span>
          </p>
        ) : (
          <p className={styles.nothing}>{say.nothing}</p>
        )}
      </div>
      <figcaption className={styles.at}>
        {sample ? say.at(formatCount(sample.step, lang), formatFixed(sample.temperature, 2)) : ' '}
      </figcaption>
    </figure>
  );
}
