/** Threads of Node that help a session with the shards of its gradients. */
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { SpawnShard } from '../engine/train/shard-port.ts';

/** What a session's `spawnShard` is in Node. A thread does not keep the process alive while nobody awaits it. */
export async function nodeShards(): Promise<SpawnShard> {
  const thread = new URL(`data:text/javascript,${encodeURIComponent(await bundled())}`);
  return ({ message, death }) => {
    const worker = new Worker(thread);
    worker.on('message', message);
    worker.on('error', death);
    worker.on('exit', death);
    return {
      send: (data, moved) => worker.postMessage(data, moved),
      end: () => {
        worker.off('exit', death);
        worker.terminate();
      },
    };
  };
}

/** shard-thread.ts and all it needs, as JavaScript. */
async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: resolve('scripts/shard-thread.ts'),
      write: false,
      target: 'node20',
      rollupOptions: { output: { format: 'es', codeSplitting: false } },
    },
  });
  const [bundle] = [result].flat();
  if (!('output' in bundle)) throw new Error('no bundle');
  return bundle.output[0].code;
}
