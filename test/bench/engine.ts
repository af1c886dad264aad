/** Median time of a training step in Node: workloads W1 and W2 (GRU, one layer, B 32, T 35, SGD, clip 1). */
import { createSession, type RunConfig } from '../../engine/index.ts';

const WORKLOADS = [
  { id: 'W1', characters: 27, hidden: 32, steps: 60 },
  { id: 'W2', characters: 27, hidden: 256, steps: 12 },
] as const;

/** A text of `characters` symbols in a fixed pseudo-random order: the values do not change the work. */
function text(characters: number): string {
  let state = 1;
  return Array.from({ length: 60_000 }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(97 + (state % characters));
  }).join('');
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

export function benchEngine() {
  return WORKLOADS.map(({ id, characters, hidden, steps }) => {
    const config: RunConfig = {
      cell: 'gru',
      hidden,
      reset: 'before',
      biases: 'one',
      init: 'uniform',
      batch: 32,
      window: 35,
      sampling: 'sequential',
      vocabularyLimit: 64,
      optimiser: 'sgd',
      learningRate: 1,
      clip: 1,
      seed: 1,
    };
    const session = createSession({ config, text: text(characters) });
    session.trainSteps(3);
    const times: number[] = [];
    for (let i = 0; i < steps; i++) {
      const start = performance.now();
      session.trainSteps(1);
      times.push(performance.now() - start);
    }
    const medianMs = median(times);
    const tokensPerSecond = Math.round((32 * 35 * 1000) / medianMs);
    return { workload: id, cell: 'gru', where: 'node', backend: 'scalar', medianMs, tokensPerSecond };
  });
}

for (const { workload, medianMs, tokensPerSecond } of benchEngine()) {
  console.log(
    `${workload} gru, node, scalar: median ${medianMs.toFixed(1)} ms a step, ${tokensPerSecond} tokens/s`,
  );
}
