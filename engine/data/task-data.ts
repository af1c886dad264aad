/** A synthetic task as data: training sequences are made up as they go, the validation set is made once. */
import { Rng } from '../math/random.ts';
import { frequencyBaseline } from './baseline.ts';
import { checkShape, clearBatch, placeSequence, type Sequence } from './batch.ts';
import { sequencesHeldOut } from './held-out.ts';
import { createTask, type TaskSpec } from './tasks/registry.ts';
import type { Task } from './tasks/task.ts';
import type { Data, Source } from './types.ts';

/** Streams of a seed's random numbers; the session's own are below 900 or from 1000 on. */
const STREAMS = { heldOut: 900, baseline: 901 } as const;

/** Sequences of the validation set, and of the sample the baseline counts: more if each is asked only once. */
const HELD_OUT = 256;
const SAMPLE = { every: 256, once: 1024 } as const;

/** Minibatches that are called an epoch. */
const EPOCH = 100;

/**
 * @param seed of the validation set, whole, [0, 2³²); training draws from the generator handed to the source
 * @throws EngineError config-invalid, naming the parameter
 */
export function createTaskData(spec: TaskSpec, { seed }: { readonly seed: number }): Data {
  const task = createTask(spec);
  const { problem, T, inputNames, targetNames } = task;
  const heldOut = makeSequences(task, HELD_OUT, new Rng(seed, STREAMS.heldOut));
  const size = problem.reading === 'every' ? SAMPLE.every : SAMPLE.once;
  const sample = makeSequences(task, size, new Rng(seed, STREAMS.baseline));
  return {
    ...{ problem, T, inputNames, targetNames },
    ...{ trainSize: Number.POSITIVE_INFINITY, heldOutSize: HELD_OUT },
    baseline: frequencyBaseline(sample, heldOut, problem),
    source: (B, rng) => createTaskSource(task, B, rng),
    heldOut: sequencesHeldOut(heldOut, problem, T),
  };
}

/** Room for one sequence of the task. */
function createSequence({ problem, T }: Task): { input: Float64Array; target: Float64Array } {
  const { input, target, reading } = problem;
  const answers = reading === 'every' ? T : 1;
  return {
    input: new Float64Array(input.kind === 'vectors' ? T * input.size : T),
    target: new Float64Array(target.kind === 'values' ? answers * target.size : answers),
  };
}

/** Overwrites `sequence` with a new one. */
function rewrite(task: Task, { input, target }: ReturnType<typeof createSequence>, rng: Rng): void {
  input.fill(0);
  target.fill(task.problem.target.kind === 'values' ? 0 : -1);
  task.write(rng, input, target);
}

const makeSequences = (task: Task, count: number, rng: Rng): Sequence[] =>
  Array.from({ length: count }, () => {
    const sequence = createSequence(task);
    rewrite(task, sequence, rng);
    return sequence;
  });

/** The random numbers are the whole state: every minibatch is new, and an epoch has no memory. */
function createTaskSource(task: Task, B: number, rng: Rng): Source {
  const sequence = createSequence(task);
  return {
    stepsPerEpoch: EPOCH,
    next(batch) {
      checkShape(batch, task.T, B, 'Source.next');
      clearBatch(batch);
      for (let b = 0; b < B; b++) {
        rewrite(task, sequence, rng);
        placeSequence(batch, b, sequence, task.problem);
      }
      return true;
    },
    restart() {},
    get state() {
      return { rng: rng.state, counters: [] };
    },
    set state(state) {
      rng.state = state.rng;
    },
  };
}
