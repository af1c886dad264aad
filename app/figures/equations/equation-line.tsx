import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CellReading } from '../shared/reading.ts';
import styles from './equations.module.css';
import { fillSlots, type Sizes, updateSlots } from './slots.ts';

export interface EquationLineProps {
  /** KaTeX's HTML with marked slots (virtual:equations). */
  readonly html: string;
  readonly sizes: Sizes;
  readonly reading: CellReading | null;
  /** What a screen reader hears instead, where the HTML has no MathML. */
  readonly text: string | null;
}

/**
 * One typeset equation. Its HTML is set once per face, slots filled, so that the served page has the numbers;
 * after that only the slots' text changes, and what is under the pointer stays the same element.
 */
export function EquationLine({ html, sizes, reading, text }: EquationLineProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [first] = useState({ sizes, reading });
  const filled = useMemo(() => ({ __html: fillSlots(html, first.sizes, first.reading) }), [html, first]);
  useLayoutEffect(() => {
    if (ref.current) updateSlots(ref.current, sizes, reading);
  });
  return (
    <li className={styles.line}>
      <div ref={ref} className={styles.tex} dangerouslySetInnerHTML={filled} />
      {text !== null && <span className={styles.hidden}>{text}</span>}
    </li>
  );
}
