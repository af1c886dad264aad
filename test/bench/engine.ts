/** The engine in Node, as contestants. */
import type { Arithmetic } from '../../engine/kernels/kernels.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import { finish } from '../../engine/network/pace.ts';
import { measuring } from '../../engine/worker/measure.ts';
import type { Entrant } from './rows.ts';

export const inNode = (machine: Machine, arithmetics: readonly Arithmetic[]): Entrant[] =>
  arithmetics
    .filter((arithmetic) => machine.available.includes(arithmetic))
    .map((arithmetic) => ({
      ...{ kind: 'ours', where: 'node', backend: arithmetic, shards: 1 },
      ...{ name: `node ${arithmetic}`, isSlow: arithmetic === 'scalar' },
      takes: () => true,
      slice: async (task, ms) =>
        finish(measuring({ ...task, arithmetic, ms }, { machine, now: () => performance.now() })),
      close: async () => {},
    }));
