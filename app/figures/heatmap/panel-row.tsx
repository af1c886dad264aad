import { type CSSProperties, memo, useCallback, useEffect, useRef } from 'react';
import { SYMBOLS } from '../../../content/symbols.ts';
import { Heatmap, type HeatmapHandle } from '../../charts/heatmap/heatmap.tsx';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { laneOf } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { useLang } from '../../i18n/lang.tsx';
import { useFocusHandlers, useIsFocused } from '../symbol/focus.ts';
import { Letter } from '../symbol/letter.tsx';
import styles from './gate-heatmap.module.css';
import { GUTTER, type Panel, panelHeight } from './panels.ts';
import type { Hover, Shape } from './surface.tsx';
import { type Cell, usePointer } from './use-pointer.ts';

export interface PanelRowProps {
  readonly panel: Panel;
  readonly shape: Shape;
  /** The cell under the pointer, if it is in this panel. */
  readonly hover: Hover | null;
  readonly onHover: (hover: Hover | null) => void;
}

/** One quantity: its symbol and name, and its cells in a frame of its colour. */
export const PanelRow = memo(function PanelRow({ panel, shape, hover, onHover }: PanelRowProps) {
  const { tokens, H, order, positions } = shape;
  const { quantity, symbol, letter, colour } = panel;
  const T = tokens.length;
  const store = useExperimentStore();
  const lang = useLang();
  const map = useRef<HeatmapHandle>(null);
  const t = useExperiment((state) => state.cursor.t);
  const unit = useExperiment((state) => state.cursor.unit);
  const empty = useExperiment((state) => state.trace === null);
  const lit = useIsFocused(symbol);
  const focus = useFocusHandlers(symbol);
  const hovered = useCallback(
    (cell: Cell | null) => onHover(cell && { ...cell, quantity }),
    [onHover, quantity],
  );
  const pointer = usePointer({ store, T, H, order, onHover: hovered });

  // Live traces go to the canvas past React: ten a second cost a drawing each and no render.
  const matrixOf = useCallback(
    ({ trace, cursor }: ExperimentState) =>
      trace && trace.T === T && trace.H === H ? laneOf(trace, cursor).values[quantity] : null,
    [quantity, T, H],
  );
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const now = matrixOf(state);
        if (now && now !== matrixOf(before)) map.current?.draw(now);
      }),
    [store, matrixOf],
  );
  const matrix = matrixOf(store.getState());

  return (
    <div className={styles.row} style={{ '--c': colour } as CSSProperties} data-lit={lit || undefined}>
      {/* A press does what pointing does, for fingers. */}
      <button
        type="button"
        className={styles.label}
        data-sticky
        {...focus}
        onClick={focus.onFocus}
        aria-label={`${SYMBOLS[symbol][lang]} ${letter}`}
      >
        <span className={styles.symbol}>
          <Letter id={symbol} />
        </span>
        <span className={styles.name}>{SYMBOLS[symbol][lang]}</span>
      </button>
      <div className={styles.track} data-empty={empty || undefined} {...pointer}>
        <Heatmap
          ref={map}
          matrix={matrix}
          T={T}
          H={H}
          order={order}
          table={panel.table}
          domain={panel.domain}
          column={t < T ? t : null}
          row={positions[unit] ?? null}
          hover={hover}
          height={panelHeight(H)}
          gutter={GUTTER}
        />
      </div>
    </div>
  );
});
