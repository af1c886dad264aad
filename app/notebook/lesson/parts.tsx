/** The pieces a lesson's text is made of. */

import { sources } from 'virtual:source';
import { type ReactNode, useRef } from 'react';
import { REFERENCES, type ReferenceId } from '../../../content/references.ts';
import { useExperiment } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import { useChapter } from './chapter-context.tsx';
import styles from './lesson.module.css';
import { useReachableFormulas } from './scrollers.ts';

/** A section under its heading from the chapter's meta, which both languages share. */
export const Section = ({ id, children }: { id: string; children: ReactNode }) => {
  const lang = useLang();
  const meta = useChapter();
  const ref = useRef<HTMLElement>(null);
  useReachableFormulas(ref);
  const section = meta.sections.find((one) => one.id === id);
  if (!section) throw new Error(`Section: expected an id of chapter '${meta.slug}', got '${id}'`);
  return (
    <section ref={ref} id={id} aria-labelledby={`${id}-title`} className={styles.section}>
      <h2 id={`${id}-title`}>
        <a href={`#${id}`}>{section[lang]}</a>
      </h2>
      {children}
    </section>
  );
};

/** A numbered figure. `kind`: within the column, or as wide as the page allows. */
export const Figure = ({
  id,
  kind = 'column',
  caption,
  children,
}: {
  id: string;
  kind?: 'column' | 'wide';
  caption: ReactNode;
  children: ReactNode;
}) => (
  <figure id={id} className={kind === 'wide' ? styles.wide : styles.figure}>
    {children}
    <figcaption className={styles.caption}>{caption}</figcaption>
  </figure>
);

/** A note in the margin; on a narrow page, beside a rule in the column. */
export const Margin = ({ children }: { children: ReactNode }) => (
  <aside className={styles.margin}>{children}</aside>
);

/** “(Cho et al., 2014)”, a link to the entry below. */
export const Cite = ({ id }: { id: ReferenceId }) => {
  const lang = useLang();
  const text = REFERENCES[id].short[lang];
  return (
    <a href={`#ref-${id}`} className={styles.cite}>
      {lang === 'zh' ? `（${text}）` : `(${text})`}
    </a>
  );
};

export const References = ({ ids }: { ids: readonly ReferenceId[] }) => (
  <ol className={styles.references}>
    {ids.map((id) => {
      const { authors, year, title, where, url } = REFERENCES[id];
      return (
        <li key={id} id={`ref-${id}`} lang="en">
          {authors} ({year}). <a href={url}>{title}</a>. {where}.
        </li>
      );
    })}
  </ol>
);

/** A region of the engine's source, exactly as it runs. */
export const Source = ({ file, region }: { file: string; region: string }) => {
  const m = useMessages(frameMessages);
  const html = sources[`${file}#${region}`];
  if (!html) throw new Error(`Source: expected a region that the build cuts, got '${file}#${region}'`);
  return (
    <div className={styles.source}>
      <p className={styles.sourceName}>{m.sourceOf(file)}</p>
      <div className={styles.code} dangerouslySetInnerHTML={{ __html: html }} />
    </div>
  );
};

/** The configuration that this page's experiment runs, as code. */
export const Concise = () => {
  const config = useExperiment((state) => state.config);
  const lines = Object.entries(config).map(
    ([key, value]) => `  ${key}: ${typeof value === 'string' ? `'${value}'` : value},`,
  );
  return (
    <div className={styles.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{`const session = createSession({ text, config: {\n${lines.join('\n')}\n} });\nsession.trainSteps(100);`}</code>
      </pre>
    </div>
  );
};
