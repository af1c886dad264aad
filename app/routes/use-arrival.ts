import { useEffect, useLayoutEffect, useRef } from 'react';
import { headOf } from './head.ts';
import type { Route } from './path.ts';

/** The same page in either language is one place. */
const placeOf = (route: Route): string => ('slug' in route ? route.slug : route.kind);

/**
 * Where a link within the site leads: to the top of the other page, with the keyboard at its beginning and its title in
 * the tab. Back leads to where the link was, and a change of language stays where it was.
 */
export function useArrival(route: Route): void {
  const wasPushed = useRef(false);
  const shown = useRef(placeOf(route));
  const left = useRef(new Map<string, number>());
  useEffect(() => {
    const pushed = () => {
      wasPushed.current = true;
      left.current.set(shown.current, scrollY);
    };
    const popped = () => {
      wasPushed.current = false;
    };
    // The router says so when it pushes.
    addEventListener('pushState', pushed);
    addEventListener('popstate', popped);
    return () => {
      removeEventListener('pushState', pushed);
      removeEventListener('popstate', popped);
    };
  }, []);
  useLayoutEffect(() => {
    if (shown.current === placeOf(route)) return;
    shown.current = placeOf(route);
    // The browser restored the place while the other, perhaps shorter, page still stood.
    const top = wasPushed.current ? 0 : left.current.get(shown.current);
    if (top !== undefined) scrollTo({ top, behavior: 'instant' });
    if (!wasPushed.current) return;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [route]);
  useEffect(() => {
    document.title = headOf(route).title;
  }, [route]);
}
