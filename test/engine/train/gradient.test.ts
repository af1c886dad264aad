import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../engine/data/types.ts';
import { addNeeds, SCALAR_MACHINE } from '../../../engine/kernels/machine.ts';
import { Rng } from '../../../engine/math/random.ts';
import { architectureOf } from '../../../engine/network/architecture.ts';
import { createModel, modelNeed } from '../../../engine/network/model.ts';
import { finish } from '../../../engine/network/pace.ts';
import { Gradient, gradientNeeds } from '../../../engine/train/gradient.ts';
import { shardSizes } from '../../../engine/train/shard.ts';
import { CONFIG } from '../fixtures.ts';

const T = 6;
const B = 7;

const TOKENS: Problem = {
  input: { kind: 'tokens', size: 9 },
  target: { kind: 'classes', size: 5 },
  reading: 'every',
};
const VECTORS: Problem = {
  input: { kind: 'vectors', size: 3 },
  target: { kind: 'values', size: 2 },
  reading: 'every',
};
const PROBLEMS: Readonly<Record<string, Problem>> = {
  'classes at every timestep': TOKENS,
  'classes at the end': { ...TOKENS, reading: 'last' },
  'numbers at every timestep': VECTORS,
  'numbers from the mean': { ...VECTORS, reading: 'mean' },
};

/** In float64, over the same random minibatch: sequences of uneven lengths, answers not asked for here and there. */
function gradientOf(problem: Problem, shards: number, isAsked: (b: number) => boolean = () => true) {
  const config = { ...CONFIG, hidden: 5, layers: 2, bidirectional: true };
  const architecture = architectureOf(config, problem);
  const options = { T, B, shards, dropout: 0, seed: 1 };
  const need = addNeeds(modelNeed(architecture, true), ...gradientNeeds(architecture, options, 1000));
  const model = createModel(architecture, SCALAR_MACHINE.kernels('scalar', need, 'float64'), true);
  const rng = new Rng(5);
  rng.fillUniform(model.values.all, -1, 1);
  const gradient = new Gradient(model, problem, options);
  const { batch } = gradient;
  for (let b = 0; b < B; b++) batch.lengths[b] = 1 + ((b * 4) % T);
  for (let i = 0; i < batch.tokens.length; i++) batch.tokens[i] = rng.int(9);
  for (let i = 0; !batch.values && i < batch.targets.length; i++) {
    const [t, b] = problem.reading === 'every' ? [Math.floor(i / B), i % B] : [0, i];
    const asked = t < batch.lengths[b] && isAsked(b) && rng.int(4) > 0;
    batch.targets[i] = asked ? rng.int(5) : -1;
  }
  if (batch.vectors) rng.fillUniform(batch.vectors, -1, 1);
  if (batch.values) rng.fillUniform(batch.values, -1, 1);
  const loss = finish(gradient.run(true));
  return { loss, all: model.gradients!.all };
}

describe.each(Object.entries(PROBLEMS))('the gradient of a minibatch (%s)', (_, problem) => {
  it.each([2, 3, 7])('is the sum over %i shards, each weighted by what it is asked', (shards) => {
    const [whole, parts] = [gradientOf(problem, 1), gradientOf(problem, shards)];
    expect(parts.loss).toBeCloseTo(whole.loss, 12);
    whole.all.forEach((g, i) => {
      expect(parts.all[i]).toBeCloseTo(g, 12);
    });
  });
});

describe('shards', () => {
  it('are as equal as can be, the larger ones first', () => {
    expect(shardSizes(32, 2)).toEqual([16, 16]);
    expect(shardSizes(5, 3)).toEqual([2, 2, 1]);
    expect(shardSizes(3, 3)).toEqual([1, 1, 1]);
  });

  it('that are asked nothing count for nothing', () => {
    const isAsked = (b: number): boolean => b >= 4;
    const [whole, parts] = [gradientOf(TOKENS, 1, isAsked), gradientOf(TOKENS, 2, isAsked)];
    expect(parts.loss).toBeCloseTo(whole.loss, 12);
    whole.all.forEach((g, i) => {
      expect(parts.all[i]).toBeCloseTo(g, 12);
    });
  });
});
