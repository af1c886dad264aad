/** One arm of an experiment, run in Node from its first step to its last. */
import { readFileSync } from 'node:fs';
import { CORPORA } from '../content/corpora/corpora.ts';
import type { FinishedRun } from '../content/experiments/measure.ts';
import type { Arm, Experiment } from '../content/experiments/types.ts';
import { createSession, traceOf } from '../engine/index.ts';

export function runArm(experiment: Experiment, arm: Arm, seed: number): FinishedRun {
  const corpus = readFileSync(`public/${CORPORA[experiment.corpus].path}`, 'utf8');
  const text = experiment.characters === undefined ? corpus : corpus.slice(0, experiment.characters);
  const session = createSession({ config: { ...arm.config, seed }, text });
  const { loss } = session.trainSteps(arm.steps);
  const heldOut = [...session.takeEvaluations(), session.evaluateNow()];
  return { loss, heldOut, trace: traceOf(session, experiment.probe) };
}
