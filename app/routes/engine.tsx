import { meta } from '../../content/engine/meta.ts';
import { Speed } from '../figures/engine/speed.tsx';
import { useLang } from '../i18n/lang.tsx';
import { ChapterContext } from '../notebook/lesson/chapter-context.tsx';
import { Contents } from '../notebook/lesson/contents.tsx';
import styles from '../notebook/lesson/lesson.module.css';
import { Cite, Figure, References, Section } from '../notebook/lesson/parts.tsx';
import { Item, Paragraph } from '../notebook/lesson/tie.tsx';
import { Tex } from '../ui/tex.tsx';
import type { LessonComponent } from './load.ts';

/** What the page's MDX can use: nothing here needs an experiment. */
const components: Readonly<Record<string, unknown>> = {
  ...{ Cite, Figure, References, Section, Speed, Tex },
  ...{ li: Item, p: Paragraph },
};

/** How the notebook trains in the reader's browser, and how fast. */
export default function EnginePage({ Lesson }: { Lesson: LessonComponent }) {
  const lang = useLang();
  const other = lang === 'zh' ? 'en' : 'zh';
  return (
    <ChapterContext value={meta}>
      <article className={styles.chapter}>
        <h1 className={styles.title}>
          <span>{meta.title[lang]}</span>
          <span className={styles.other} lang={other === 'zh' ? 'zh-CN' : 'en'}>
            {meta.title[other]}
          </span>
        </h1>
        <p className={styles.lead}>{meta.summary[lang]}</p>
        <Contents />
        <Lesson components={components} />
      </article>
    </ChapterContext>
  );
}
