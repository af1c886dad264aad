import { useExperiment } from '../../experiment/provider.tsx';
import { laneOf, valueAt } from '../../experiment/read.ts';
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
  const cursor = useExperiment((state) => state.cursor);
  const { t, unit } = cursor;
  const lane = trace && laneOf(trace, cursor);
  const inside = trace && t < trace.T && unit < trace.H;
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
              {lane && inside ? formatValue(valueAt(lane, quantity, t, unit)) : '–'}{' '}
            </span>
          ))}
        </span>
      </div>
      <div className={styles.preview}>
        {lane && hover && hoverText(lane, hover, shape, m)}
        {lane && !hover && (
          <>
            <span className={styles.keys}>{m.hintKeys}</span>
            {m.hintPointer}
          </>
        )}
        {!lane && m.waiting}
      </div>
    </div>
  );
}

function hoverText(
  lane: Parameters<typeof valueAt>[0],
  { quantity, column, row }: Hover,
  { tokens, order }: Shape,
  m: ReturnType<typeof useMessages<typeof heatmapMessages.zh>>,
): string {
  const unit = order[row];
  const value = formatValue(valueAt(lane, quantity, column, unit));
  return m.hovered(PANELS[quantity].letter, unit, column, tokens[column] ?? '', value);
}
