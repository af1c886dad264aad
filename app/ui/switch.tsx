import styles from './switch.module.css';

/** On or off, at once. `label` names what is on. */
export const Switch = (props: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) => (
  <label className={styles.switch}>
    <input
      type="checkbox"
      role="switch"
      className={styles.input}
      checked={props.on}
      aria-checked={props.on}
      onChange={(event) => props.onChange(event.target.checked)}
    />
    <span className={styles.track} aria-hidden="true" />
    {props.label}
  </label>
);
