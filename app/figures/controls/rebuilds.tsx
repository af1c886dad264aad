import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { formatCount } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import styles from './controls.module.css';
import { STOPS, useNumericSetting, useSetting } from './settings.ts';

/** What makes a new model. */
export function Rebuilds() {
  const say = useMessages(controlMessages);
  const store = useExperimentStore();
  const hidden = useNumericSetting('hidden', say.hidden);
  const batch = useNumericSetting('batch', say.batch);
  const window = useNumericSetting('window', say.window);
  const seed = useNumericSetting('seed', say.seed);
  return (
    <div className={styles.columns}>
      <div>
        <Slider {...hidden} symbol="H" stops={STOPS.hidden} />
        <Slider {...batch} symbol="B" stops={STOPS.batch} />
        <Slider {...window} symbol="T" stops={STOPS.window} />
        <NumberField
          {...seed}
          format={String}
          after={
            <Button
              variant="icon"
              icon="dice"
              label={say.dice}
              title={say.dice}
              onPress={() => void store.getState().newSeed()}
            />
          }
        />
      </div>
      <div className={styles.choices}>
        <Choices />
      </div>
      <Size />
    </div>
  );
}

function Choices() {
  const say = useMessages(controlMessages);
  const sampling = useSetting('sampling');
  const reset = useSetting('reset');
  const biases = useSetting('biases');
  const init = useSetting('init');
  const named = <
    T extends 'sequential' | 'random' | 'before' | 'after' | 'one' | 'two' | 'uniform' | 'normal',
  >(
    ...values: readonly T[]
  ) => values.map((value) => ({ value, label: say[value] }));
  return (
    <>
      <Segmented
        {...sampling}
        label={say.sampling}
        options={named('sequential', 'random')}
        hint={say[`samplingHint_${sampling.value}`]}
      />
      <Segmented
        {...reset}
        label={say.reset}
        options={named('before', 'after')}
        hint={say[`resetHint_${reset.value}`]}
      />
      <Segmented {...biases} label={say.biases} options={named('one', 'two')} />
      <Segmented
        {...init}
        label={say.init}
        options={named('uniform', 'normal')}
        hint={say[`initHint_${init.value}`]}
      />
    </>
  );
}

/** How large the model is, and what computes it, whatever was asked for: known once a session stands. */
function Size() {
  const lang = useLang();
  const say = useMessages(controlMessages);
  const info = useExperiment((state) => state.info);
  const vocabulary = useExperiment((state) => state.vocabulary.length);
  return (
    <p className={styles.size}>
      {info
        ? say.parameters(
            formatCount(info.parameters, lang),
            formatCount(vocabulary, lang),
            say[`by_${info.record.arithmetic}`] +
              (info.record.shards > 1 ? say.inShards(info.record.shards) : ''),
          )
        : ' '}
    </p>
  );
}
