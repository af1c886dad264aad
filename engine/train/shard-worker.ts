/** What a thread does that computes shards: builds a replica of the network, then answers one task after another. */
import { check } from '../errors.ts';
import { addNeeds, createMachine } from '../kernels/machine.ts';
import { architectureOf } from '../network/architecture.ts';
import { createModel, type Model } from '../network/model.ts';
import { finish } from '../network/pace.ts';
import { joined, replicaNeeds, Shard, spread } from './shard.ts';
import {
  bufferOf,
  type FromShard,
  type ShardAnswer,
  type ShardSetup,
  type ShardTask,
  type ToShard,
} from './shard-port.ts';

/** @returns what is to be called with every message @param send the way back */
export function servingShards(
  send: (message: FromShard, transfer: ArrayBuffer[]) => void,
): (message: ToShard) => void {
  let replica: Replica | null = null;
  return (message) => {
    try {
      if (message.kind === 'setup') {
        replica = new Replica(message);
        send({ kind: 'ready' }, []);
      } else {
        const answer = replica!.answer(message);
        send(answer, [bufferOf(answer.gradients), bufferOf(answer.states)]);
      }
    } catch {
      // Whatever it was, the session computes the shard itself, and meets it there if it is the session's own fault.
      send({ kind: 'failed' }, []);
    }
  };
}

class Replica {
  readonly #model: Model;
  /** By their size. */
  readonly #shards: ReadonlyMap<number, Shard>;

  constructor({ config, problem, T, sizes, modules, arithmetic, dtype }: ShardSetup) {
    const { dropout, seed } = config;
    const architecture = architectureOf(config, problem);
    const need = addNeeds(...replicaNeeds(architecture, { T, dropout }, sizes));
    const kernels = createMachine(modules).kernels(arithmetic, need, dtype);
    check(kernels.arithmetic === arithmetic, 'setup', arithmetic, kernels.arithmetic);
    this.#model = createModel(architecture, kernels, true);
    this.#shards = new Map(
      [...new Set(sizes)].map((B) => [B, new Shard(this.#model, { T, B, dropout, seed }, 0)]),
    );
  }

  answer({ step, shard: index, parameters, batch, states, rng }: ShardTask): ShardAnswer {
    const { values, gradients, kernels } = this.#model;
    const shard = this.#shards.get(batch.B)!;
    const { unroll } = shard;
    values.all.set(parameters);
    kernels.changed();
    unroll.tokens.set(batch.tokens);
    unroll.targets.set(batch.targets);
    unroll.lengths.set(batch.lengths);
    if (batch.vectors) unroll.vectors?.set(batch.vectors);
    if (batch.values) unroll.values?.set(batch.values);
    spread(states, shard.initialStates);
    shard.rng = rng;
    const loss = finish(shard.run());
    parameters.set(gradients!.all);
    return {
      kind: 'answer',
      ...{ step, shard: index, gradients: parameters, loss },
      ...{ states: joined(shard.finalStates), rng: shard.rng },
    };
  }
}
