import { Link } from 'wouter';
import { CHAPTERS } from '../../content/chapters/index.ts';
import { LANGS, type Lang, LangProvider, useLang, useMessages } from '../i18n/lang.tsx';
import { frameMessages } from '../i18n/messages/frame.ts';
import styles from '../notebook/lesson/lesson.module.css';
import { chapterPath, homePath } from './path.ts';

/** An address that is no page: says so in the reader's language, or in both where the address does not tell. */
export default function MissingPage({ path, lang }: { path: string; lang: Lang | null }) {
  return (
    <div className={styles.chapter}>
      {(lang ? [lang] : LANGS).map((one) => (
        <LangProvider key={one} lang={one}>
          <Missing path={path} />
        </LangProvider>
      ))}
    </div>
  );
}

const Missing = ({ path }: { path: string }) => {
  const lang = useLang();
  const m = useMessages(frameMessages);
  return (
    <section
      className={styles.section}
      lang={lang === 'zh' ? 'zh-CN' : 'en'}
      style={{ fontFamily: 'var(--serif)' }}
    >
      <h1 className={styles.title}>{m.missingTitle}</h1>
      <p style={{ overflowWrap: 'anywhere' }}>{m.missingText(path)}</p>
      <ul>
        <li>
          <Link href={homePath(lang)}>{m.homeLink}</Link>
        </li>
        {CHAPTERS.map((chapter) => (
          <li key={chapter.slug}>
            <Link href={chapterPath(lang, chapter.slug)}>{chapter.title[lang]}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
