import { useState } from 'react';
import { checkText, EngineError } from '../../../engine/index.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { corpusMessages } from '../../i18n/messages/corpus.ts';
import { failureSentence } from '../../i18n/messages/errors.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './corpus.module.css';
import { DropZone } from './drop-zone.tsx';
import { fitLine } from './fit-line.ts';
import { looksLikeOtherKind, readTextFile } from './read-text-file.ts';

interface Draft {
  readonly text: string;
  /** Of the file it came from; null: pasted. */
  readonly name: string | null;
}

/** What stands in the box, used yet or not: it outlives a look at another text and a change of language. */
const drafts = new WeakMap<object, Draft>();

/** The reader's own text: pasted, dropped or chosen. It is kept in the box whatever becomes of it. */
export function OwnText({ onUsed }: { readonly onUsed: () => void }) {
  const lang = useLang();
  const say = useMessages(corpusMessages);
  const store = useExperimentStore();
  const corpus = useExperiment((state) => state.corpus);
  const [{ text, name }, setDraft] = useState<Draft>(
    () => drafts.get(store) ?? (corpus.kind === 'own' ? corpus : { text: '', name: null }),
  );
  const fill = (draft: Draft) => {
    drafts.set(store, draft);
    setDraft(draft);
  };
  const [message, setMessage] = useState<string | null>(null);

  const complain = (error: unknown, file?: string) => {
    if (error instanceof EngineError) setMessage(failureSentence(error, lang));
    else setMessage(say.unreadable(file ?? ''));
  };
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (files.length > 1) return setMessage(say.several(files.length));
    if (!file) return setMessage(say.noFile);
    if (looksLikeOtherKind(file)) return setMessage(say.notText(file.name));
    try {
      fill({ text: await readTextFile(file), name: file.name });
      setMessage(null);
    } catch (error) {
      complain(error, file.name);
    }
  };
  const use = async () => {
    try {
      const own = { kind: 'own', name: name ?? say.pasted, text: checkText(text) } as const;
      setMessage(null);
      await store.getState().setCorpus(own);
      const { corpus: used, failure, dismissFailure } = store.getState();
      if (used === own) {
        onUsed();
        return void fitLine(store.getState());
      }
      // Refused by the engine: said here, where the reader is, and only here.
      if (failure) setMessage(failureSentence(failure, lang));
      if (failure) dismissFailure();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <div className={styles.own}>
      <TextField
        label={say.paste}
        rows={6}
        value={text}
        onChange={(next) => {
          fill({ text: next, name: null });
          setMessage(null);
        }}
        message={message}
        hint={`${name ? `${name}: ` : ''}${say.count(formatCount([...text].length, lang))}`}
      />
      <DropZone onFiles={take} />
      <div className={styles.use}>
        <Button onPress={() => void use()}>{say.use}</Button>
        <span className={styles.about}>{say.useHint}</span>
      </div>
      <p className={styles.about}>{say.private}</p>
    </div>
  );
}
