import { useId, useMemo, useState } from 'react';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { tokenText, visibleToken } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import styles from './gate-heatmap.module.css';
import { Legend } from './legend.tsx';
import { indexOrder, positionsOf } from './order.ts';
import { PANELS, type PanelQuantity } from './panels.ts';
import { ReadOut } from './read-out.tsx';
import { SortControls } from './sort-controls.tsx';
import { type Hover, type Shape, Surface } from './surface.tsx';
import { type SortKey, useUnitOrder } from './use-unit-order.ts';

export interface GateHeatmapProps {
  /** The panels, top to bottom. Default: R, Z, H̃, H. */
  readonly quantities?: readonly PanelQuantity[];
  /** How units are sorted at first. Default `index`. */
  readonly sort?: SortKey;
}

const ALL: readonly PanelQuantity[] = ['reset', 'update', 'candidate', 'hidden'];

/** The tokens on the axis, as one string so that the selection is stable: every reading of one text is equal. */
const axisText = (state: ExperimentState): string =>
  (state.trace
    ? Array.from(state.trace.tokens, (id) => visibleToken(tokenText(state, id)))
    : Array.from(state.probe, visibleToken)
  ).join('\0');

/**
 * Units × timesteps for each quantity, one above the other on one time axis under the text the network reads.
 * It shares the experiment's cursor: a box round the timestep, pointers and lines at the unit.
 */
export function GateHeatmap({ quantities = ALL, sort: firstSort = 'index' }: GateHeatmapProps) {
  const store = useExperimentStore();
  const text = useExperiment(axisText);
  const H = useExperiment((state) => state.trace?.H ?? state.config.hidden);
  const [sort, setSort] = useState<SortKey>(firstSort);
  const [mean, setMean] = useState<PanelQuantity>(quantities.includes('update') ? 'update' : quantities[0]);
  const [hover, setHover] = useState<Hover | null>(null);
  const { order: sorted, resort } = useUnitOrder(store, sort, mean);
  // For one render after a change of size the sorted order is still the old model's.
  const order = useMemo(() => (sorted.length === H ? sorted : indexOrder(H)), [sorted, H]);
  const shape = useMemo<Shape>(
    () => ({ tokens: text.split('\0'), H, order, positions: positionsOf(order) }),
    [text, H, order],
  );
  const panels = useMemo(() => quantities.map((quantity) => PANELS[quantity]), [quantities]);

  const readOut = useId();

  // The cell under the pointer may lie outside a new text or model.
  const inside = hover && hover.column < shape.tokens.length && hover.row < H ? hover : null;

  return (
    <div className={styles.root}>
      <ReadOut id={readOut} panels={panels} shape={shape} hover={inside} />
      <Surface shape={shape} panels={panels} hover={inside} onHover={setHover} describedBy={readOut} />
      <div className={styles.foot}>
        <Legend panels={panels} />
        <SortControls
          panels={panels}
          sort={sort}
          onSort={setSort}
          mean={mean}
          onMean={setMean}
          onResort={resort}
        />
      </div>
    </div>
  );
}
