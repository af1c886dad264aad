import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { writerMessages } from '../../i18n/messages/writer.ts';
import { formatFixed } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Slider } from '../../ui/slider.tsx';
import { linearStops } from '../../ui/stops.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useTextDraft } from '../../ui/use-text-draft.ts';
import { corpusLang } from '../corpus/corpus-lang.ts';
import { Output } from './output.tsx';
import styles from './writer.module.css';

const TEMPERATURES = linearStops(0, 2, 0.05);
const TEMPERATURE_RANGE = { min: 0, max: 2, whole: false };

/** Text that the model writes: continually while it trains, and on demand. */
export function Writer() {
  const say = useMessages(writerMessages);
  const store = useExperimentStore();
  const temperature = useExperiment((state) => state.writer.temperature);
  const setTemperature = async (next: number) => {
    store.getState().setWriter({ temperature: next });
    await rewrite();
  };
  /** While training, the next sample is on its way anyway. */
  const rewrite = async () => {
    const { status, write } = store.getState();
    if (status === 'paused') await write();
  };
  return (
    <div className={styles.frame}>
      <Output />
      <div className={styles.settings}>
        <Prefix onCommitted={rewrite} />
        <Slider
          label={say.temperature}
          value={temperature}
          stops={TEMPERATURES}
          range={TEMPERATURE_RANGE}
          format={(value) => formatFixed(value, 2)}
          complain={say.temperatureOutside}
          hint={say.temperatureHint}
          onCommit={setTemperature}
        />
      </div>
    </div>
  );
}

function Prefix({ onCommitted }: { readonly onCommitted: () => Promise<void> }) {
  const say = useMessages(writerMessages);
  const store = useExperimentStore();
  const prefix = useExperiment((state) => state.writer.prefix);
  const lang = useExperiment((state) => corpusLang(state.corpus));
  const draft = useTextDraft(prefix, (text) => {
    if (text === '') return;
    store.getState().setWriter({ prefix: text });
    void onCommitted();
  });
  const writeNow = () => {
    draft.commit();
    void store.getState().write();
  };
  return (
    <TextField
      inline
      label={say.prefix}
      value={draft.text}
      lang={lang}
      onChange={draft.change}
      onEnter={draft.commit}
      onBlur={draft.commit}
      hint={say.prefixHint}
      message={draft.text === '' ? say.prefixEmpty : null}
      after={
        <Button icon="write" onPress={writeNow}>
          {say.write}
        </Button>
      }
    />
  );
}
