/** A worker that computes shards of a session's gradients: touches the worker's global scope, and does nothing else. */

import type { ToShard } from '../train/shard-port.ts';
import { servingShards } from '../train/shard-worker.ts';

const serve = servingShards((message, moved) => self.postMessage(message, { transfer: moved }));

self.onmessage = ({ data }: MessageEvent<ToShard>) => serve(data);
