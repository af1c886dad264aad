import { type RefObject, useEffect } from 'react';

/** Makes each display formula below `ref` a stop of the Tab key while it is wider than its box: it scrolls, so the keyboard must reach it. */
export function useReachableFormulas(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!ref.current || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
        else target.removeAttribute('tabindex');
      }
    });
    for (const formula of ref.current.querySelectorAll('.tex-display')) observer.observe(formula);
    return () => observer.disconnect();
  }, [ref]);
}
