/** A thread of Node that computes shards of a session's gradients: see shards.ts. */
import { parentPort } from 'node:worker_threads';
import { servingShards } from '../engine/train/shard-worker.ts';

const port = parentPort!;
port.on(
  'message',
  servingShards((message, moved) => port.postMessage(message, moved)),
);
