import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { CHAPTERS } from '../../../content/chapters/index.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import type { Route } from '../../routes/path.ts';
import { chapterPath, enginePath, homePath } from '../../routes/path.ts';
import styles from './frame.module.css';
import { LanguageSwitch } from './language.tsx';
import { ThemeSwitch } from './theme.tsx';

/** What every page shares: the way to the others, the language and the theme. */
export const Frame = ({ route, children }: { route: Route; children: ReactNode }) => {
  const lang = useLang();
  const m = useMessages(frameMessages);
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  }, [lang]);
  return (
    <>
      <a className={styles.skip} href="#main">
        {m.skip}
      </a>
      <header className={styles.header}>
        <Link href={homePath(lang)} className={styles.brand} aria-label={m.home}>
          <span className={styles.latin} lang="en">
            Gatebook
          </span>{' '}
          <span className={styles.chinese} lang="zh-CN">
            门控笔记
          </span>
        </Link>
        <nav aria-label={m.chapters} className={styles.nav}>
          {CHAPTERS.map((chapter) => (
            <Link
              key={chapter.slug}
              href={chapterPath(lang, chapter.slug)}
              aria-current={route.kind === 'chapter' && route.slug === chapter.slug ? 'page' : undefined}
            >
              {chapter.short[lang]}
            </Link>
          ))}
        </nav>
        <div className={styles.switches}>
          <LanguageSwitch route={route} />
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
      <footer className={styles.footer}>
        <p>{m.footer}</p>
        <p>
          <Link href={enginePath(lang)} aria-current={route.kind === 'engine' ? 'page' : undefined}>
            {m.engine}
          </Link>
        </p>
        <p>
          <a href={`${import.meta.env.BASE_URL}corpora/LICENSES.md`}>{m.source}</a>
        </p>
      </footer>
    </>
  );
};
