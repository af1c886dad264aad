import type { ReactNode } from 'react';
import styles from './field.module.css';

/** What every labelled control takes. */
export interface FieldProps {
  /** The control's name in words. */
  readonly label: string;
  /** The symbol it has in the equations, if any, e.g. η. */
  readonly symbol?: string;
  /** A quiet line under the control. */
  readonly hint?: ReactNode;
}

/** Label left, control right, hint and message below: one row of a list of settings. */
export const Field = (
  props: FieldProps & {
    /** id of the label element, for aria-labelledby. */
    readonly labelId: string;
    /** id of the control the label belongs to. */
    readonly htmlFor?: string;
    readonly hintId?: string;
    /** What is wrong with what was entered; null: nothing. */
    readonly message?: string | null;
    readonly messageId?: string;
    readonly children: ReactNode;
  },
) => {
  const Label = props.htmlFor ? 'label' : 'span';
  return (
    <div className={styles.field}>
      <Label id={props.labelId} htmlFor={props.htmlFor} className={styles.label}>
        {props.label}
        {props.symbol && (
          <>
            {' '}
            <i className={styles.symbol}>{props.symbol}</i>
          </>
        )}
      </Label>
      <div className={styles.control}>{props.children}</div>
      {props.message && (
        <p id={props.messageId} className={styles.message} role="alert">
          {props.message}
        </p>
      )}
      {props.hint && (
        <p id={props.hintId} className={styles.hint}>
          {props.hint}
        </p>
      )}
    </div>
  );
};
