import { useEffect, useRef, useState } from 'react';

/**
 * Text under way: committed on `commit()` (Enter, blur) or `delay` ms after the last key. What was typed stays
 * while `value` does not follow, that is when it was refused; a new `value` from elsewhere wins.
 */
export function useTextDraft(value: string, onCommit: (text: string) => void, delay = 700) {
  const [draft, setDraft] = useState<{ readonly text: string; readonly over: string } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef(onCommit);
  useEffect(() => {
    newest.current = onCommit;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const text = draft && draft.over === value ? draft.text : value;

  /** `composing`: an input method is still choosing characters, so nothing is committed yet. */
  const change = (next: string, composing: boolean) => {
    clearTimeout(timer.current);
    setDraft({ text: next, over: value });
    if (!composing) timer.current = setTimeout(() => newest.current(next), delay);
  };
  const commit = () => {
    clearTimeout(timer.current);
    if (text !== value) newest.current(text);
  };
  return { text, change, commit };
}
