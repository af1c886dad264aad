import { type KeyboardEvent, useState } from 'react';
import styles from './field.module.css';
import { fits, type NumberRange, parseNumber } from './parse.ts';
import type { Commit } from './use-draft.ts';

export interface NumberInputProps {
  readonly value: number;
  /** What is accepted; anything else stays in the field, with a message, and is never bent into range. */
  readonly range: NumberRange;
  readonly format: (value: number) => string;
  readonly onCommit: Commit<number>;
  /** Says what is wrong with the text typed, in the reader's language; null clears it. */
  readonly onComplaint: (text: string | null) => void;
  readonly labelledBy: string;
  readonly describedBy?: string;
  readonly invalid: boolean;
  readonly id?: string;
  /** Room for ten digits. Default false. */
  readonly wide?: boolean;
  readonly disabled?: boolean;
}

/** Of what was typed or pasted, what a sentence can quote. */
const inShort = (text: string): string => {
  const characters = [...text.trim()];
  return characters.length > 24 ? `${characters.slice(0, 24).join('')}…` : characters.join('');
};

/** The bare field: commits on Enter or when left, Escape gives up, what is not accepted stays as typed. */
export function NumberInput(props: NumberInputProps) {
  const [text, setText] = useState<string | null>(null);
  const leave = () => {
    setText(null);
    props.onComplaint(null);
  };
  const finish = () => {
    if (text === null) return;
    const value = parseNumber(text);
    if (!fits(value, props.range)) return props.onComplaint(inShort(text));
    leave();
    if (value !== props.value) void props.onCommit(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') leave();
    // The figure around must not take the keys of a field.
    event.stopPropagation();
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      id={props.id}
      className={props.wide ? `${styles.number} ${styles.wide}` : styles.number}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      disabled={props.disabled}
      value={text ?? props.format(props.value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}
