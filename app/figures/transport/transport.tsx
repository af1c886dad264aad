import { useRef } from 'react';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { transportMessages } from '../../i18n/messages/transport.ts';
import { Button } from '../../ui/button.tsx';
import { Identity } from './identity.tsx';
import { Keys } from './keys.tsx';
import { Readouts } from './readouts.tsx';
import styles from './transport.module.css';

/** One strip: what drives the training, what it reads, and which run this is. */
export function Transport() {
  const say = useMessages(transportMessages);
  return (
    // A chapter shows the strip more than once: a group, since landmarks of one name would be in the way.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={styles.frame} role="group" aria-label={say.strip}>
      <div className={styles.strip}>
        <Buttons />
        <Readouts />
        <Identity />
      </div>
    </div>
  );
}

function Buttons() {
  const say = useMessages(transportMessages);
  const status = useExperiment((state) => state.status);
  const { play, pause, stepOnce, epochOnce, reset, newSeed } = useExperimentStore().getState();
  // A rebuild passes through `starting`; the button keeps its face meanwhile.
  const settled = useRef(status);
  if (status !== 'starting') settled.current = status;
  const training = settled.current === 'training';
  const disabled = status === 'crashed';
  const act = (action: () => Promise<void>) => () => void action();
  return (
    <div className={styles.buttons}>
      <Button
        variant="play"
        icon={training ? 'pause' : 'play'}
        label={training ? say.pause : say.play}
        title={say.withKey(training ? say.pause : say.play, say.space)}
        disabled={disabled}
        onPress={act(training ? pause : play)}
      />
      <Button
        variant="icon"
        icon="step"
        label={say.step}
        title={say.withKey(say.step, '.')}
        disabled={disabled}
        onPress={act(stepOnce)}
      />
      <Button
        variant="icon"
        icon="epoch"
        label={say.epoch}
        title={say.epoch}
        disabled={disabled}
        onPress={act(epochOnce)}
      />
      <Button
        variant="icon"
        icon="reset"
        label={say.reset}
        title={say.reset}
        disabled={disabled}
        onPress={act(reset)}
      />
      <Button
        variant="icon"
        icon="dice"
        label={say.newSeed}
        title={say.newSeed}
        disabled={disabled}
        onPress={act(newSeed)}
      />
      <Keys />
    </div>
  );
}
