/** The engine in Node, as contestants. */

import type { Arithmetic } from '../../engine/kernels/kernels.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import { finishing } from '../../engine/math/work.ts';
import { measuring } from '../../engine/worker/measure.ts';
import { nodeShards } from '../../scripts/shards.ts';
import { backendOf, type Entrant, type Task } from './rows.ts';

/** @param shared which tasks two threads share, too */
export async function inNode(
  machine: Machine,
  arithmetics: readonly Arithmetic[],
  shared: (task: Task) => boolean,
): Promise<Entrant[]> {
  const spawnShard = await nodeShards();
  const entrant = (arithmetic: Arithmetic, shards: number): Entrant => {
    const backend = backendOf(arithmetic, shards);
    return {
      ...{ kind: 'ours', where: 'node', backend, shards },
      ...{ name: `node ${backend}`, isSlow: arithmetic === 'scalar' },
      takes: (task) => shards === 1 || shared(task),
      slice: (task, ms) => {
        const threads = shards > 1 ? { spawnShard, helpers: shards - 1 } : {};
        const host = { machine, now: () => performance.now(), ...threads };
        return finishing(measuring({ ...task, arithmetic, shards, ms }, host));
      },
      close: async () => {},
    };
  };
  return arithmetics
    .filter((arithmetic) => machine.available.includes(arithmetic))
    .flatMap((arithmetic) =>
      SHARDS.filter((n) => n === 1 || arithmetic !== 'scalar').map((n) => entrant(arithmetic, n)),
    );
}

/** Into how many parts minibatches are cut. */
const SHARDS = [1, 2];
