import { memo, type PointerEvent } from 'react';
import { cellAt } from '../../charts/heatmap/cells.ts';
import { useExperimentStore } from '../../experiment/provider.tsx';
import styles from './gate-heatmap.module.css';
import { GUTTER } from './panels.ts';

const WIDE = /\p{Script=Han}|\p{Emoji_Presentation}|[\u3000-\u303f\uff00-\uffef]/u;

/** The narrowest column that still holds its character, CSS pixels. */
export const columnMin = (tokens: readonly string[]): number =>
  tokens.some((token) => WIDE.test(token)) ? 13 : 8;

/** The text the network reads, each token over its column; pressing or dragging on it moves through time. */
export const Axis = memo(function Axis({ tokens, t }: { tokens: readonly string[]; t: number }) {
  const store = useExperimentStore();
  const scrub = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left - GUTTER;
    store.getState().setCursor({ t: cellAt(x, tokens.length, box.width - 2 * GUTTER) });
  };
  return (
    <div className={styles.row}>
      <span className={styles.corner} />
      <div
        className={styles.axis}
        style={{ gridTemplateColumns: `repeat(${tokens.length}, minmax(0, 1fr))` }}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture?.(event.pointerId);
          scrub(event);
        }}
        onPointerMove={scrub}
      >
        {tokens.map((token, column) => (
          <span key={column} className={styles.token} data-at={column === t || undefined}>
            {token}
          </span>
        ))}
      </div>
    </div>
  );
});
