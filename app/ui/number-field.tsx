import { type ReactNode, useId, useState } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { NumberInput } from './number-input.tsx';
import type { NumberRange } from './parse.ts';
import { type Commit, useDraft } from './use-draft.ts';

export interface NumberFieldProps extends FieldProps {
  readonly value: number;
  /** What is accepted, as a closed interval. */
  readonly range: NumberRange;
  /** Default: String. */
  readonly format?: (value: number) => string;
  /** The sentence for a text that is not a number in range. */
  readonly complain: (text: string) => string;
  readonly onCommit: Commit<number>;
  /** Beside the field, e.g. a button that draws a new value. */
  readonly after?: ReactNode;
}

/** A number that is typed. */
export function NumberField(props: NumberFieldProps) {
  const id = useId();
  const [complaint, setComplaint] = useState<string | null>(null);
  const draft = useDraft(props.value, props.onCommit);
  return (
    <Field
      {...props}
      labelId={`${id}l`}
      htmlFor={`${id}i`}
      hintId={`${id}h`}
      messageId={`${id}m`}
      message={complaint === null ? null : props.complain(complaint)}
    >
      <NumberInput
        wide
        id={`${id}i`}
        labelledBy={`${id}l`}
        describedBy={complaint !== null ? `${id}m` : props.hint ? `${id}h` : undefined}
        invalid={complaint !== null}
        value={draft.shown}
        range={props.range}
        format={props.format ?? String}
        onCommit={draft.settle}
        onComplaint={setComplaint}
      />
      {props.after}
    </Field>
  );
}
