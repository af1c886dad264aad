import { describe, expect, it } from 'vitest';
import type { Quantity } from '../../../engine/cells/cell.ts';
import { forwardThroughTime } from '../../../engine/network/bptt.ts';
import { finish } from '../../../engine/network/pace.ts';
import { statesOverTime } from '../../../engine/network/unroll.ts';
import { gradientTrace } from '../../../engine/trace/gradients.ts';
import { checkClamps, intervene, knockOut } from '../../../engine/trace/interventions.ts';
import { clampedTraceOf, traceOf } from '../../../engine/trace/trace.ts';
import type { Clamp } from '../../../engine/trace/types.ts';
import { errorOf } from '../fixtures.ts';
import { expectSame, expectTrueGradients, FIVE_CELLS, networkOf } from '../network/networks.ts';
import { laneOf, languageModel } from './subjects.ts';

const PROBE = 'badcafe';
const [T, H] = [PROBE.length, 5];
const GRU = 'gru reset before, one bias';
const LSTM = 'lstm, one bias';

const quantitiesOf = (cell: string): Quantity[] =>
  Object.keys(languageModel(cell).model.cell.quantities) as Quantity[];

describe.each(FIVE_CELLS)('a clamp on %s', (cell) => {
  it('that scales by 1 and shifts by 0 changes no bit', () => {
    const subject = languageModel(cell, [2, 2], { dtype: 'float32' });
    const clamps = quantitiesOf(cell).map((quantity): Clamp => ({ quantity, scale: 1, shift: 0 }));
    const { clamped, baseline } = clampedTraceOf(subject, PROBE, clamps);
    expect({ ...clamped, clamps: [] }).toEqual(baseline);
    expect(baseline).toEqual(traceOf(subject, PROBE));
    expect(gradientTrace(subject, PROBE, { clamps }).lanes).toEqual(gradientTrace(subject, PROBE).lanes);
  });

  it.each(quantitiesOf(cell))('changes what comes after it in time, and nothing before (%s)', (quantity) => {
    const subject = languageModel(cell, [2, 1]);
    const { clamped, baseline } = clampedTraceOf(subject, PROBE, [{ quantity, from: 3, to: 4, set: 0.5 }]);
    for (const [i, lane] of clamped.lanes.entries()) {
      for (const name of quantitiesOf(cell)) {
        const [got, was] = [lane.values[name], baseline.lanes[i].values[name]];
        expectSame(got.subarray(0, 3 * H), was.subarray(0, 3 * H), name);
      }
      expect([...lane.values[quantity].subarray(3 * H, 4 * H)]).toEqual(Array(H).fill(0.5));
      expect(lane.values.hidden.subarray(4 * H)).not.toEqual(baseline.lanes[i].values.hidden.subarray(4 * H));
    }
    expectSame(clamped.surprise.subarray(0, 3), baseline.surprise.subarray(0, 3));
    expect(clamped.loss).not.toBe(baseline.loss);
  });
});

describe('a clamp', () => {
  it('scales, then shifts, then sets; several act in their order', () => {
    const subject = languageModel(GRU);
    const before = traceOf(subject, 'a').lanes[0].values.update;
    const after = (...clamps: Omit<Clamp, 'quantity'>[]) => {
      const mine = clamps.map((clamp): Clamp => ({ quantity: 'update', ...clamp }));
      return traceOf(subject, 'a', { clamps: mine }).lanes[0].values.update;
    };
    expect(after({ scale: 0.5, shift: 0.25 })[0]).toBeCloseTo(before[0] * 0.5 + 0.25, 6);
    expect(after({ shift: 0.25 }, { scale: 0.5 })[0]).toBeCloseTo((before[0] + 0.25) * 0.5, 6);
    expect(after({ scale: 3, shift: 9, set: 0.125 })[0]).toBe(0.125);
    expect(after({ set: 0.5 }, { scale: 0.5 })[0]).toBe(0.25);
  });

  it('acts on its units, layer, direction and timesteps alone', () => {
    const subject = languageModel(LSTM, [2, 2]);
    const clamp: Clamp = {
      quantity: 'forget',
      layer: 1,
      direction: 1,
      units: [1, 3, 3],
      from: 2,
      to: 5,
      shift: 2,
    };
    const { clamped, baseline } = clampedTraceOf(subject, PROBE, [clamp]);
    for (const lane of clamped.lanes) {
      const was = laneOf(baseline, lane.layer, lane.direction);
      const isIts = lane.layer === 1 && lane.direction === 1;
      if (!isIts) expect(lane).toEqual(was);
      else {
        // Running backward, timesteps 5 and 6 come before it; of 4, what the gate itself became.
        expectSame(lane.values.hidden.subarray(5 * H), was.values.hidden.subarray(5 * H));
        const shifted = Array.from({ length: H }, (_, unit) =>
          Math.round(lane.values.forget[4 * H + unit] - was.values.forget[4 * H + unit]),
        );
        expect(shifted).toEqual([0, 2, 0, 2, 0]);
      }
    }
  });

  it('knocks out units, a layer or a direction', () => {
    const subject = languageModel(LSTM, [2, 2]);
    const [layer] = [traceOf(subject, PROBE, { clamps: [knockOut({ layer: 0 })] })];
    for (const direction of [0, 1])
      expect(laneOf(layer, 0, direction).values.hidden.every((h) => h === 0)).toBe(true);
    expect(laneOf(layer, 1, 0).values.hidden.every((h) => h === 0)).toBe(false);
    const way = traceOf(subject, PROBE, { clamps: [knockOut({ direction: 1 })] });
    for (const { direction, values } of way.lanes) {
      expect(values.hidden.every((h) => h === 0)).toBe(direction === 1);
    }
    const [{ values }] = traceOf(subject, PROBE, { clamps: [knockOut({ units: [2] })] }).lanes;
    for (let t = 0; t < T; t++) expect(values.hidden[t * H + 2]).toBe(0);
  });

  it('says which quantities it took out of their range', () => {
    const outOfRange = (cell: string, ...clamps: Clamp[]) =>
      traceOf(languageModel(cell), PROBE, { clamps }).outOfRange;
    expect(outOfRange(GRU, { quantity: 'update', set: 1 }, { quantity: 'reset', set: 0 })).toEqual([]);
    expect(outOfRange(GRU, { quantity: 'update', set: 1.01 })).toEqual(['update']);
    expect(outOfRange(GRU, { quantity: 'reset', shift: -1 }, { quantity: 'update', scale: 0.5 })).toEqual([
      'reset',
    ]);
    expect(outOfRange(GRU, { quantity: 'candidate', set: -1.5 })).toEqual(['candidate']);
    expect(outOfRange(LSTM, { quantity: 'cell', set: 40 })).toEqual([]);
    expect(outOfRange('rnn relu, one bias', { quantity: 'hidden', set: 40 })).toEqual([]);
    expect(outOfRange('rnn tanh, one bias', { quantity: 'hidden', set: 40 })).toEqual(['hidden']);
  });

  it.each<[string, Clamp]>([
    ['a gate the cell does not have', { quantity: 'forget', set: 0 }],
    ['a layer it does not have', { quantity: 'reset', layer: 2, set: 0 }],
    ['a direction it does not have', { quantity: 'reset', direction: 1, set: 0 }],
    ['a unit it does not have', { quantity: 'reset', units: [0, H], set: 0 }],
    ['half a unit', { quantity: 'reset', units: [0.5], set: 0 }],
    ['a timestep before the first', { quantity: 'reset', from: -1, set: 0 }],
    ['an end before the beginning', { quantity: 'reset', from: 3, to: 2, set: 0 }],
    ['a number that is none', { quantity: 'reset', scale: Number.NaN }],
    ['nothing to do', { quantity: 'reset' }],
  ])('is refused: %s', (_, clamp) => {
    const subject = languageModel(GRU, [2, 1]);
    expect(errorOf(() => checkClamps(subject.model, [clamp])).code).toBe('argument-invalid');
    expect(errorOf(() => traceOf(subject, PROBE, { clamps: [clamp] })).code).toBe('argument-invalid');
  });
});

describe.each(FIVE_CELLS)('backpropagation through clamps on %s', (cell) => {
  it.each([
    ['scaled and shifted', { scale: 0.7, shift: 0.1 }],
    ['set for some units and timesteps', { set: 0.4, units: [0, 2], from: 1, to: 3 }],
    ['set everywhere in one layer', { set: 0.3, layer: 1 }],
  ])('agrees with finite differences: %s', (_, clamp) => {
    for (const quantity of quantitiesOf(cell)) {
      const network = networkOf({ cell, L: 2, D: 2, B: 2, H: 3, pace: 200, seed: 5 });
      const config = { cell: 'gru', activation: 'tanh' } as const;
      const { hooks } = intervene(network.model, [{ quantity, ...clamp }], config);
      expectTrueGradients(network, hooks, 5);
    }
  });
});

describe('interventions on a minibatch', () => {
  it('are those on each of its sequences', () => {
    const config = { cell: 'gru', activation: 'tanh' } as const;
    const whole = networkOf({ cell: GRU, B: 3, lengths: [4, 2, 3] });
    const clamps: Clamp[] = [{ quantity: 'update', units: [1], from: 1, to: 3, shift: 0.2 }];
    finish(forwardThroughTime(whole.model, whole.u, intervene(whole.model, clamps, config).hooks));
    const parts = networkOf({ cell: GRU, B: 3, lengths: [4, 2, 3], pace: 1 });
    expect(parts.u.lanes[0].steps.length).toBeGreaterThan(whole.u.lanes[0].steps.length);
    finish(forwardThroughTime(parts.model, parts.u, intervene(parts.model, clamps, config).hooks));
    const statesOf = ({ u }: typeof whole) => statesOverTime(u, u.lanes[0], u.lanes[0].states.H);
    expectSame(statesOf(parts), statesOf(whole));
  });
});
