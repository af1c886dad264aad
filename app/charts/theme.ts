export type Theme = 'light' | 'dark';

/** The theme the page shows now, from `data-theme` on <html>. Browser only. */
export const currentTheme = (): Theme =>
  document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';

const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** Calls `listener` when the theme changes: what a canvas drew does not follow CSS by itself. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer && typeof MutationObserver !== 'undefined') {
    observer = new MutationObserver(() => {
      for (const call of listeners) call();
    });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      observer?.disconnect();
      observer = null;
    }
  };
}
