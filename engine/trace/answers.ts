/** What the network answers to a probe, and how far that is from what was asked. B = 1; A answers, V outputs. */
import type { Floats } from '../math/floats.ts';
import { headForward } from '../network/head.ts';
import type { Work } from '../network/pace.ts';
import { pool } from '../network/pooling.ts';
import type { Arena } from './arena.ts';
import { RANKING, rankNext } from './next.ts';
import type { ReadProbe } from './probe.ts';
import type { Trace } from './types.ts';

/** How many of the most probable classes a trace holds of each answer. */
const NEXT = 8;

/** Logits of more classes than so many are not kept. */
const OUTPUTS = 16;

type Answers = Pick<Trace, 'answers' | 'targets' | 'next' | 'outputs' | 'surprise' | 'loss'>;

export function* answersOf(
  { model, u }: Arena,
  { answers, targets, values: asked }: ReadProbe,
): Work<Answers> {
  const { V, D, H, kernels } = model;
  const K = model.target === 'classes' ? Math.min(NEXT, V) : 0;
  const next = { K, ids: new Int32Array(answers * K), p: new Float32Array(answers * K) };
  const outputs = K === 0 || V <= OUTPUTS ? new Float32Array(answers * V) : null;
  const surprise = new Float32Array(answers).fill(Number.NaN);
  let [sum, count, i] = [0, 0, 0];
  pool(model, u);
  for (const { H: states, out } of u.head) {
    headForward(kernels, model.values.head, states, out);
    for (let row = 0; row < out.length; row += V, i++) {
      const answer = out.subarray(row, row + V);
      outputs?.set(answer, i * V);
      const at = i * K;
      const lost = asked
        ? squaredError(answer, asked.subarray(i * V, (i + 1) * V))
        : rankNext(answer, targets[i], next.ids.subarray(at, at + K), next.p.subarray(at, at + K));
      surprise[i] = lost;
      if (targets[i] < 0) continue;
      sum += lost;
      count += 1;
    }
    if (u.pace.isTime(out.length * (2 * D * H + RANKING))) yield;
  }
  return {
    answers,
    targets: asked ? new Int32Array(answers).fill(-1) : targets,
    next,
    outputs,
    surprise,
    loss: sum / count,
  };
}

/** The mean over the answer's numbers. */
function squaredError(got: Floats, asked: Floats): number {
  let sum = 0;
  for (let i = 0; i < got.length; i++) sum += (got[i] - asked[i]) * (got[i] - asked[i]);
  return sum / got.length;
}
