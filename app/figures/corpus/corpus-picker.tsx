import { useState } from 'react';
import { CORPORA } from '../../../content/corpora/corpora.ts';
import { PRESETS } from '../../../content/experiments/presets.ts';
import type { PresetId } from '../../../content/experiments/types.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { corpusMessages } from '../../i18n/messages/corpus.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './corpus.module.css';
import { fitLine } from './fit-line.ts';
import { OwnText } from './own-text.tsx';

type Choice = PresetId | 'own';
const PRESET_IDS = Object.keys(PRESETS) as PresetId[];

/** Which text the model learns: a shipped one (with its pretrained model), or the reader's own. */
export function CorpusPicker() {
  const lang = useLang();
  const say = useMessages(corpusMessages);
  const store = useExperimentStore();
  const corpus = useExperiment((state) => state.corpus);
  const preset = useExperiment((state) => state.preset);
  const inUse: Choice = corpus.kind === 'own' ? 'own' : preset;
  // Looking at the own-text panel is not yet a choice: the model changes only with "train on this text".
  const [looking, setLooking] = useState(false);
  const choose = async (choice: Choice) => {
    setLooking(choice === 'own');
    if (choice === 'own' || choice === inUse) return;
    await store.getState().usePretrained(choice);
    await fitLine(store.getState());
  };
  const options = [
    ...PRESET_IDS.map((id) => ({ value: id as Choice, label: CORPORA[PRESETS[id].corpus][lang] })),
    { value: 'own' as Choice, label: say.own },
  ];
  const shown = looking ? 'own' : inUse;
  return (
    <div className={styles.picker}>
      <Segmented label={say.corpus} value={shown} options={options} onCommit={choose} />
      {shown === 'own' ? <OwnText onUsed={() => setLooking(false)} /> : <Shipped preset={shown} />}
    </div>
  );
}

function Shipped({ preset }: { readonly preset: PresetId }) {
  const lang = useLang();
  const say = useMessages(corpusMessages);
  const { characters, source, cut } = CORPORA[PRESETS[preset].corpus];
  const sentences = [
    say.shipped(formatCount(characters, lang), source.author[lang], source.work[lang], source.licence),
    cut[lang],
    say.switching,
  ];
  return <p className={styles.about}>{sentences.join(lang === 'zh' ? '' : ' ')}</p>;
}
