import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../engine/data/types.ts';
import type { Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import { backpropagate, forwardThroughTime, gradientNorms } from '../../../engine/network/bptt.ts';
import { drawingDropout } from '../../../engine/network/joints.ts';
import { askedFor } from '../../../engine/network/loss.ts';
import { finish } from '../../../engine/network/pace.ts';
import {
  carryOn,
  finalGradient,
  finalState,
  initialState,
  startAtZero,
  statesOverTime,
} from '../../../engine/network/unroll.ts';
import {
  backpropagated,
  CELLS,
  expectClose,
  expectSame,
  FIVE_CELLS,
  type Network,
  networkOf,
  READINGS,
  type Spec,
  statesOf,
} from './networks.ts';

const small = (max: number) => fc.integer({ min: 1, max });

/** Networks of every kind; every sequence has a length of its own. */
const specs: fc.Arbitrary<Spec & { readonly lengths: readonly number[] }> = fc
  .record({
    cell: fc.constantFrom(...Object.keys(CELLS)),
    input: fc.constantFrom('tokens' as const, 'vectors' as const),
    target: fc.constantFrom('classes' as const, 'values' as const),
    reading: fc.constantFrom<Reading>(...READINGS),
    ...{ I: small(4), H: small(5), V: small(4), T: small(5), B: small(4), L: small(3) },
    D: fc.constantFrom(1 as const, 2 as const),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .chain((spec) =>
    fc
      .array(small(spec.T), { minLength: spec.B, maxLength: spec.B })
      .map((lengths) => ({ ...spec, lengths })),
  );

/** Every precision and arithmetic there is everywhere. */
const NUMBERS: fc.Arbitrary<Pick<Spec, 'dtype' | 'arithmetic'>> = fc.constantFrom(
  { dtype: 'float64' },
  { dtype: 'float32' },
  { dtype: 'float32', arithmetic: 'simd' },
);

const RUNS = { numRuns: 40, seed: 1 };

/** Rows [B, n] of one array, of sequence b alone; [T, B, n] if there are `times`. */
function ofSequence(x: Floats, B: number, b: number, times: number): number[] {
  const n = x.length / (B * times);
  return Array.from({ length: times * n }, (_, i) => x[(Math.floor(i / n) * B + b) * n + (i % n)]);
}

/** The network `of` has with sequence b alone, its padding cut off. */
function alone(of: Network, spec: Spec & { readonly lengths: readonly number[] }, b: number): Network {
  const T = spec.lengths[b];
  const one = networkOf({ ...spec, T, B: 1, lengths: [T] });
  const { u, model, cotangents } = of;
  one.model.values.all.set(model.values.all);
  one.model.kernels.changed();
  const cut = (to: { set(x: number[]): void; length: number }, from: ArrayLike<number>, times: number) => {
    to.set(ofSequence(from as Floats, u.B, b, times).slice(0, to.length));
  };
  cut(one.u.tokens, u.tokens, u.tokens.length > 0 ? u.T : 1);
  if (u.vectors) cut(one.u.vectors!, u.vectors, u.T);
  const times = model.reading === 'every' ? u.T : 1;
  cut(one.u.targets, u.targets, times);
  if (u.values) cut(one.u.values!, u.values, times);
  one.u.lanes.forEach((lane, i) => {
    for (const name of statesOf(lane.states)) {
      initialState(one.u, lane, name).set(ofSequence(initialState(u, u.lanes[i], name), u.B, b, 1));
      one.cotangents[i][name].set(ofSequence(cotangents[i][name], u.B, b, 1));
    }
  });
  return one;
}

/** Answers' loss alone, times what is asked: a sum, which batches can be taken apart into. */
const sumOf = ({ model, u }: Network): number => finish(backpropagate(model, u)) * askedFor(model, u);

describe('a minibatch of padded sequences', () => {
  it('gives every sequence the states it has alone, bit for bit', () => {
    fc.assert(
      fc.property(specs, NUMBERS, (sizes, numbers) => {
        const spec = { ...sizes, ...numbers };
        const batch = networkOf(spec);
        finish(forwardThroughTime(batch.model, batch.u));
        for (let b = 0; b < batch.u.B; b++) {
          const one = alone(batch, spec, b);
          finish(forwardThroughTime(one.model, one.u));
          for (const [i, lane] of one.u.lanes.entries()) {
            for (const name of statesOf(lane.states)) {
              const all = statesOverTime(batch.u, batch.u.lanes[i], batch.u.lanes[i].states[name]);
              const own = statesOverTime(one.u, lane, lane.states[name]);
              expectSame(own, ofSequence(all, batch.u.B, b, batch.u.T).slice(0, own.length));
              const ends = ofSequence(finalState(batch.u, batch.u.lanes[i], name), batch.u.B, b, 1);
              expectSame(finalState(one.u, lane, name), ends);
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('has the losses and the gradients of its sequences together', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const batch = networkOf(spec);
        const loss = sumOf(batch);
        const asked = askedFor(batch.model, batch.u);
        const gradients = new Float64Array(batch.model.gradients!.all.length);
        let sum = 0;
        for (let b = 0; b < batch.u.B; b++) {
          const one = alone(batch, spec, b);
          sum += sumOf(one);
          const share = askedFor(one.model, one.u) / asked;
          one.model.gradients!.all.forEach((g, i) => {
            gradients[i] += share * g;
          });
        }
        expectClose([loss], [sum], 1e-12, 'the loss');
        expectClose(batch.model.gradients!.all, gradients, 1e-12, 'the gradients');
      }),
      RUNS,
    );
  });
});

describe('the direction backward in time', () => {
  it.each(FIVE_CELLS)('of %s is the direction forward on the input from its end to its start', (cell) => {
    const both = networkOf({ cell, D: 2, T: 5, seed: 3 });
    const one = networkOf({ cell, T: 5, seed: 4 });
    const { u, model } = both;
    for (const [name, x] of Object.entries(one.model.values.views)) {
      if (!/q$/.test(name)) x.set(model.values.views[model.places[1].prefix + name]);
    }
    const width = u.B * model.I;
    for (let t = 0; t < u.T; t++) {
      one.u.vectors!.set(u.vectors!.subarray(t * width, (t + 1) * width), (u.T - 1 - t) * width);
    }
    const [backward, forward] = [u.lanes[1], one.u.lanes[0]];
    for (const name of statesOf(forward.states)) {
      initialState(one.u, forward, name).set(initialState(u, backward, name));
    }
    finish(forwardThroughTime(model, u));
    finish(forwardThroughTime(one.model, one.u));
    for (const name of statesOf(forward.states)) {
      const [x, y] = [statesOverTime(u, backward, backward.states[name]), forward.states[name]];
      const row = u.B * model.H;
      for (let t = 0; t < u.T; t++) {
        const reversed = y.subarray((u.T - t) * row, (u.T - t + 1) * row);
        expectSame(x.subarray(t * row, (t + 1) * row), reversed, `${name} at timestep ${t}`);
      }
    }
  });

  it('starts every window at zero where the direction forward carries its state on', () => {
    const { model, u } = networkOf({ cell: 'lstm, one bias', L: 2, D: 2 });
    finish(forwardThroughTime(model, u));
    const ends = u.lanes.map((lane) =>
      statesOf(lane.states).map((name) => finalState(u, lane, name).slice()),
    );
    carryOn(u);
    u.lanes.forEach((lane, i) => {
      statesOf(lane.states).forEach((name, j) => {
        const end = ends[i][j];
        expectSame(initialState(u, lane, name), lane.direction === 0 ? end : end.map(() => 0));
      });
    });
    startAtZero(u);
    for (const lane of u.lanes) expect(initialState(u, lane, 'H').every((x) => x === 0)).toBe(true);
  });
});

describe('layers', () => {
  it.each([1, 2] as const)('are networks of one layer, one after the other (%i directions)', (D) => {
    for (const cell of FIVE_CELLS) {
      const spec: Spec = { cell, L: 3, D, T: 4, B: 2, lengths: [4, 2], seed: 5 };
      const deep = networkOf(spec);
      finish(forwardThroughTime(deep.model, deep.u));
      let below = Array.from(deep.u.vectors!);
      for (let layer = 0; layer < 3; layer++) {
        const one = networkOf({ ...spec, L: 1, I: layer === 0 ? 3 : D * 4 });
        one.model.places.forEach((place, d) => {
          const theirs = deep.model.places[layer * D + d].prefix;
          for (const name of Object.keys(one.model.cell.shapes(1, 1))) {
            one.model.values.views[place.prefix + name].set(deep.model.values.views[theirs + name]);
          }
          for (const name of statesOf(one.u.lanes[d].states)) {
            const start = initialState(deep.u, deep.u.lanes[layer * D + d], name);
            initialState(one.u, one.u.lanes[d], name).set(start);
          }
        });
        one.u.vectors!.set(below);
        finish(forwardThroughTime(one.model, one.u));
        expectSame(deep.u.joints[layer].values, one.u.joints[0].values, `layer ${layer}`);
        below = Array.from(one.u.joints[0].values);
      }
    }
  });

  it('hand on what dropout leaves, and the last one hands on everything', () => {
    const { model, u, rng } = networkOf({
      cell: 'gru reset before, one bias',
      L: 3,
      H: 16,
      T: 20,
      dropout: 0.3,
    });
    finish(drawingDropout(u, 0.3, rng));
    finish(forwardThroughTime(model, u));
    u.joints.forEach(({ values, mask }, layer) => {
      const lane = u.lanes[layer];
      const states = statesOverTime(u, lane, lane.states.H);
      expectSame(values, mask ? states.map((h, i) => h * mask[i]) : states);
      if (!mask) return;
      expect(new Set(mask)).toEqual(new Set([0, 1 / 0.7]));
      const dropped = mask.filter((x) => x === 0).length / mask.length;
      expect(Math.abs(dropped - 0.3)).toBeLessThan(0.05);
    });
    expect(u.joints[2].mask).toBeNull();
  });

  it('drop nothing twice alike, and the same with the same seed', () => {
    const { u } = networkOf({ cell: 'rnn tanh, one bias', L: 2, H: 16, T: 20, dropout: 0.5 });
    const draw = (seed: number): number[] => {
      finish(drawingDropout(u, 0.5, new Rng(seed)));
      return Array.from(u.joints[0].mask!);
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe('what is read', () => {
  it.each([1, 2] as const)(
    'last is every sequence’s state at its own end and, backward, at its start (%i)',
    (D) => {
      const { model, u } = backpropagatedOf({ reading: 'last', D });
      const { H } = model;
      for (let b = 0; b < u.B; b++) {
        for (let d = 0; d < D; d++) {
          const states = statesOverTime(u, u.lanes[d], u.lanes[d].states.H);
          const t = d === 0 ? u.lengths[b] - 1 : 0;
          const at = b * D * H + d * H;
          const row = (t * u.B + b) * H;
          expectSame(u.pooled!.values.subarray(at, at + H), states.subarray(row, row + H));
        }
      }
    },
  );

  it('as the mean is the mean over a sequence’s own timesteps', () => {
    const { model, u } = backpropagatedOf({ reading: 'mean', D: 2 });
    const width = 2 * model.H;
    for (let b = 0; b < u.B; b++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let t = 0; t < u.lengths[b]; t++) sum += u.joints[0].values[(t * u.B + b) * width + j];
        expect(u.pooled!.values[b * width + j]).toBeCloseTo(sum / u.lengths[b], 12);
      }
    }
  });
});

const backpropagatedOf = (spec: Omit<Spec, 'cell'>): Network => {
  const network = networkOf({ cell: 'gru reset before, one bias', T: 4, B: 3, lengths: [4, 1, 3], ...spec });
  backpropagated(network);
  return network;
};

describe('work in pieces', () => {
  it('gives states, and derivatives by states and inputs, the bits of the whole', () => {
    fc.assert(
      fc.property(specs, NUMBERS, small(2000), (sizes, numbers, pace) => {
        const spec = { ...sizes, ...numbers };
        const [whole, parts] = [networkOf(spec), networkOf({ ...spec, pace })];
        const [a, b] = [backpropagated(whole), backpropagated(parts)];
        parts.u.lanes.forEach((lane, i) => {
          const same = whole.u.lanes[i];
          for (const part of ['states', 'dStates', 'arrays'] as const) {
            for (const [name, x] of Object.entries(lane[part])) expectSame(x, same[part][name], name);
          }
        });
        if (parts.u.dVectors) expectSame(parts.u.dVectors, whole.u.dVectors!);
        const rounding = spec.dtype === 'float64' ? 1e-13 : 1e-5;
        expectClose([b], [a], rounding);
        expectClose(parts.model.gradients!.all, whole.model.gradients!.all, rounding);
      }),
      RUNS,
    );
  });

  it('yields after every piece that is worked', () => {
    const network = networkOf({ cell: 'lstm, one bias', L: 2, D: 2, T: 4, B: 6, pace: 1 });
    const { model, u } = network;
    let yields = 0;
    for (const _ of backpropagate(model, u)) yields += 1;
    const pieces = u.lanes.reduce((sum, lane) => sum + 2 * lane.steps.length + lane.rows.length, 0);
    expect(yields).toBeGreaterThanOrEqual(pieces + u.head.length);
  });
});

describe('the work of a row', () => {
  it('counts the product with an input of vectors, and none with token ids', () => {
    const work = (spec: Omit<Spec, 'cell'>): number[] =>
      networkOf({ cell: 'lstm, one bias', L: 2, ...spec }).u.lanes.map((lane) => lane.work);
    const [tokens, above] = work({ input: 'tokens', I: 100, H: 8 });
    const [vectors, same] = work({ input: 'vectors', I: 100, H: 8 });
    expect(vectors - tokens).toBe(2 * 4 * 8 * 100);
    expect(above - tokens).toBe(2 * 4 * 8 * 8);
    expect(same).toBe(above);
  });
});

describe('a network', () => {
  it('gives the same bits twice', () => {
    fc.assert(
      fc.property(specs, NUMBERS, (sizes, numbers) => {
        const spec = { ...sizes, ...numbers };
        const [a, b] = [networkOf(spec), networkOf(spec)];
        expect(backpropagated(a)).toBe(backpropagated(b));
        const first = Array.from(a.model.gradients!.all);
        expectSame(b.model.gradients!.all, first);
        backpropagated(a);
        expectSame(a.model.gradients!.all, first);
      }),
      RUNS,
    );
  });

  it('gives every parameter, state and gate its shape, and no number that is not finite', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const network = networkOf(spec);
        backpropagated(network);
        const { model, u, cotangents } = network;
        const { H, D, L, V, B, T } = { ...model, ...u };
        expect(u.lanes).toHaveLength(L * D);
        for (const [i, { states, dStates, arrays, layer, direction, I }] of u.lanes.entries()) {
          expect([layer, direction]).toEqual([Math.floor(i / D), i % D]);
          expect(I).toBe(layer === 0 ? model.I : D * H);
          for (const x of Object.values({ ...states })) expect(x).toHaveLength((T + 1) * B * H);
          for (const x of Object.values(arrays)) expect(x).toHaveLength(T * B * H);
          for (const x of [
            ...Object.values({ ...arrays }),
            ...Object.values(states),
            ...Object.values(dStates),
          ]) {
            expect(x.every(Number.isFinite)).toBe(true);
          }
          expect(Object.keys(states)).toEqual(model.cell.states);
          expect(Object.keys(cotangents[i])).toEqual(model.cell.states);
        }
        let total = 0;
        for (const [name, shape] of Object.entries(model.shapes)) {
          const size = shape.reduce((product, n) => product * n, 1);
          expect(model.values.views[name]).toHaveLength(size);
          expect(model.gradients!.views[name]).toHaveLength(size);
          total += size;
        }
        expect(model.values.all).toHaveLength(total);
        expect(model.shapes.Whq).toEqual([D * H, V]);
        expect(u.joints.every(({ values }) => values.length === T * B * D * H)).toBe(true);
      }),
      RUNS,
    );
  });

  it('tells the norm of the derivative by every timestep’s states', () => {
    const network = networkOf({ cell: 'lstm, one bias', D: 2 });
    backpropagated(network);
    const { u, model } = network;
    for (const lane of u.lanes) {
      for (const name of statesOf(lane.states)) {
        const d = statesOverTime(u, lane, lane.dStates[name]);
        const row = u.B * model.H;
        const norms = Array.from({ length: u.T }, (_, t) =>
          Math.hypot(...d.subarray(t * row, (t + 1) * row)),
        );
        expectClose(gradientNorms(model.kernels, u, lane, name), norms, 1e-13);
        const last = lane.direction === 0 ? u.T - 1 : 0;
        expect(Math.hypot(...finalGradient(u, lane, name))).toBeCloseTo(norms[last], 12);
      }
    }
  });
});
