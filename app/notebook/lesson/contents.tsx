import { useEffect, useState } from 'react';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { frameMessages } from '../../i18n/messages/frame.ts';
import { useChapter } from './chapter-context.tsx';
import styles from './lesson.module.css';

/** The sections of the chapter; where the page is wide, beside the text with the current one marked. */
export const Contents = () => {
  const lang = useLang();
  const m = useMessages(frameMessages);
  const { sections } = useChapter();
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) setCurrent(entry.target.id);
      },
      { rootMargin: '-20% 0px -70% 0px' },
    );
    for (const { id } of sections) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [sections]);
  return (
    <nav aria-label={m.contents} className={styles.contents}>
      <ol>
        {sections.map((section) => (
          <li key={section.id}>
            <a href={`#${section.id}`} aria-current={current === section.id ? 'location' : undefined}>
              {section[lang]}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
};
