import type { ReactNode } from 'react';
import { useExperimentStore } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import { Button } from '../../ui/button.tsx';
import styles from './cursor-bar.module.css';
import { useReading } from './reading.ts';
import { stepTime, stepUnit } from './use-cursor-keys.ts';

interface StepperProps {
  readonly previous: string;
  readonly next: string;
  readonly onStep: (by: -1 | 1) => void;
  readonly first: boolean;
  readonly last: boolean;
  readonly children: ReactNode;
}

const Stepper = ({ previous, next, onStep, first, last, children }: StepperProps) => (
  <span className={styles.stepper}>
    <Button variant="icon" label={previous} onPress={() => onStep(-1)} disabled={first}>
      <span className={styles.glyph}>‹</span>
    </Button>
    {children}
    <Button variant="icon" label={next} onPress={() => onStep(1)} disabled={last}>
      <span className={styles.glyph}>›</span>
    </Button>
  </span>
);

/** The shared cursor's visible buttons: timestep with its token and a scrubber, and the unit. */
export function CursorBar() {
  const m = useMessages(equationsMessages);
  const store = useExperimentStore();
  const reading = useReading();
  if (!reading) return <div className={styles.bar} />;
  const { t, T, unit, H, token } = reading;
  return (
    <div className={styles.bar}>
      <Stepper
        previous={m.previousTime}
        next={m.nextTime}
        onStep={(by) => stepTime(store.getState(), by)}
        first={t === 0}
        last={t === T - 1}
      >
        <span className={styles.time}>
          <i className={styles.letter}>t</i> = {t} <span className={styles.token}>“{token}”</span>
        </span>
      </Stepper>
      <input
        type="range"
        className={styles.scrubber}
        aria-label={m.timestep}
        aria-valuetext={m.timeValue(t, token)}
        min={0}
        max={T - 1}
        value={t}
        onChange={(event) => store.getState().setCursor({ t: event.currentTarget.valueAsNumber })}
      />
      <Stepper
        previous={m.previousUnit}
        next={m.nextUnit}
        onStep={(by) => stepUnit(store.getState(), by)}
        first={unit === 0}
        last={unit === H - 1}
      >
        <span className={styles.unit}>
          {m.unit} {unit}
        </span>
      </Stepper>
    </div>
  );
}
