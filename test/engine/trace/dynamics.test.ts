import { describe, expect, it } from 'vitest';
import { exp } from '../../../engine/math/special.ts';
import { spectralRadius } from '../../../engine/math/spectrum.ts';
import { dynamicsOf, timeConstant } from '../../../engine/trace/dynamics.ts';
import { traceOf } from '../../../engine/trace/trace.ts';
import { expectClose, FIVE_CELLS } from '../network/networks.ts';
import { languageModel } from './subjects.ts';

const PROBE = 'badcafe';

describe.each(FIVE_CELLS)('the dynamics of %s', (cell) => {
  const subject = languageModel(cell, [2, 2]);
  const { model } = subject;
  const { lanes } = dynamicsOf(subject, PROBE);

  it('have each unit’s time constant, from the mean of the gate that keeps the state', () => {
    const trace = traceOf(subject, PROBE);
    for (const [i, { keep, timeConstants }] of lanes.entries()) {
      if (!model.cell.keepGate) {
        expect([keep, timeConstants]).toEqual([null, null]);
        continue;
      }
      const gate = trace.lanes[i].values[model.cell.keepGate];
      const means = Array.from({ length: 5 }, (_, unit) => {
        const own = gate.filter((_, at) => at % 5 === unit);
        return own.reduce((a, b) => a + b) / own.length;
      });
      expectClose(keep!, means, 1e-6);
      for (const [unit, mean] of means.entries()) expect(exp(-1 / timeConstants![unit])).toBeCloseTo(mean, 5);
    }
  });

  it('have the spectral radius of every recurrent matrix', () => {
    for (const [i, lane] of lanes.entries()) {
      const names = model.cell.terms.map(({ recurrent }) => recurrent);
      expect(Object.keys(lane.spectralRadius)).toEqual(names);
      for (const name of names) {
        const W = model.values.views[model.places[i].prefix + name];
        expect(lane.spectralRadius[name]).toBe(spectralRadius(W, 5));
      }
    }
  });
});

describe('a time constant', () => {
  it('is when what is kept has fallen to 1/e: nothing at once, all never', () => {
    expect(timeConstant(exp(-1 / 20))).toBeCloseTo(20, 10);
    expect(timeConstant(0)).toBe(0);
    expect(timeConstant(1)).toBe(Number.POSITIVE_INFINITY);
  });
});
