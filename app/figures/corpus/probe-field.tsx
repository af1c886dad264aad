import { useMemo } from 'react';
import { PROBE_LIMIT } from '../../../engine/index.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { corpusMessages } from '../../i18n/messages/corpus.ts';
import { failureSentence } from '../../i18n/messages/errors.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useTextDraft } from '../../ui/use-text-draft.ts';
import styles from './corpus.module.css';
import { corpusLang } from './corpus-lang.ts';

/** Beyond this, live traces are rarer. */
const LIVE_LENGTH = 128;

/** The line that all figures read. Characters the model does not know are marked. */
export function ProbeField() {
  const lang = useLang();
  const say = useMessages(corpusMessages);
  const store = useExperimentStore();
  const probe = useExperiment((state) => state.probe);
  const vocabulary = useExperiment((state) => state.vocabulary);
  const textLang = useExperiment((state) => corpusLang(state.corpus));
  const known = useMemo(() => new Set(vocabulary), [vocabulary]);
  const draft = useTextDraft(probe, (text) => {
    if (text !== '' && [...text].length <= PROBE_LIMIT) void store.getState().setProbe(text);
  });
  const characters = [...draft.text];
  const message =
    characters.length === 0
      ? failureSentence({ code: 'probe-empty', params: {} }, lang)
      : characters.length > PROBE_LIMIT
        ? say.probeTooLong(formatCount(PROBE_LIMIT, lang))
        : null;
  const unknown = known.size > 0 && characters.some((character) => !known.has(character));
  const length = say.probeLength(formatCount(characters.length, lang));
  return (
    <div className={styles.probe}>
      <TextField
        label={say.probe}
        value={draft.text}
        lang={textLang}
        onChange={draft.change}
        onEnter={draft.commit}
        onBlur={draft.commit}
        message={message}
        hint={characters.length > LIVE_LENGTH ? `${length} · ${say.probeLong}` : length}
      />
      {unknown && (
        <p className={styles.about}>
          {say.probeUnknown}{' '}
          <span className={styles.marked} lang={textLang}>
            {characters.map((character, i) =>
              known.has(character) ? character : <mark key={i}>{character}</mark>,
            )}
          </span>
        </p>
      )}
    </div>
  );
}
