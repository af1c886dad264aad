import { describe, expect, it } from 'vitest';
import type { Hook } from '../../../engine/cells/cell.ts';
import { forwardThroughTime, type Hooks } from '../../../engine/network/bptt.ts';
import { initialising } from '../../../engine/network/initialise.ts';
import { finish } from '../../../engine/network/pace.ts';
import type { Lane } from '../../../engine/network/unroll.ts';
import {
  backpropagated,
  CELLS,
  expectSame,
  expectTrueGradients,
  FIVE_CELLS,
  networkOf,
  READINGS,
  type Spec,
} from './networks.ts';

const PADDED = { T: 4, B: 3, lengths: [4, 1, 3] };

describe.each(Object.keys(CELLS))('the gradients of %s', (cell) => {
  it.each(['tokens', 'vectors'] as const)('agree with finite differences (%s)', (input) => {
    expectTrueGradients(networkOf({ cell, input }));
  });
});

describe.each(FIVE_CELLS)('the gradients of %s', (cell) => {
  it.each(READINGS)('leave the padding out, in both directions, where %s is read', (reading) => {
    for (const target of ['classes', 'values'] as const) {
      expectTrueGradients(networkOf({ cell, reading, target, D: 2, ...PADDED, seed: 2 }), null, 6);
    }
  });

  it.each([1, 2, 3])('go through %i layers of both directions', (L) => {
    expectTrueGradients(networkOf({ cell, L, D: 2, T: 3, B: 2, H: 3, seed: 3 }), null, 5);
    expectTrueGradients(networkOf({ cell, L, D: 1, T: 3, B: 2, H: 3, seed: 4 }), null, 5);
  });

  it('go through dropout with the factors of the forward pass', () => {
    for (const D of [1, 2] as const) {
      const network = networkOf({ cell, L: 3, D, dropout: 0.4, reading: 'mean', ...PADDED, seed: 5 });
      expect(network.u.joints.map(({ mask }) => mask !== null)).toEqual([true, true, false]);
      expectTrueGradients(network, null, 6);
    }
  });

  it.each(['orthogonal', 'identity', 'spectral'] as const)('are true where training begins, %s', (init) => {
    const network = networkOf({ cell, L: 2, reading: 'last', target: 'values', seed: 6 });
    finish(initialising(network.model, network.rng, { init, spectralRadius: 1.3, keepBias: 1.5 }));
    expectTrueGradients(network, null, 6);
  });
});

describe('the gradients of padded sequences', () => {
  const spec: Spec = { cell: 'lstm, two biases', L: 2, D: 2, ...PADDED, seed: 7 };

  it('are zero in the padding', () => {
    const network = networkOf(spec);
    backpropagated(network);
    const { u, model } = network;
    for (let t = 0; t < u.T; t++) {
      for (let b = 0; b < u.B; b++) {
        const row = (t * u.B + b) * model.I;
        const isZero = u.dVectors!.subarray(row, row + model.I).every((x) => x === 0);
        expect(isZero, `timestep ${t} of sequence ${b}`).toBe(t >= u.lengths[b]);
      }
    }
  });

  it('do not depend on what stands in the padding', () => {
    for (const reading of READINGS) {
      const [a, b] = [networkOf({ ...spec, reading }), networkOf({ ...spec, reading })];
      b.u.vectors!.set([7, -8, 9], (2 * b.u.B + 1) * b.model.I);
      expect(backpropagated(a)).toBe(backpropagated(b));
      expectSame(a.model.gradients!.all, b.model.gradients!.all);
    }
  });

  it('are those of a mean over what is asked alone, classes or numbers', () => {
    for (const target of ['classes', 'values'] as const) {
      const network = networkOf({ ...spec, target });
      const asked = target === 'classes' ? 8 : 8 * network.model.V;
      const loss = backpropagated({ ...network, cotangents: network.cotangents.map(zero) });
      expect(loss).toBeCloseTo(sumOfLosses(network) / asked, 12);
    }
  });
});

const zero = <R extends Readonly<Record<string, Float64Array | Float32Array>>>(record: R): R =>
  Object.fromEntries(Object.entries(record).map(([name, x]) => [name, x.map(() => 0)])) as R;

/** Sum of losses by the definition, from the states that forward left. */
function sumOfLosses({ model, u }: ReturnType<typeof networkOf>): number {
  const { V, D, H } = model;
  const { Whq, bq } = model.values.head;
  const y = u.joints.at(-1)!.values;
  let sum = 0;
  for (let row = 0; row < u.T * u.B; row++) {
    const out = Array.from({ length: V }, (_, v) => {
      let o = bq[v];
      for (let j = 0; j < D * H; j++) o += y[row * D * H + j] * Whq.values[j * V + v];
      return o;
    });
    if (u.values) {
      out.forEach((o, v) => {
        const want = u.values![row * V + v];
        if (!Number.isNaN(want)) sum += (o - want) ** 2;
      });
    } else if (u.targets[row] >= 0) {
      sum += Math.log(out.reduce((total, o) => total + Math.exp(o), 0)) - out[u.targets[row]];
    }
  }
  return sum;
}

/** What an intervention does to one unit's value. */
interface Change {
  readonly scale: number;
  readonly shift: number;
}

const CHANGES: readonly Change[] = [
  { scale: 0.5, shift: 0 },
  { scale: 1, shift: 0.2 },
  { scale: 0, shift: 0.7 },
];

/**
 * Every unit's value in one lane, at one timestep, of array `name`: units 0, 3, … are scaled, 1, 4, … shifted and 2,
 * 5, … set.
 */
function intervention(at: (lane: Lane, t: number) => boolean, target: string, restores: boolean): Hooks {
  const before = new Map<string, Float64Array>();
  return (lane, t) => {
    if (!at(lane, t)) return null;
    const hook: Hook = {
      forward(name, values) {
        if (name !== target) return;
        before.set(`${lane.layer} ${lane.direction} ${t}`, Float64Array.from(values));
        for (let i = 0; i < values.length; i++) {
          const { scale, shift } = CHANGES[i % CHANGES.length];
          values[i] = values[i] * scale + shift;
        }
      },
      backward(name, values, derivative) {
        if (name !== target) return;
        for (let i = 0; i < values.length; i++) derivative[i] *= CHANGES[i % CHANGES.length].scale;
        if (restores) values.set(before.get(`${lane.layer} ${lane.direction} ${t}`)!);
      },
    };
    return hook;
  };
}

describe.each(FIVE_CELLS)('an intervention in %s', (cell) => {
  const { quantities } = networkOf({ cell }).model.cell;
  const named = Object.entries(quantities) as [string, string][];

  it.each(named)('on the %s has the gradients of the network as it then is', (_, array) => {
    // The parameters' gradients still read the states the network had: those stay as they were used.
    const isState = networkOf({ cell }).model.cell.states.includes(array as 'H' | 'C');
    for (const lengths of [undefined, PADDED.lengths]) {
      const spec: Spec = { cell, L: 2, D: 2, T: 4, B: 3, H: 3, reading: 'mean', lengths, seed: 8 };
      const hooks = intervention(
        ({ layer, direction }, t) => layer + direction < 2 && t !== 1,
        array,
        !isState,
      );
      expectTrueGradients(networkOf(spec), hooks, 5);
    }
  });

  it('changes what comes after it in time, and nothing before', () => {
    const array = named[0][1];
    const [a, b] = [networkOf({ cell, seed: 9 }), networkOf({ cell, seed: 9 })];
    finish(forwardThroughTime(a.model, a.u));
    finish(
      forwardThroughTime(
        b.model,
        b.u,
        intervention((_, t) => t === 2, array, true),
      ),
    );
    const row = a.u.B * a.model.H;
    const [x, y] = [a.u.lanes[0].states.H, b.u.lanes[0].states.H];
    expectSame(y.subarray(0, 3 * row), x.subarray(0, 3 * row));
    for (const slot of [3, 4]) {
      expect(y.subarray(slot * row, (slot + 1) * row)).not.toEqual(x.subarray(slot * row, (slot + 1) * row));
    }
  });
});
