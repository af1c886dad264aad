/** Threads to test with, that are none: channels in this thread, with a hand on what they carry. */
import { MessageChannel } from 'node:worker_threads';
import type { Session } from '../../../engine/train/session.ts';
import type { FromShard, ShardPort, SpawnShard } from '../../../engine/train/shard-port.ts';
import { servingShards } from '../../../engine/train/shard-worker.ts';
import type { StepResult } from '../../../engine/train/types.ts';

/** Threads started, ended, and shards they answered with. */
export class Tally {
  started = 0;
  ended = 0;
  answers = 0;
  /** Ends a thread from its side, without a word: by its number. */
  readonly kill: (() => void)[] = [];
}

/** Counts what goes through the ports that `spawn` makes. */
export const counted = (tally: Tally, spawn: SpawnShard): SpawnShard => {
  return ({ message, death }) => {
    const heard = (one: FromShard): void => {
      if (one.kind === 'answer') tally.answers += 1;
      message(one);
    };
    const port = spawn({ message: heard, death });
    if (!port) return null;
    tally.started += 1;
    return {
      send: (one, moved) => port.send(one, moved),
      end: () => {
        tally.ended += 1;
        port.end();
      },
    };
  };
};

/** The pure protocol over a channel: messages are cloned and moved as between threads, but computed in this one. */
export const channelShards = (tally = new Tally(), most = 99): SpawnShard =>
  counted(tally, ({ message, death }): ShardPort | null => {
    if (tally.started >= most) return null;
    const { port1, port2 } = new MessageChannel();
    const serve = servingShards((answer, moved) => port2.postMessage(answer, moved));
    port1.on('message', message);
    port2.on('message', serve);
    tally.kill.push(() => {
      port2.close();
      death();
    });
    return { send: (one, moved) => port1.postMessage(one, moved), end: () => port1.close() };
  });

const events = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Trains `count` steps as a host does: waits where the session waits, and lets events in every few pieces. */
export async function train(session: Session, count: number): Promise<StepResult[]> {
  const results: StepResult[] = [];
  let pieces = 0;
  for (const result of session.run()) {
    if (result) results.push(result);
    if (results.length === count) return results;
    if (session.waiting) await session.waiting;
    pieces += 1;
    if (pieces % 5 === 0) await events();
  }
  return results;
}

/** One step, which starts the threads, and then until all of them stand ready. */
export async function gather(session: Session): Promise<void> {
  await train(session, 1);
  while (session.starting) await session.starting;
}
