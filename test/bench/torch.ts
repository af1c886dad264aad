/** PyTorch, where it is installed: peer_torch.py, with OpenBLAS's own choice of kernels and with AVX2's. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { WORKLOADS } from '../../engine/worker/measure.ts';
import { type Entrant, sliceOf } from './rows.ts';
import { Server } from './server.ts';

interface Hello {
  readonly version: string;
  readonly blas: string;
  readonly threads: number;
  readonly config: string;
}

/** A Python that has torch, or null. */
function findPython(): string | null {
  const candidates = [process.env.PYTHON, '/usr/bin/python3', 'python3'];
  const has = (python: string): boolean => spawnSync(python, ['-c', 'import torch']).status === 0;
  return candidates.find((python): python is string => python !== undefined && has(python)) ?? null;
}

/** Kernels for other widths of vectors, by OpenBLAS's names; AVX2 is what older or smaller processors have. */
const PEERS: readonly (readonly [name: string, env: Record<string, string>])[] = [
  ['torch', {}],
  ['torch-avx2', { OPENBLAS_CORETYPE: 'Haswell' }],
];

/** The environment without what would choose kernels or threads for us. */
const neutral = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OPENBLAS|OMP|MKL)_/.test(name)));

/** One thread each. What has the same kernels as one before is left out. @param say told what there is */
export async function torchPeers(say: (line: string) => void): Promise<Entrant[]> {
  const python = findPython();
  if (!python) {
    say('PyTorch: not found (python3-torch with libopenblas0-pthread is what the published ratios are to)');
    return [];
  }
  const peers: Entrant[] = [];
  for (const [name, env] of PEERS) {
    const threads = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
    const server = new Server(python, [resolve('test/bench/peer_torch.py')], {
      ...{ ...neutral(), ...threads, ...env },
    });
    const hello = await server.read<Hello>();
    if (peers.some((peer) => peer.kind === 'peer' && peer.blas === hello.blas)) {
      await server.close();
      continue;
    }
    const { version, blas } = hello;
    const capability = /CPU capability usage: (\S+)/.exec(hello.config)?.[1] ?? 'unknown';
    say(`${name}: ${version}, ${blas}, elementwise ${capability}, ${hello.threads} thread`);
    peers.push({
      ...{ kind: 'peer', name, version, blas, threads: hello.threads, isSlow: false },
      takes: () => true,
      slice: async ({ workload, cell }, ms) => {
        const asked = { workload, ...WORKLOADS[workload], cell, ms };
        return sliceOf((await server.ask<{ times: number[] }>(asked)).times);
      },
      close: () => server.close(),
    });
  }
  return peers;
}
