import { useExperiment } from '../../experiment/provider.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { heatmapMessages } from '../../i18n/messages/heatmap.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './gate-heatmap.module.css';
import type { Panel, PanelQuantity } from './panels.ts';
import type { SortKey } from './use-unit-order.ts';

export interface SortControlsProps {
  readonly panels: readonly Panel[];
  readonly sort: SortKey;
  readonly onSort: (sort: SortKey) => void;
  /** Which quantity's mean sorts. */
  readonly mean: PanelQuantity;
  readonly onMean: (quantity: PanelQuantity) => void;
  readonly onResort: () => void;
}

export function SortControls({ panels, sort, onSort, mean, onMean, onResort }: SortControlsProps) {
  const m = useMessages(heatmapMessages);
  const training = useExperiment((state) => state.status === 'training');
  return (
    <div className={styles.sort}>
      <span aria-hidden="true">{m.sort}</span>
      <Segmented
        bare
        label={m.sort}
        value={sort}
        options={[
          { value: 'index', label: m.sortIndex },
          { value: 'similarity', label: m.sortSimilarity },
          { value: 'mean', label: m.sortMean },
        ]}
        onCommit={onSort}
      />
      {sort === 'mean' && panels.length > 1 && (
        <Segmented
          bare
          label={m.meanOf}
          value={mean}
          options={panels.map(({ quantity, letter }) => ({ value: quantity, label: letter }))}
          onCommit={onMean}
        />
      )}
      {sort !== 'index' && training && (
        <Button variant="quiet" title={m.resortHint} onPress={onResort}>
          {m.resort}
        </Button>
      )}
    </div>
  );
}
