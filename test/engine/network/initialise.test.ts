import { describe, expect, it } from 'vitest';
import type { Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import { spectralRadius } from '../../../engine/math/spectrum.ts';
import { type InitialisationChoice, initialising } from '../../../engine/network/initialise.ts';
import type { Model } from '../../../engine/network/model.ts';
import { finish } from '../../../engine/network/pace.ts';
import { CELLS, FIVE_CELLS, networkOf, type Spec } from './networks.ts';

const H = 6;

function initialised(choice: Partial<InitialisationChoice>, spec: Partial<Spec> = {}, seed = 1): Model {
  const { model } = networkOf({ cell: 'lstm, two biases', H, L: 2, D: 2, ...spec });
  finish(initialising(model, new Rng(seed), { init: 'uniform', spectralRadius: 1, keepBias: 0, ...choice }));
  return model;
}

/** By name: the recurrent matrices, and everything else. */
function parts(model: Model): { recurrent: [string, Floats][]; others: [string, Floats][] } {
  const isRecurrent = ([name]: [string, Floats]): boolean => {
    const shape = model.shapes[name];
    return shape.length === 2 && shape[0] === H && shape[1] === H && /Wh/.test(name);
  };
  const all = Object.entries(model.values.views);
  return { recurrent: all.filter(isRecurrent), others: all.filter((entry) => !isRecurrent(entry)) };
}

const isWithin = (x: Floats, bound: number): boolean => x.every((y) => y !== 0 && Math.abs(y) <= bound);

describe('parameters', () => {
  it('uniform are within 1/√H, all of them', () => {
    expect(isWithin(initialised({ init: 'uniform' }).values.all, 1 / Math.sqrt(H))).toBe(true);
  });

  it('normal are near zero, and their biases zero', () => {
    const { values, shapes } = initialised({ init: 'normal' });
    for (const [name, x] of Object.entries(values.views)) {
      if (shapes[name].length === 1) expect(x.every((y) => y === 0)).toBe(true);
      else expect(isWithin(x, 0.06), name).toBe(true);
    }
  });

  it.each(['orthogonal', 'identity', 'spectral'] as const)(
    '%s are so in every recurrent matrix, and uniform elsewhere',
    (init) => {
      for (const cell of FIVE_CELLS) {
        const model = initialised({ init, spectralRadius: 1.25 }, { cell });
        const { recurrent, others } = parts(model);
        expect(recurrent).toHaveLength(4 * model.cell.products);
        for (const [name, x] of others) expect(isWithin(x, 1 / Math.sqrt(H)), name).toBe(true);
        for (const [name, x] of recurrent) {
          if (init === 'spectral') expect(spectralRadius(x, H), name).toBeCloseTo(1.25, 10);
          else expectInverseIsTranspose(x, name);
          if (init === 'identity') expect(x.every((y, i) => y === (i % (H + 1) === 0 ? 1 : 0))).toBe(true);
        }
      }
    },
  );

  it('keep more at first by the bias of one gate, in every layer and direction', () => {
    for (const [cell, { cell: kind }] of Object.entries(CELLS)) {
      const [plain, keeping] = [initialised({}, { cell }), initialised({ keepBias: 1.5 }, { cell })];
      const changed = Object.keys(plain.values.views).filter((name) => {
        const [x, y] = [plain.values.views[name], keeping.values.views[name]];
        return x.some((value, i) => value !== y[i]);
      });
      const bias = { rnn: [], gru: ['bz'], lstm: ['bf'] }[kind];
      expect(changed).toEqual(plain.places.flatMap(({ prefix }) => bias.map((name) => prefix + name)));
      for (const name of changed) {
        plain.values.views[name].forEach((x, i) => {
          expect(keeping.values.views[name][i]).toBeCloseTo(x + 1.5, 12);
        });
      }
    }
  });

  it('are the same with the same seed, others with another, and alike in both precisions', () => {
    for (const init of ['uniform', 'normal', 'orthogonal', 'identity', 'spectral'] as const) {
      const draw = (seed: number, dtype: 'float32' | 'float64' = 'float64'): Floats =>
        initialised({ init }, { dtype }, seed).values.all;
      expect(draw(1)).toEqual(draw(1));
      expect(draw(1)).not.toEqual(draw(2));
      const [single, double] = [draw(1, 'float32'), draw(1)];
      expect(single.every((x, i) => Math.abs(x - double[i]) < 1e-6)).toBe(true);
    }
  });
});

function expectInverseIsTranspose(x: Floats, name: string): void {
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < H; j++) {
      let sum = 0;
      for (let k = 0; k < H; k++) sum += x[i * H + k] * x[j * H + k];
      expect(sum, name).toBeCloseTo(i === j ? 1 : 0, 10);
    }
  }
}

describe('the names of parameters', () => {
  it('are the plain paper names in the first layer, and tell layer and direction elsewhere', () => {
    const { model } = networkOf({ cell: 'rnn tanh, one bias', L: 2, D: 2, I: 3, H: 4, V: 5 });
    expect(model.shapes).toEqual({
      ...{ Wxh: [3, 4], Whh: [4, 4], bh: [4] },
      ...{ 'layer1.backward.Wxh': [3, 4], 'layer1.backward.Whh': [4, 4], 'layer1.backward.bh': [4] },
      ...{ 'layer2.Wxh': [8, 4], 'layer2.Whh': [4, 4], 'layer2.bh': [4] },
      ...{ 'layer2.backward.Wxh': [8, 4], 'layer2.backward.Whh': [4, 4], 'layer2.backward.bh': [4] },
      ...{ Whq: [8, 5], bq: [5] },
    });
  });
});
