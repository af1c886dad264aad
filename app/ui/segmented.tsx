import { useId } from 'react';
import { Field, type FieldProps } from './field.tsx';
import styles from './segmented.module.css';
import { type Commit, useDraft } from './use-draft.ts';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SegmentedProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onCommit: Commit<T>;
  /** Without a label column: the label is for screen readers only. Default false. */
  readonly bare?: boolean;
}

/** A few choices side by side: a radio group, ←/→ move, the chosen one is underlined. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const id = useId();
  const draft = useDraft(props.value, props.onCommit);
  const group = (
    <div
      role="radiogroup"
      className={styles.group}
      aria-labelledby={props.bare ? undefined : `${id}l`}
      aria-label={props.bare ? props.label : undefined}
      aria-describedby={props.hint && !props.bare ? `${id}h` : undefined}
    >
      {props.options.map(({ value, label }) => (
        <label key={value} className={styles.option}>
          <input
            type="radio"
            className={styles.radio}
            name={id}
            value={value}
            checked={draft.shown === value}
            onChange={() => void draft.settle(value)}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          />
          <span className={styles.text}>{label}</span>
        </label>
      ))}
    </div>
  );
  if (props.bare) return group;
  return (
    <Field {...props} labelId={`${id}l`} hintId={`${id}h`}>
      {group}
    </Field>
  );
}
