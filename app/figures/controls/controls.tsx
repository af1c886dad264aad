import { useId } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { AppliesNow } from './applies-now.tsx';
import styles from './controls.module.css';
import { HowComputed } from './how-computed.tsx';
import { Rebuilds } from './rebuilds.tsx';

export interface ControlsProps {
  /** The page that says what computes the runs. */
  readonly enginePath: string;
}

/** The settings, in two groups by what a change does to the running model. */
export function Controls({ enginePath }: ControlsProps) {
  const say = useMessages(controlMessages);
  const id = useId();
  return (
    <div className={styles.frame}>
      <div className={styles.groups}>
        <section className={styles.group} aria-labelledby={`${id}n`}>
          <p className={styles.title} id={`${id}n`}>
            {say.now}
          </p>
          <p className={styles.effect}>{say.nowEffect}</p>
          <AppliesNow />
        </section>
        <section className={styles.group} aria-labelledby={`${id}r`}>
          <p className={styles.title} id={`${id}r`}>
            {say.rebuilds}
          </p>
          <p className={styles.effect}>{say.rebuildsEffect}</p>
          <Rebuilds />
          <HowComputed enginePath={enginePath} />
        </section>
      </div>
    </div>
  );
}
