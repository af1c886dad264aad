import { useEffect, useState } from 'react';
import { type StoreApi, useStore } from 'zustand';
import { ARITHMETICS, type Arithmetic, type CellName } from '../../../engine/index.ts';
import {
  type MeasureState,
  measureStoreOf,
  SPEED_CELLS,
  SPEED_WORKLOADS,
  type SpeedWorkload,
  speedKey,
} from '../../experiment/measure.ts';
import { useRegistry } from '../../experiment/registry.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { engineMessages } from '../../i18n/messages/engine.ts';
import { failureSentence } from '../../i18n/messages/errors.ts';
import { formatCount, formatShare, formatSpeed } from '../../i18n/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { BENCH, type Bench } from './published.ts';
import styles from './speed.module.css';
import { SpeedTable } from './speed-table.tsx';

/** Choices whose names the catalogue has. */
type Label = SpeedWorkload | CellName | Arithmetic | 'all';

/** Trains the benchmark's workloads in the reader's browser and sets their speed beside the published one. */
export function Speed() {
  const { port } = useRegistry();
  const [store] = useState(() => measureStoreOf(port));
  return <SpeedOf store={store} bench={BENCH} />;
}

export function SpeedOf({ store, bench }: { store: StoreApi<MeasureState>; bench: Bench | null }) {
  const m = useMessages(engineMessages);
  const state = useStore(store);
  const { available, choice } = state;
  useEffect(() => {
    const leave = store.getState().attach();
    if (store.getState().available === null) void store.getState().survey();
    return leave;
  }, [store]);

  const offered: readonly Arithmetic[] = available ?? ARITHMETICS;
  const arithmetics: readonly (Arithmetic | 'all')[] = offered.length > 1 ? ['all', ...offered] : offered;
  const label = <T extends Label>(value: T) => ({ value, label: m[value] });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className={styles.speed} role="group" aria-label={m.figure}>
      <div className={styles.strip}>
        <Run state={state} />
        <Status state={state} />
      </div>
      <div className={styles.choices}>
        <Segmented<SpeedWorkload>
          label={m.workload}
          value={choice.workload}
          options={SPEED_WORKLOADS.map(label)}
          onCommit={(workload) => state.choose({ workload })}
        />
        <Segmented<CellName>
          label={m.cell}
          value={choice.cell}
          options={SPEED_CELLS.map(label)}
          onCommit={(cell) => state.choose({ cell })}
        />
        <Segmented<Arithmetic | 'all'>
          label={m.arithmetic}
          value={choice.arithmetic}
          options={arithmetics.map(label)}
          onCommit={(arithmetic) => state.choose({ arithmetic })}
        />
      </div>
      <Offer available={available} />
      <SpeedTable state={state} bench={bench} />
      <p className={styles.note}>{m.p10Note}</p>
      <p className={styles.comparable}>{m.comparable}</p>
    </div>
  );
}

const Run = ({ state }: { state: MeasureState }) => {
  const m = useMessages(engineMessages);
  const isUnderWay = state.phase === 'running' || state.phase === 'waiting';
  return (
    <span className={styles.run}>
      <Button
        icon={isUnderWay ? 'stop' : 'play'}
        onPress={() => (isUnderWay ? state.stop() : void state.run())}
      >
        {isUnderWay ? m.stop : state.phase === 'idle' ? m.run : m.again}
      </Button>
    </span>
  );
};

/** What is going on. Spoken at the start and at the end: what changes in between is for the eye. */
const Status = ({ state }: { state: MeasureState }) => {
  const lang = useLang();
  const m = useMessages(engineMessages);
  const { phase, choice, current, progress } = state;
  return (
    <div className={styles.status}>
      <span role="status">
        {phase === 'running' ? (
          <VisuallyHidden>{m.running(choice.workload, m[choice.cell])}</VisuallyHidden>
        ) : (
          <Settled state={state} />
        )}
      </span>
      {phase === 'running' && (
        <span aria-hidden="true">{current ? m.now(current, formatShare(progress, lang)) : m.starting}</span>
      )}
      {(phase === 'running' || phase === 'waiting') && (
        <progress className={styles.progress} max={1} value={progress} aria-label={m.figure} />
      )}
    </div>
  );
};

function Settled({ state }: { state: MeasureState }) {
  const lang = useLang();
  const m = useMessages(engineMessages);
  const { phase, failure, choice, results, discarded } = state;
  if (phase === 'waiting') return m.waiting;
  if (phase === 'crashed') return <span className={styles.bad}>{m.crashed}</span>;
  if (failure) return <span className={styles.bad}>{failureSentence(failure, lang)}</span>;
  if (phase === 'stopped') return m.stopped;
  if (phase !== 'done') return m.idle;
  const found = ARITHMETICS.flatMap((arithmetic) => {
    const result = results[speedKey(choice.workload, choice.cell, arithmetic)];
    return result ? [`${arithmetic} ${formatSpeed(result.tokensPerSecond, lang)}`] : [];
  });
  return (
    <>
      <span>{m.done}</span> <VisuallyHidden>{m.doneWith(found.join(m.separator))}</VisuallyHidden>
      {discarded > 0 && m.discarded(formatCount(discarded, lang))}
    </>
  );
}

/** What this browser lacks, in a sentence. */
const Offer = ({ available }: { available: MeasureState['available'] }) => {
  const m = useMessages(engineMessages);
  if (available === null) return null;
  const missing = ARITHMETICS.filter((arithmetic) => !available.includes(arithmetic));
  if (missing.length === 0) return null;
  const sentence = available.length === 1 ? m.slow : m.without(missing.join(', '));
  return <p className={styles.note}>{sentence}</p>;
};
