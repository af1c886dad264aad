import { type RefObject, useEffect, useState } from 'react';

/** How wide an element is, and whether it has been near the window yet. Zero and false on the server. */
export function useBox(ref: RefObject<HTMLElement | null>): { width: number; seen: boolean } {
  const [width, setWidth] = useState(0);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const size = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    size.observe(element);
    const view = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setSeen(true);
        view.disconnect();
      },
      { rootMargin: '200px' },
    );
    view.observe(element);
    return () => {
      size.disconnect();
      view.disconnect();
    };
  }, [ref]);
  return { width, seen };
}
