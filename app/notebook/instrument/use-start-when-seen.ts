import { type RefObject, useEffect } from 'react';
import { useExperimentStore } from '../../experiment/provider.tsx';

/** Starts the engine (worker, corpus, checkpoint) when the element first comes into view. */
export function useStartWhenSeen(ref: RefObject<HTMLElement | null>) {
  const store = useExperimentStore();
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver((entries) => {
      // One call may bring several entries: out of view first, in view later.
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void store.getState().start();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, store]);
}
