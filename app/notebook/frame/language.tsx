import { useLayoutEffect } from 'react';
import { useLocation } from 'wouter';
import { LANGS, type Lang, useLang, useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import { inLanguage, type Route } from '../../routes/path.ts';
import styles from './frame.module.css';

const NAMES: Readonly<Record<Lang, string>> = { zh: '中文', en: 'English' };

/** Where the reader is: the last section whose top has passed, and by how much of its height. */
interface Place {
  readonly id: string;
  readonly share: number;
}

let place: Place | null = null;

function currentPlace(): Place | null {
  const sections = [...document.querySelectorAll<HTMLElement>('section[id], figure[id]')];
  const passed = sections.filter((section) => section.getBoundingClientRect().top <= 80);
  const section = passed.at(-1);
  if (!section) return null;
  const { top, height } = section.getBoundingClientRect();
  return { id: section.id, share: (80 - top) / Math.max(1, height) };
}

/** Links to the same page in the other language; the place on the page and the running experiment stay. */
export const LanguageSwitch = ({ route }: { route: Route }) => {
  const lang = useLang();
  const m = useMessages(frameMessages);
  const [, navigate] = useLocation();

  // Back to the same section once the other language stands, before it is painted. `lang` is why it runs.
  useLayoutEffect(() => {
    const target = place && document.getElementById(place.id);
    if (place && target) {
      const { top, height } = target.getBoundingClientRect();
      scrollTo({ top: scrollY + top + place.share * height - 80, behavior: 'instant' });
    }
    place = null;
  }, [lang]);

  const choose = (next: Lang) => {
    try {
      localStorage.setItem('gatebook.lang', next);
    } catch {
      // Private browsing: the choice lasts as long as the address does.
    }
    place = currentPlace();
    navigate(inLanguage(route, next));
  };

  return (
    <nav className={styles.switch} aria-label={m.language}>
      {LANGS.map((one, i) => (
        <span key={one}>
          {i > 0 && <span aria-hidden="true">/ </span>}
          <a
            href={import.meta.env.BASE_URL.replace(/\/$/, '') + inLanguage(route, one)}
            hrefLang={one}
            lang={one === 'zh' ? 'zh-CN' : 'en'}
            aria-current={one === lang ? 'true' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              if (one !== lang) choose(one);
            }}
          >
            {NAMES[one]}
          </a>
        </span>
      ))}
    </nav>
  );
};
