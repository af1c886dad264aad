import { ProbeField } from '../../figures/corpus/probe-field.tsx';
import { CellDiagram } from '../../figures/diagram/diagram.tsx';
import { FailureNotice } from '../../figures/failure/failure-notice.tsx';
import { GateHeatmap } from '../../figures/heatmap/gate-heatmap.tsx';
import { KeptRun } from '../../figures/kept/kept-run.tsx';
import { CursorBar } from '../../figures/shared/cursor-bar.tsx';
import { Transport } from '../../figures/transport/transport.tsx';
import { NextBars } from '../../figures/writer/next-bars.tsx';
import styles from './instrument.module.css';

/** The reading network: transport, the cell at one timestep, and all its gates over time. */
export const Instrument = () => (
  <div className={styles.bench}>
    <Transport />
    <KeptRun />
    <FailureNotice announce={false} />
    <CursorBar />
    <div className={styles.reading}>
      <div className={styles.stack}>
        <CellDiagram />
        <NextBars />
      </div>
      <GateHeatmap />
    </div>
    <ProbeField />
  </div>
);
