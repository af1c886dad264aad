import { CHAPTERS } from '../../content/chapters/index.ts';
import { GRU_PRESET } from '../../content/experiments/presets.ts';
import { ExperimentProvider } from '../experiment/provider.tsx';
import { useRegistry } from '../experiment/registry.tsx';
import { SymbolScope } from '../figures/symbol/scope.tsx';
import { useLang } from '../i18n/lang.tsx';
import { ChapterContext } from '../notebook/lesson/chapter-context.tsx';
import { lessonComponents } from '../notebook/lesson/components.tsx';
import { Contents } from '../notebook/lesson/contents.tsx';
import styles from '../notebook/lesson/lesson.module.css';
import type { LessonComponent } from './load.ts';

/** A lesson and its one experiment: every figure below is a view of it. */
export default function ChapterPage({ slug, Lesson }: { slug: string; Lesson: LessonComponent }) {
  const lang = useLang();
  const registry = useRegistry();
  const meta = CHAPTERS.find((chapter) => chapter.slug === slug);
  if (!meta) return null;
  const other = lang === 'zh' ? 'en' : 'zh';
  return (
    <ExperimentProvider store={registry.experiment(slug, GRU_PRESET[lang])}>
      <ChapterContext value={meta}>
        <SymbolScope>
          <article className={styles.chapter}>
            <h1 className={styles.title}>
              <span>{meta.title[lang]}</span>
              <span className={styles.other} lang={other === 'zh' ? 'zh-CN' : 'en'}>
                {meta.title[other]}
              </span>
            </h1>
            <p className={styles.lead}>{meta.summary[lang]}</p>
            <Contents />
            <Lesson components={lessonComponents as Record<string, unknown>} />
          </article>
        </SymbolScope>
      </ChapterContext>
    </ExperimentProvider>
  );
}
