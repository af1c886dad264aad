import { useSyncExternalStore } from 'react';
import { currentTheme, onThemeChange, type Theme } from '../../charts/theme.ts';
import { useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import styles from './frame.module.css';

export const ThemeSwitch = () => {
  const m = useMessages(frameMessages);
  // Null while the page is static.
  const theme = useSyncExternalStore(onThemeChange, currentTheme, () => null);
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
