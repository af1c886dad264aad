import { describe, expect, it } from 'vitest';
import { type Biases, gru, type Reset } from '../../../engine/cells/gru.ts';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import { Rng } from '../../../engine/math/random.ts';
import { backpropagate, finish, forwardThroughTime } from '../../../engine/network/bptt.ts';
import { createModel, initialise } from '../../../engine/network/model.ts';
import { createUnroll } from '../../../engine/network/unroll.ts';

const [T, B, I, H, V] = [5, 3, 4, 6, 7];

function network(
  reset: Reset,
  biases: Biases,
  input: 'tokens' | 'vectors',
  dtype: 'float32' | 'float64' = 'float64',
) {
  const options = { kernels: createScalarKernels(), dtype, trainable: true };
  const model = createModel(gru(reset, biases), { I: input === 'tokens' ? V : I, H, V }, options);
  const rng = new Rng(11);
  initialise(model, rng, 'uniform');
  const u = createUnroll(model, { T, B, input, backward: true });
  for (let i = 0; i < T * B; i++) {
    u.tokens[i] = rng.int(V);
    u.targets[i] = rng.int(V);
  }
  if (u.vectors) rng.fillNormal(u.vectors, 0, 1);
  rng.fillNormal(u.hidden.subarray(0, B * H), 0, 0.5);
  return { model, u, rng };
}

const conventions = [
  ['before', 'one'],
  ['before', 'two'],
  ['after', 'one'],
  ['after', 'two'],
] as const;

describe.each(conventions)('backpropagation, reset %s, biases %s', (reset, biases) => {
  it.each(['tokens', 'vectors'] as const)('agrees with finite differences (%s)', (input) => {
    const { model, u, rng } = network(reset, biases, input);
    const cotangent = new Float64Array(B * H);
    rng.fillNormal(cotangent, 0, 0.3);
    const loss = (): number => {
      const ce = finish(backpropagate(model, u, cotangent));
      return ce + cotangent.reduce((sum, c, i) => sum + c * u.hidden[T * B * H + i], 0);
    };
    loss();
    const initial = u.hidden.subarray(0, B * H);
    const pairs = [
      [model.values.all, model.gradients!.all.slice()],
      [initial, u.dHidden.slice(0, B * H)],
      ...(u.vectors ? ([[u.vectors, u.dVectors!.slice()]] as const) : []),
    ] as const;
    for (const [x, gradient] of pairs) {
      for (let i = 0; i < x.length; i += Math.ceil(x.length / 60)) {
        const at = x[i];
        x[i] = at + 1e-5;
        const above = loss();
        x[i] = at - 1e-5;
        const below = loss();
        x[i] = at;
        expect(Math.abs((above - below) / 2e-5 - gradient[i])).toBeLessThan(1e-9);
      }
    }
  });

  it('gives every parameter a gradient of its shape', () => {
    const { model, u } = network(reset, biases, 'tokens');
    finish(backpropagate(model, u));
    for (const [name, shape] of Object.entries(model.shapes)) {
      const gradient = model.gradients!.view(name);
      expect(gradient.length).toBe(shape.reduce((a, b) => a * b));
      expect(
        gradient.some((x) => x !== 0),
        name,
      ).toBe(true);
    }
  });
});

describe('a network through time', () => {
  it('gives the same bits twice', () => {
    const [a, b] = [
      network('before', 'one', 'tokens', 'float32'),
      network('before', 'one', 'tokens', 'float32'),
    ];
    expect(finish(backpropagate(a.model, a.u))).toBe(finish(backpropagate(b.model, b.u)));
    expect(a.model.gradients!.all).toEqual(b.model.gradients!.all);
  });

  it('gives the same function with reset before and after where the hidden product is one unit wide', () => {
    const states = (['before', 'after'] as const).map((reset) => {
      const options = { kernels: createScalarKernels(), dtype: 'float64', trainable: false } as const;
      const model = createModel(gru(reset, 'one'), { I: V, H: 1, V }, options);
      const rng = new Rng(2);
      for (const name of ['Wxr', 'Wxz', 'Wxh', 'Whr', 'Whz', 'Whh'])
        rng.fillUniform(model.values.view(name), -1, 1);
      const u = createUnroll(model, { T, B: 1, input: 'tokens', backward: false });
      u.tokens.set([1, 2, 3, 4, 5]);
      finish(forwardThroughTime(model, u));
      return u.hidden;
    });
    for (const [i, h] of states[0].entries()) expect(h).toBeCloseTo(states[1]![i], 12);
  });

  it('does the same work in pieces of the minibatch as in one', () => {
    const options = { kernels: createScalarKernels(), dtype: 'float64', trainable: true } as const;
    const model = createModel(gru('before', 'one'), { I: 3, H: 512, V: 3 }, options);
    initialise(model, new Rng(4), 'uniform');
    const u = createUnroll(model, { T: 2, B: 24, input: 'tokens', backward: true });
    expect(u.steps.length).toBeGreaterThan(2);
    u.tokens.set(u.tokens.map((_, i) => i % 3));
    u.targets.set(u.targets.map((_, i) => (i + 1) % 3));
    finish(backpropagate(model, u));
    const one = createUnroll(model, { T: 2, B: 1, input: 'tokens', backward: false });
    one.tokens.set([u.tokens[23], u.tokens[47]]);
    finish(forwardThroughTime(model, one));
    expect(u.hidden.subarray(-512)).toEqual(one.hidden.subarray(-512));
  });

  it('draws parameters as each initialisation says', () => {
    const { model } = network('after', 'two', 'tokens');
    initialise(model, new Rng(1), 'uniform');
    const bound = 1 / Math.sqrt(H);
    expect(model.values.all.every((x) => Math.abs(x) <= bound && x !== 0)).toBe(true);
    initialise(model, new Rng(1), 'normal');
    expect(model.values.view('bz').every((x) => x === 0)).toBe(true);
    expect(model.values.view('Whh').some((x) => x !== 0)).toBe(true);
    expect(model.values.all.every((x) => Math.abs(x) < 0.06)).toBe(true);
  });
});
