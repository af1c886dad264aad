import { useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { STOPS, useNumericSetting, useSetting } from './settings.ts';

const OPTIMISERS = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;

/** What acts on the running model. */
export function AppliesNow() {
  const say = useMessages(controlMessages);
  const optimiser = useSetting('optimiser');
  const learningRate = useNumericSetting('learningRate', say.learningRate);
  const clip = useNumericSetting('clip', say.clip);
  return (
    <>
      <Select
        {...optimiser}
        label={say.optimiser}
        options={OPTIMISERS.map((value) => ({ value, label: say[value] }))}
      />
      <Slider {...learningRate} symbol="η" stops={STOPS.learningRate} hint={say[`rate_${optimiser.value}`]} />
      <Slider {...clip} symbol="θ" stops={STOPS.clip} hint={say.clipHint} />
    </>
  );
}
