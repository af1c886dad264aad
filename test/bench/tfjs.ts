/** TensorFlow.js, installed for the run alone in a temporary folder: it is no part of this repository. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WORKLOADS } from '../../engine/worker/measure.ts';
import { type Entrant, sliceOf, type Task } from './rows.ts';
import { Server } from './server.ts';

const PACKAGES = ['@tensorflow/tfjs@4.22.0', '@tensorflow/tfjs-backend-wasm@4.22.0'];

/** A step of the others takes many seconds. */
const isFastEnough = ({ workload, cell }: Task): boolean =>
  (workload === 'W1' || workload === 'W2') && cell !== 'rnn';

export async function tfjsPeer(say: (line: string) => void): Promise<Entrant[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatebook-tfjs-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', ...PACKAGES];
  if (spawnSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
    say('TensorFlow.js: could not be installed');
    remove();
    return [];
  }
  const script = join(folder, 'peer.mjs');
  copyFileSync(resolve('test/bench/peer_tfjs.mjs'), script);
  const server = new Server(process.execPath, [script], process.env, folder);
  const hello = await server.read<{ version: string; blas: string; threads: number }>();
  say(`tfjs: ${hello.version}, ${hello.blas}, ${hello.threads} thread`);
  return [
    {
      ...{ kind: 'peer', name: 'tfjs', ...hello, isSlow: true },
      takes: isFastEnough,
      slice: async ({ workload, cell }, ms) => {
        const asked = { workload, ...WORKLOADS[workload], cell, ms };
        return sliceOf((await server.ask<{ times: number[] }>(asked)).times);
      },
      close: async () => {
        await server.close();
        remove();
      },
    },
  ];
}
