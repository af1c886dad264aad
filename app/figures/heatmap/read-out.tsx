import { useExperiment } from '../../experiment/provider.tsx';
import { valueAt } from '../../experiment/read.ts';
import { useMessages } from '../../i18n/lang.tsx';
import { heatmapMessages } from '../../i18n/messages/heatmap.ts';
import { formatValue } from '../symbol/value.ts';
import styles from './gate-heatmap.module.css';
import { PANELS, type Panel } from './panels.ts';
import type { Hover, Shape } from './surface.tsx';

export interface ReadOutProps {
  readonly id: string;
  readonly panels: readonly Panel[];
  readonly shape: Shape;
  readonly hover: Hover | null;
}

/** The cursor's values, three decimals each; under them the cell the pointer is over. Follows live traces. */
export function ReadOut({ id, panels, shape, hover }: ReadOutProps) {
  const m = useMessages(heatmapMessages);
  const trace = useExperiment((state) => state.trace);
  const { t, unit } = useExperiment((state) => state.cursor);
  const inside = trace !== null && t < trace.T && unit < trace.H;
  return (
    <div className={styles.head}>
      {/* Not announced: while training it changes ten times a second. The surface points here instead. */}
      {/* biome-ignore lint/a11y/useSemanticElements: numbers that are read, not fields that are filled in */}
      <div id={id} className={styles.readOut} role="group" aria-label={m.readOut} aria-live="off">
        <span className={styles.place}>{m.place(unit, t, shape.tokens[t] ?? '')}</span>{' '}
        <span className={styles.values}>
          {panels.map(({ quantity, letter, colour }) => (
            <span key={quantity} className={styles.value} data-quantity={quantity}>
              <b style={{ color: colour }}>{letter}</b>{' '}
              {inside ? formatValue(valueAt(trace, quantity, t, unit)) : '–'}{' '}
            </span>
          ))}
        </span>
      </div>
      <div className={styles.preview}>
        {trace && hover && hoverText(trace, hover, shape, m)}
        {trace && !hover && (
          <>
            <span className={styles.keys}>{m.hintKeys}</span>
            {m.hintPointer}
          </>
        )}
        {!trace && m.waiting}
      </div>
    </div>
  );
}

function hoverText(
  trace: Parameters<typeof valueAt>[0],
  { quantity, column, row }: Hover,
  { tokens, order }: Shape,
  m: ReturnType<typeof useMessages<typeof heatmapMessages.zh>>,
): string {
  const unit = order[row];
  const value = formatValue(valueAt(trace, quantity, column, unit));
  return m.hovered(PANELS[quantity].letter, unit, column, tokens[column] ?? '', value);
}
