/** The engine itself behind the store's port: the worker's host in this thread, what crosses copied as by a worker. */
import { readFileSync } from 'node:fs';
import type { EnginePort } from '../../../app/experiment/client.ts';
import { type Keeper, type KeptRun, parseKept } from '../../../app/experiment/keeper.ts';
import type { Sources } from '../../../app/experiment/sources.ts';
import { decodeStoredTrace } from '../../../app/experiment/stored-trace.ts';
import { CORPORA } from '../../../content/corpora/corpora.ts';
import type { EngineWorker, Machine, Report } from '../../../engine/index.ts';
import { createHost } from '../../../engine/worker/host.ts';

export function realPort(machine: Machine): EnginePort {
  const listeners = new Map<string, (report: Report) => void>();
  const host = createHost({
    now: () => performance.now(),
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
    emit: (report) => listeners.get(report.id)?.(structuredClone(report)),
    crash(error) {
      throw error;
    },
    machine,
  });
  const engine: EngineWorker = Object.assign(host, { subscribe: async () => {} });
  return {
    call: async (command) => structuredClone(await command(engine)),
    onReport(id, listener) {
      listeners.set(id, listener);
      return () => listeners.delete(id);
    },
    onCrash: () => () => {},
    restart() {},
  };
}

/** What ships beside the page, from its files. */
export const fileSources: Sources = {
  corpus: async (id) => readFileSync(`public/${CORPORA[id].path}`, 'utf8'),
  checkpoint: async (path) => new Uint8Array(readFileSync(`public/${path}`)),
  trace: async (path) => decodeStoredTrace(JSON.parse(readFileSync(`public/${path}`, 'utf8'))),
};

/** Storage that copies what is put in, and believes nothing it gives back. */
export function memoryKeeper(): { readonly keeper: Keeper; readonly stored: Map<string, unknown> } {
  const stored = new Map<string, unknown>();
  const keeper: Keeper = {
    read: async (slot) => parseKept(structuredClone(stored.get(slot))),
    write: async (slot, run: KeptRun) => void stored.set(slot, structuredClone(run)),
    forget: async (slot) => void stored.delete(slot),
  };
  return { keeper, stored };
}
