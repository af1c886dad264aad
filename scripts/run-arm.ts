/** One arm of an experiment, run in Node from its first step to its last. */
import { readFileSync } from 'node:fs';
import { CORPORA } from '../content/corpora/corpora.ts';
import type { FinishedRun } from '../content/experiments/measure.ts';
import type { Arm, Experiment } from '../content/experiments/types.ts';
import { type Arithmetic, createSession, type Machine, traceOf } from '../engine/index.ts';

/** With the default arithmetic, as far as `machine` has it; the answer says which it was. */
export function runArm(
  experiment: Experiment,
  arm: Arm,
  seed: number,
  machine: Machine,
): FinishedRun & { readonly arithmetic: Arithmetic } {
  const corpus = readFileSync(`public/${CORPORA[experiment.corpus].path}`, 'utf8');
  const text = experiment.characters === undefined ? corpus : corpus.slice(0, experiment.characters);
  const data = { kind: 'text', text } as const;
  const session = createSession({ config: { ...arm.config, seed }, data }, { machine });
  const { loss } = session.trainSteps(arm.steps);
  const heldOut = [...session.takeEvaluations(), session.evaluateNow()];
  const { arithmetic } = session.record;
  return { loss, heldOut, trace: traceOf(session, experiment.probe), arithmetic };
}
