import { beforeAll, describe, expect, it } from 'vitest';
import { completeConfig } from '../../../engine/config.ts';
import type { Arithmetic } from '../../../engine/kernels/kernels.ts';
import type { Machine } from '../../../engine/kernels/machine.ts';
import { sessionBytes } from '../../../engine/train/memory.ts';
import { createSession } from '../../../engine/train/session.ts';
import { nodeMachine } from '../../../scripts/machine.ts';
import { specOf, TEXT } from '../fixtures.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await nodeMachine();
});

// In a file of its own: what other tests leave behind may be collected while this one counts.
describe('a session’s memory', () => {
  it.each(['scalar', 'simd'] as const)(
    'is what was said before it was made (%s)',
    (arithmetic: Arithmetic) => {
      const spec = specOf(
        { hidden: 64, batch: 32, window: 64, layers: 2, bidirectional: true },
        TEXT.repeat(10),
      );
      const before = process.memoryUsage().arrayBuffers;
      const run = createSession({ ...spec, arithmetic }, { machine });
      run.trainSteps(2);
      const taken = process.memoryUsage().arrayBuffers - before;
      const { problem, T } = run.data;
      const config = completeConfig(spec.config);
      const said = sessionBytes(machine, { config, problem, T, shards: 1, arithmetic, dtype: 'float32' });
      expect(run.info.bytes).toBe(said);
      expect(taken).toBeLessThan(1.2 * said + 1e6);
      if (arithmetic === 'scalar') expect(taken).toBeGreaterThan(0.5 * said);
    },
  );
});
