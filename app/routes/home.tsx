import { Link } from 'wouter';
import { CHAPTERS, PLAN } from '../../content/chapters/index.ts';
import { GRU_PRESET } from '../../content/experiments/presets.ts';
import { ExperimentProvider } from '../experiment/provider.tsx';
import { useRegistry } from '../experiment/registry.tsx';
import { useLang, useMessages } from '../i18n/lang.tsx';
import { homeMessages } from '../i18n/messages/home.ts';
import styles from '../notebook/home/home.module.css';
import { Reading } from '../notebook/home/reading.tsx';
import { chapterPath, enginePath } from './path.ts';

export default function HomePage() {
  const lang = useLang();
  const m = useMessages(homeMessages);
  const registry = useRegistry();
  return (
    <div className={styles.home}>
      <div className={styles.head}>
        <h1>{m.title}</h1>
        <p className={styles.lead}>{m.lead}</p>
        <p>
          <Link href={chapterPath(lang, 'gru')} className={styles.enter}>
            {m.enter}
          </Link>
        </p>
      </div>
      <ExperimentProvider store={registry.experiment('gru', GRU_PRESET[lang])}>
        <Reading />
      </ExperimentProvider>
      <section aria-labelledby="plan" className={styles.plan}>
        <h2 id="plan">{m.plan}</h2>
        <ol>
          {PLAN.map(({ slug, name }) => {
            const chapter = CHAPTERS.find((one) => one.slug === slug);
            return (
              <li key={slug} className={chapter ? undefined : styles.later}>
                {chapter ? <Link href={chapterPath(lang, slug)}>{name[lang]}</Link> : name[lang]}
                {!chapter && <span className={styles.soon}>{m.later}</span>}
              </li>
            );
          })}
        </ol>
        <p className={styles.hood}>
          <Link href={enginePath(lang)}>{m.hood}</Link>
        </p>
      </section>
    </div>
  );
}
