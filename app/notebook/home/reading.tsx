import { useEffect, useState } from 'react';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { tokenText, visibleToken } from '../../experiment/read.ts';
import { CellDiagram } from '../../figures/diagram/diagram.tsx';
import { GateHeatmap } from '../../figures/heatmap/gate-heatmap.tsx';
import { useMessages } from '../../i18n/lang.tsx';
import { homeMessages } from '../../i18n/messages/home.ts';
import { Button } from '../../ui/button.tsx';
import styles from './home.module.css';

/** Milliseconds a timestep stays. */
const DWELL = 900;

/** The home page's figure: the pretrained GRU reads its line, timestep by timestep, until paused. */
export const Reading = () => {
  const store = useExperimentStore();
  const m = useMessages(homeMessages);
  const trace = useExperiment((state) => state.trace);
  const probe = useExperiment((state) => state.probe);
  const t = useExperiment((state) => state.cursor.t);
  const vocabulary = useExperiment((state) => state.vocabulary);
  const [playing, setPlaying] = useState(false);

  // Starts after the first paint, so that the served page and the drawn one agree; never under reduced motion.
  useEffect(() => setPlaying(!matchMedia('(prefers-reduced-motion: reduce)').matches), []);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => {
      const state = store.getState();
      if (state.trace) state.setCursor({ t: (state.cursor.t + 1) % state.trace.T });
    }, DWELL);
    return () => clearInterval(timer);
  }, [playing, store]);

  const token = trace ? visibleToken(tokenText({ vocabulary }, trace.tokens[t])) : '';
  return (
    <figure className={styles.reading} aria-label={m.figure(probe)}>
      <div className={styles.bar}>
        <Button
          variant="icon"
          label={playing ? m.pause : m.play}
          icon={playing ? 'pause' : 'play'}
          onPress={() => setPlaying(!playing)}
        />
        <span>{m.status(t, token)}</span>
      </div>
      <div className={styles.cell}>
        <CellDiagram compact />
      </div>
      <GateHeatmap quantities={['update']} />
      <figcaption>{m.caption}</figcaption>
    </figure>
  );
};
