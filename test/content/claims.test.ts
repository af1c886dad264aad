/** The lessons' numbers: the record bears out every claim, and a run made now gives the record's own numbers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeStoredTrace } from '../../app/experiment/stored-trace.ts';
import { CORPORA } from '../../content/corpora/corpora.ts';
import { EXPERIMENTS, experimentById } from '../../content/experiments/gru.ts';
import { conditionHolds, measure } from '../../content/experiments/measure.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import { RECORD } from '../../content/experiments/record.ts';
import { createSession, traceOf } from '../../engine/index.ts';
import { nodeMachine } from '../../scripts/machine.ts';
import { runArm } from '../../scripts/run-arm.ts';

const machine = await nodeMachine();

describe.each(EXPERIMENTS.map((experiment) => [experiment.id, experiment] as const))(
  'the claim %s',
  (id, experiment) => {
    it('holds in the record for as many seeds as it says', () => {
      const seeds = experiment.seeds.map((seed) => RECORD.experiments[id]?.seeds[String(seed)] ?? {});
      const held = seeds.filter((one) =>
        experiment.claim.every((condition) => conditionHolds(one, condition)),
      );
      expect(held.length).toBe(RECORD.experiments[id]?.held);
      expect(held.length).toBeGreaterThanOrEqual(experiment.holds);
    });

    it('holds for the seed that the page runs', () => {
      const shown = RECORD.experiments[id]?.seeds[String(experiment.seeds[0])] ?? {};
      expect(experiment.claim.filter((condition) => !conditionHolds(shown, condition))).toEqual([]);
    });
  },
);

describe('the record', () => {
  it('is reproduced to the last digit by a run made now', { timeout: 60_000 }, () => {
    const experiment = experimentById('update-gate');
    const seed = experiment.seeds[0];
    for (const arm of experiment.arms) {
      const run = runArm(experiment, arm, seed, machine);
      expect(run.arithmetic).toBe(RECORD.arithmetic);
      const recorded = RECORD.experiments[experiment.id]?.seeds[String(seed)]?.[arm.id] ?? {};
      for (const metric of [
        'heldOut.final',
        'update.mean',
        'update.unitMean.min',
        'update.unitMean.max',
      ] as const) {
        expect(measure(metric, run)).toBeCloseTo(recorded[metric] ?? Number.NaN, 6);
      }
    }
  });
});

describe('the pretrained checkpoints', () => {
  it.each(Object.values(PRESETS).map((preset) => [preset.id, preset] as const))(
    '%s computes the trace that ships with it',
    (_, preset) => {
      const text = readFileSync(`public/${CORPORA[preset.corpus].path}`, 'utf8');
      const checkpoint = new Uint8Array(readFileSync(`public/${preset.checkpoint}`));
      expect(checkpoint.length).toBeLessThan(500_000);
      const session = createSession(
        { config: preset.config, data: { kind: 'text', text }, checkpoint },
        { machine },
      );
      const { trace } = decodeStoredTrace(JSON.parse(readFileSync(`public/${preset.trace}`, 'utf8')));
      expect(session.record.arithmetic).toBe('simd');
      expect(trace.step).toBe(preset.pretrainedSteps);
      expect({ ...trace, runId: session.runId }).toEqual(traceOf(session, preset.probe));
    },
  );
});
