import { useId } from 'react';
import styles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';
import type { Option } from './segmented.tsx';
import { type Commit, useDraft } from './use-draft.ts';

export interface SelectProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onCommit: Commit<T>;
}

/** One of several: the platform's own list, so that it is at home on a phone too. */
export function Select<T extends string>(props: SelectProps<T>) {
  const id = useId();
  const draft = useDraft(props.value, props.onCommit);
  return (
    <Field {...props} labelId={`${id}l`} htmlFor={`${id}i`} hintId={`${id}h`}>
      <select
        id={`${id}i`}
        className={styles.select}
        value={draft.shown}
        aria-describedby={props.hint ? `${id}h` : undefined}
        onChange={(event) => {
          const chosen = props.options.find(({ value }) => value === event.target.value);
          if (chosen) void draft.settle(chosen.value);
        }}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}
