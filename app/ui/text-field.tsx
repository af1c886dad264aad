import { type ChangeEvent, type CompositionEvent, type ReactNode, useId } from 'react';
import styles from './field.module.css';
import { Field } from './field.tsx';

export interface TextFieldProps {
  readonly label: string;
  /** The label is for screen readers only. Default false. */
  readonly labelHidden?: boolean;
  /** Label left of the field, as in a list of settings; one line only. Default false. */
  readonly inline?: boolean;
  /** Beside an inline field, e.g. the button that uses it. */
  readonly after?: ReactNode;
  readonly value: string;
  /** `composing`: an input method is still choosing characters. */
  readonly onChange: (text: string, composing: boolean) => void;
  /** Enter (not while an input method composes). */
  readonly onEnter?: () => void;
  readonly onBlur?: () => void;
  /** Several lines; Enter then makes a new one. Default 0: one line. */
  readonly rows?: number;
  readonly hint?: ReactNode;
  /** What is wrong with the text; null: nothing. */
  readonly message?: string | null;
  readonly placeholder?: string;
  /** Language of what is typed, e.g. that of the corpus. */
  readonly lang?: string;
}

type Editable = HTMLInputElement | HTMLTextAreaElement;

/** Text in one line or several. What is typed stays, whatever the message says. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const shared = {
    id: `${id}i`,
    value: props.value,
    lang: props.lang,
    placeholder: props.placeholder,
    spellCheck: false,
    autoComplete: 'off',
    'aria-label': props.labelHidden ? props.label : undefined,
    'aria-invalid': props.message ? true : undefined,
    'aria-describedby': props.message ? `${id}m` : props.hint ? `${id}h` : undefined,
    onBlur: props.onBlur,
    onChange: (event: ChangeEvent<Editable>) =>
      props.onChange(event.target.value, (event.nativeEvent as InputEvent).isComposing === true),
    onCompositionEnd: (event: CompositionEvent<Editable>) => props.onChange(event.currentTarget.value, false),
  };
  const line = (
    <input
      {...shared}
      type="text"
      className={styles.text}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onEnter?.();
        event.stopPropagation();
      }}
    />
  );
  if (props.inline) {
    return (
      <Field {...props} labelId={`${id}l`} htmlFor={`${id}i`} hintId={`${id}h`} messageId={`${id}m`}>
        {line}
        {props.after}
      </Field>
    );
  }
  return (
    <div className={styles.stack}>
      {!props.labelHidden && <label htmlFor={`${id}i`}>{props.label}</label>}
      {props.rows ? (
        <textarea
          {...shared}
          className={styles.area}
          rows={props.rows}
          onKeyDown={(event) => event.stopPropagation()}
        />
      ) : (
        line
      )}
      {props.message && (
        <p id={`${id}m`} className={styles.message} role="alert">
          {props.message}
        </p>
      )}
      {props.hint && (
        <p id={`${id}h`} className={styles.hint}>
          {props.hint}
        </p>
      )}
    </div>
  );
}
