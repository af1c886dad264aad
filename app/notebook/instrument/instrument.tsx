import { CellDiagram } from '../../figures/diagram/diagram.tsx';
import { FailureNotice } from '../../figures/failure/failure.tsx';
import { GateHeatmap } from '../../figures/heatmap/heatmap.tsx';
import { Transport } from '../../figures/transport/transport.tsx';
import styles from './instrument.module.css';

/** The reading network: transport, the cell at one timestep, and all its gates over time. */
export const Instrument = () => (
  <div className={styles.bench}>
    <Transport />
    <FailureNotice />
    <div className={styles.reading}>
      <CellDiagram />
      <GateHeatmap />
    </div>
  </div>
);
