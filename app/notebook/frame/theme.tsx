import { useSyncExternalStore } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import styles from './frame.module.css';

type Theme = 'light' | 'dark';

const subscribe = (changed: () => void) => {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
};
const current = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

/** The page's theme; null while the page is static. */
export const useTheme = (): Theme | null => useSyncExternalStore(subscribe, current, () => null);

export const ThemeSwitch = () => {
  const m = useMessages(frameMessages);
  const theme = useTheme();
  const choose = (next: Theme) => {
    try {
      localStorage.setItem('gatebook.theme', next);
    } catch {
      // Private browsing: the choice lasts for this page only.
      document.documentElement.dataset.theme = next;
      return;
    }
    dispatchEvent(new Event('gatebook:theme'));
  };
  return (
    <fieldset className={styles.switch} aria-label={m.theme} style={{ border: 0, margin: 0, padding: 0 }}>
      <button type="button" aria-pressed={theme === 'light'} onClick={() => choose('light')}>
        {m.light}
      </button>
      <span aria-hidden="true">/</span>
      <button type="button" aria-pressed={theme === 'dark'} onClick={() => choose('dark')}>
        {m.dark}
      </button>
    </fieldset>
  );
};
