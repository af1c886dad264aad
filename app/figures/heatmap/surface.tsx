import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { heatmapMessages } from '../../i18n/messages/heatmap.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { useCursorKeys } from '../shared/use-cursor-keys.ts';
import { Axis, columnMin } from './axis.tsx';
import styles from './gate-heatmap.module.css';
import { PanelRow } from './panel-row.tsx';
import type { Panel, PanelQuantity } from './panels.ts';
import { spoken } from './spoken.ts';
import { useKeepInView } from './use-keep-in-view.ts';
import type { Cell } from './use-pointer.ts';

export interface Hover extends Cell {
  readonly quantity: PanelQuantity;
}

/** What the rows of the figure share. */
export interface Shape {
  /** Visible tokens, one a timestep. */
  readonly tokens: readonly string[];
  /** Units. */
  readonly H: number;
  /** Row → unit, and its inverse. */
  readonly order: Int32Array;
  readonly positions: Int32Array;
}

export interface SurfaceProps {
  readonly shape: Shape;
  readonly panels: readonly Panel[];
  readonly hover: Hover | null;
  readonly onHover: (hover: Hover | null) => void;
  /** The id of the element that states the cursor's values. */
  readonly describedBy: string;
}

/** The part that takes keys and pointer: the axis and the panels, which scroll sideways when T is large. */
export function Surface({ shape, panels, hover, onHover, describedBy }: SurfaceProps) {
  const store = useExperimentStore();
  const m = useMessages(heatmapMessages);
  const scroller = useRef<HTMLDivElement>(null);
  const t = useExperiment((state) => state.cursor.t);
  const keys = useCursorKeys(store);
  const { tokens, H, order, positions } = shape;
  const [told, setTold] = useState<{ readonly cursor: object; readonly text: string } | null>(null);
  // Once another figure has moved the cursor, what was said is no longer so.
  const said = useExperiment((state) => (state.cursor === told?.cursor ? told.text : ''));
  useKeepInView(scroller, t, tokens.length);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const before = store.getState().cursor;
    move(event);
    const state = store.getState();
    const { t, unit } = state.cursor;
    if (state.cursor === before) return;
    setTold({ cursor: state.cursor, text: spoken(state, panels, m.place(unit, t, tokens[t] ?? '')) });
  };

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.code === 'ArrowUp' ? -1 : event.code === 'ArrowDown' ? 1 : 0;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (!by || !plain || event.target !== event.currentTarget || event.nativeEvent.isComposing) {
      keys.onKeyDown(event);
      return;
    }
    // Up and down follow the eye: the neighbouring row as displayed, not the neighbouring number.
    const { cursor, setCursor } = store.getState();
    const row = Math.max(0, Math.min(H - 1, (positions[cursor.unit] ?? 0) + by));
    if (order[row] !== cursor.unit) setCursor({ unit: order[row] });
    event.preventDefault();
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        className={styles.surface}
        role="application"
        style={{ '--columns': tokens.length, '--column-min': `${columnMin(tokens)}px` } as CSSProperties}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys act on the surface as a whole
        tabIndex={0}
        aria-label={m.surface(H, tokens.length)}
        aria-describedby={describedBy}
        onKeyDown={onKeyDown}
      >
        <Axis tokens={tokens} t={t} />
        {panels.map((panel) => (
          <PanelRow
            key={panel.quantity}
            panel={panel}
            shape={shape}
            hover={hover?.quantity === panel.quantity ? hover : null}
            onHover={onHover}
          />
        ))}
      </div>
      {/* The reader's own move is told; what training changes is not. */}
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </div>
  );
}
