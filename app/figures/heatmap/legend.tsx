import type { CSSProperties } from 'react';
import { type ColourTable, GATE_TABLE, STATE_TABLE } from '../../charts/tables.ts';
import type { Theme } from '../../charts/theme.ts';
import { useMessages } from '../../i18n/lang.tsx';
import { heatmapMessages } from '../../i18n/messages/heatmap.ts';
import styles from './gate-heatmap.module.css';
import type { Panel } from './panels.ts';

const scale = (table: ColourTable, theme: Theme) =>
  `linear-gradient(to right, ${table.stops(theme, 33).join(', ')})`;

const Scale = ({ name, table, ticks }: { name: string; table: ColourTable; ticks: readonly string[] }) => (
  <span className={styles.scale}>
    <span className={styles.scaleName}>{name}</span>
    <span className={styles.scaleBody}>
      <span
        className={styles.strip}
        style={{ '--light': scale(table, 'light'), '--dark': scale(table, 'dark') } as CSSProperties}
      />
      <span className={styles.ticks}>
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </span>
    </span>
  </span>
);

/** The two colour scales with their numbers, drawn from the tables the cells are drawn from. */
export function Legend({ panels }: { panels: readonly Panel[] }) {
  const m = useMessages(heatmapMessages);
  return (
    <div className={styles.legend}>
      {panels.some(({ table }) => table === GATE_TABLE) && (
        <Scale name={m.gates} table={GATE_TABLE} ticks={['0', '0.5', '1']} />
      )}
      {panels.some(({ table }) => table === STATE_TABLE) && (
        <Scale name={m.states} table={STATE_TABLE} ticks={['−1', '0', '1']} />
      )}
    </div>
  );
}
