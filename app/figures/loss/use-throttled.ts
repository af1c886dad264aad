import { useEffect, useState } from 'react';
import { useExperimentStore } from '../../experiment/provider.tsx';
import type { ExperimentState } from '../../experiment/types.ts';

/**
 * The state as it was when one of `keys` last changed, at most once in `milliseconds`: for views whose update
 * costs too much for every report. The newest state always arrives in the end.
 */
export function useThrottled(
  keys: readonly (keyof ExperimentState)[],
  milliseconds: number,
): ExperimentState {
  const store = useExperimentStore();
  const [shown, setShown] = useState(() => store.getState());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let last = Number.NEGATIVE_INFINITY;
    const show = () => {
      timer = null;
      last = performance.now();
      setShown(store.getState());
    };
    setShown(store.getState());
    const off = store.subscribe((state, before) => {
      if (timer !== null || keys.every((key) => state[key] === before[key])) return;
      timer = setTimeout(show, Math.max(0, last + milliseconds - performance.now()));
    });
    return () => {
      off();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, keys, milliseconds]);
  return shown;
}
