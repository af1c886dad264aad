import { type ReactNode, useId, useState } from 'react';
import styles from './disclosure.module.css';
import { Icon } from './icon.tsx';

/** A line that opens what is below it. The content stays mounted, so that what was typed there stays. */
export function Disclosure(props: {
  readonly summary: ReactNode;
  /** Default false. */
  readonly initiallyOpen?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(props.initiallyOpen ?? false);
  return (
    <div className={styles.disclosure}>
      <button
        type="button"
        className={styles.summary}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron" size="0.75em" />
        {props.summary}
      </button>
      <div id={id} className={styles.panel} hidden={!open}>
        {props.children}
      </div>
    </div>
  );
}
