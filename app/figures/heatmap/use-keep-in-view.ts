import { type RefObject, useEffect } from 'react';

/** Scrolls `scroller` sideways, never the page, until column `t` of `T` is in view with some context. */
export function useKeepInView(scroller: RefObject<HTMLElement | null>, t: number, T: number): void {
  useEffect(() => {
    const box = scroller.current;
    const at = box?.querySelector<HTMLElement>('[data-at]');
    if (!box || !at || box.scrollWidth <= box.clientWidth) return;
    // Labels that stick to the left edge cover what scrolls under them.
    const covered = box.querySelector<HTMLElement>('[data-sticky]')?.offsetWidth ?? 0;
    const [view, cell] = [box.getBoundingClientRect(), at.getBoundingClientRect()];
    const margin = Math.min(3 * (view.width / T) + cell.width, view.width / 4);
    const before = view.left + covered + margin - cell.left;
    const after = cell.right + margin - view.right;
    if (before > 0) box.scrollLeft -= before;
    else if (after > 0) box.scrollLeft += after;
  }, [scroller, t, T]);
}
