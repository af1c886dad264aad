import { useRef } from 'react';
import { Controls } from '../../figures/controls/controls.tsx';
import { CorpusPicker } from '../../figures/corpus/corpus-picker.tsx';
import { FailureNotice } from '../../figures/failure/failure-notice.tsx';
import { KeptRun } from '../../figures/kept/kept-run.tsx';
import { LossCurve } from '../../figures/loss/loss-curve.tsx';
import { Transport } from '../../figures/transport/transport.tsx';
import { Writer } from '../../figures/writer/writer.tsx';
import { useLang } from '../../i18n/lang.tsx';
import { enginePath } from '../../routes/path.ts';
import styles from './instrument.module.css';
import { useStartWhenSeen } from './use-start-when-seen.ts';

/** The training network: transport, loss, settings, text, and what it writes. */
export const Workbench = () => {
  const ref = useRef<HTMLDivElement>(null);
  useStartWhenSeen(ref);
  return (
    <div ref={ref} className={styles.bench}>
      <Transport />
      <KeptRun />
      <FailureNotice />
      <div className={styles.pair}>
        <LossCurve />
        <Writer />
      </div>
      <Controls enginePath={enginePath(useLang())} />
      <CorpusPicker />
    </div>
  );
};
