import { useRef, useState } from 'react';

/** What a control does with a value. If it returns a promise, that settles when it has been taken (or refused). */
export type Commit<T> = (value: T) => unknown;

/**
 * A value under way: shown while it is being changed and until the commit settles, so that nothing jumps
 * back while a model is rebuilt. Afterwards the true value shows again, also when the change was refused.
 */
export function useDraft<T>(value: T, commit: Commit<T>) {
  const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
  const newest = useRef<object | null>(null);
  const change = (next: T) => {
    const entry = { value: next };
    newest.current = entry;
    setDraft(entry);
    return entry;
  };
  const settle = async (next: T) => {
    const entry = change(next);
    try {
      await commit(next);
    } finally {
      // A later change owns the display by now.
      if (newest.current === entry) setDraft(null);
    }
  };
  return { shown: draft ? draft.value : value, change, settle };
}
