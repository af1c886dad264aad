import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import { EXPERIMENTS, experimentById } from '../../../content/experiments/gru.ts';
import type { Experiment } from '../../../content/experiments/types.ts';
import { createPredictionStore, type PredictionState } from '../../experiment/prediction.ts';
import { useRegistry } from '../../experiment/registry.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { failureSentence } from '../../i18n/messages/errors.ts';
import { predictMessages } from '../../i18n/messages/predict.ts';
import { Button } from '../../ui/button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { Curves } from './curves.tsx';
import { Outcome } from './outcome.tsx';
import styles from './predict.module.css';

export interface PredictRunProps {
  /** Id of the experiment (content/experiments). */
  readonly id: string;
  readonly question: string;
  readonly options: readonly string[];
  /** Index of the option that the claim bears out. */
  readonly answer: number;
  /** Why it came out so: shown after the run. */
  readonly children: ReactNode;
}

/** The reader commits to an answer, runs the experiment live, and sees the outcome beside the prediction. */
export const PredictRun = ({ id, question, options, answer, children }: PredictRunProps) => {
  const { port, sources } = useRegistry();
  const m = useMessages(predictMessages);
  const name = useId();
  const experiment = experimentById(id);
  const [store] = useState(() => createPredictionStore(experiment, port, sources));
  const state = useStore(store);
  const { phase, choice } = state;
  const settled = phase === 'running' || phase === 'done';
  return (
    <section className={styles.predict} id={`experiment-${id}`} aria-label={question}>
      <fieldset className={styles.question} aria-disabled={settled || undefined}>
        <legend>
          <span className={styles.tag}>{m.predict}</span>
          {question}
        </legend>
        {displayOrder(experiment, options.length).map((i) => {
          const option = options[i];
          return (
            <label key={option} className={mark(phase, choice, answer, i)}>
              <input
                type="radio"
                name={name}
                checked={choice === i}
                disabled={settled}
                onChange={() => state.choose(i)}
              />
              {option}
            </label>
          );
        })}
      </fieldset>
      <div className={styles.go}>
        <Button
          icon="play"
          disabled={choice === null || phase === 'running'}
          onPress={() => void state.run()}
        >
          {phase === 'done' || phase === 'stopped' ? m.again : m.run}
        </Button>
        <span role="status">
          <Status state={state} id={id} />
        </span>
      </div>
      {(phase === 'running' || phase === 'done' || phase === 'stopped') && (
        <Curves experiment={experiment} arms={state.arms} />
      )}
      {/* Keyed, so that finishing opens it and the reader can still close it. */}
      <details key={phase === 'done' ? 'done' : 'before'} open={phase === 'done'} className={styles.reveal}>
        <summary>{phase === 'done' ? m.result : m.showWithout}</summary>
        {phase === 'done' && choice !== null && (
          <p className={styles.verdict}>{choice === answer ? m.right : m.wrong(options[choice])}</p>
        )}
        <Outcome
          experiment={experiment}
          measured={phase === 'done' ? state.measured : null}
          arithmetic={state.arithmetic}
        />
        {children}
      </details>
    </section>
  );
};

/** The options' order on the page: fixed for an experiment, and not always the same place for the right one. */
function displayOrder(experiment: Experiment, count: number): number[] {
  const turn = EXPERIMENTS.indexOf(experiment) % count;
  return Array.from({ length: count }, (_, i) => (i + turn) % count);
}

const mark = (phase: PredictionState['phase'], choice: number | null, answer: number, option: number) => {
  if (phase !== 'done') return undefined;
  if (option === answer) return styles.right;
  return option === choice ? styles.wrong : undefined;
};

const Status = ({ state, id }: { state: PredictionState; id: string }) => {
  const lang = useLang();
  const m = useMessages(predictMessages);
  if (state.phase === 'open') return <>{m.needChoice}</>;
  if (state.phase === 'running') {
    const experiment = experimentById(id);
    const arm = experiment.arms.find((one) => !state.measured[one.id]);
    const progress = state.arms.find((one) => one.id === arm?.id);
    if (!arm || !progress) return null;
    // Announced at quarters only: a live region must not chatter.
    const quarter = Math.floor((4 * progress.step) / Math.max(1, arm.steps)) * (arm.steps / 4);
    return (
      <>
        <VisuallyHidden>{m.running(arm.name[lang], quarter, arm.steps)}</VisuallyHidden>
        <span aria-hidden="true">{m.running(arm.name[lang], progress.step, arm.steps)}</span>
        <progress max={arm.steps} value={progress.step} aria-hidden="true" className={styles.progress} />
      </>
    );
  }
  if (state.phase === 'stopped') {
    if (!state.failure) return <>{m.stopped}</>;
    return <>{state.failure.code === 'crashed' ? m.crashed : failureSentence(state.failure, lang)}</>;
  }
  return null;
};
