import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { NumberInput } from './number-input.tsx';
import type { NumberRange } from './parse.ts';
import styles from './slider.module.css';
import { nearestStop, type Stops } from './stops.ts';
import { type Commit, useDraft } from './use-draft.ts';

export interface SliderProps extends FieldProps {
  readonly value: number;
  /** Where the thumb stops (linearStops, logStops, or a list). */
  readonly stops: Stops;
  /** What may be typed: usually wider than the stops. */
  readonly range: NumberRange;
  /** Default: String. */
  readonly format?: (value: number) => string;
  /** The sentence for a typed text that is not a number in range. */
  readonly complain: (text: string) => string;
  /** Called once a change: when the thumb is let go, a key is released, or Enter is pressed in the field. */
  readonly onCommit: Commit<number>;
}

/** A slider with the number beside it, which can be typed. Both have the label's name. */
export function Slider(props: SliderProps) {
  const { stops, format = String } = props;
  const id = useId();
  const [complaint, setComplaint] = useState<string | null>(null);
  const draft = useDraft(props.value, props.onCommit);
  const track = useRef<HTMLInputElement>(null);
  const byKey = useRef<'no' | 'held' | 'changed'>('no');
  const position = nearestStop(stops, draft.shown);

  const commit = () => {
    byKey.current = 'no';
    setComplaint(null);
    const value = stops[Number(track.current?.value)];
    if (value !== props.value) void draft.settle(value);
  };
  // React's onChange is the DOM's `input`; the DOM's `change` says that the thumb was let go.
  const letGo = useRef(commit);
  letGo.current = commit;
  useEffect(() => {
    const input = track.current;
    const onChange = () => {
      if (byKey.current === 'no') letGo.current();
      else byKey.current = 'changed';
    };
    input?.addEventListener('change', onChange);
    return () => input?.removeEventListener('change', onChange);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') byKey.current = byKey.current === 'changed' ? 'changed' : 'held';
    if (event.key !== 'Escape') event.stopPropagation();
  };
  const keyDone = () => {
    if (byKey.current === 'changed') commit();
    byKey.current = 'no';
  };

  return (
    <Field
      {...props}
      labelId={`${id}l`}
      hintId={`${id}h`}
      messageId={`${id}m`}
      message={complaint === null ? null : props.complain(complaint)}
    >
      <input
        ref={track}
        type="range"
        className={styles.range}
        min={0}
        max={stops.length - 1}
        step={1}
        value={position}
        aria-labelledby={`${id}l`}
        aria-valuetext={format(draft.shown)}
        aria-describedby={props.hint ? `${id}h` : undefined}
        onChange={(event) => draft.change(stops[Number(event.target.value)])}
        onKeyDown={onKeyDown}
        onKeyUp={keyDone}
        onBlur={keyDone}
      />
      <NumberInput
        labelledBy={`${id}l`}
        describedBy={complaint === null ? undefined : `${id}m`}
        invalid={complaint !== null}
        value={draft.shown}
        range={props.range}
        format={format}
        onCommit={draft.settle}
        onComplaint={setComplaint}
      />
    </Field>
  );
}
