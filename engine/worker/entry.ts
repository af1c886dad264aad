/**
 * The worker: the only file that touches the worker's global scope. It hands the host a clock, a way to let events
 * in, and a way out, and moves typed arrays instead of copying them.
 */
import { expose, transfer } from 'comlink';
import { createMachine } from '../kernels/machine.ts';
import fmaUrl from '../kernels/simd/build/fma.wasm?url';
import simdUrl from '../kernels/simd/build/simd.wasm?url';
import { createHost } from './host.ts';
import { compileModules } from './modules.ts';
import type { EngineWorker, Report } from './surface.ts';

const URLS = { simd: simdUrl, fma: fmaUrl };

const channel = new MessageChannel();
let resume = (): void => {};
channel.port1.onmessage = () => resume();

let listener: (report: Report) => void = () => {};
let runs = 0;

const host = createHost({
  now: () => performance.now(),
  machine: compileModules(async (build) => (await fetch(URLS[build])).arrayBuffer()).then(createMachine),
  yieldToEvents: () =>
    new Promise<void>((resolve) => {
      resume = resolve;
      channel.port2.postMessage(null);
    }),
  spawnShard: ({ message, death }) => {
    const shard = new Worker(new URL('./shard-entry.ts', import.meta.url), { type: 'module' });
    shard.onmessage = ({ data }) => message(data);
    shard.onerror = (event) => {
      event.preventDefault(); // the session does without it: nobody further up has to know
      death();
    };
    shard.onmessageerror = death;
    return { send: (data, moved) => shard.postMessage(data, moved), end: () => shard.terminate() };
  },
  // With this thread as many as there are cores; more would only take memory.
  helpers: Math.max(1, navigator.hardwareConcurrency - 1),
  emit: (report) => listener(moved(report)),
  // Thrown outside any promise, so that the page's worker sees an 'error' event.
  crash: (error) =>
    queueMicrotask(() => {
      throw error;
    }),
  newId: () => {
    runs += 1;
    return `${Date.now().toString(36)}-${runs}`;
  },
});

/** The buffers of all typed arrays inside a value made of plain objects. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersOf) : [];
}

const moved = <T>(value: T): T => transfer(value, [...new Set(buffersOf(value))]);

const worker: EngineWorker = {
  subscribe: async (to) => {
    listener = to;
  },
  create: (id, spec) => host.create(id, spec),
  play: (id, options) => host.play(id, options),
  pause: (id) => host.pause(id),
  change: (id, key, value) => host.change(id, key, value),
  recover: (id) => host.recover(id),
  watch: (id, watch) => host.watch(id, watch),
  arithmetics: () => host.arithmetics(),
  trace: async (id, probe) => moved(await host.trace(id, probe)),
  clampedTrace: async (id, probe, clamps) => moved(await host.clampedTrace(id, probe, clamps)),
  gradients: async (id, probe, of) => moved(await host.gradients(id, probe, of)),
  influence: async (id, probe, answer) => moved(await host.influence(id, probe, answer)),
  dynamics: async (id, probe) => moved(await host.dynamics(id, probe)),
  sample: (id, writer) => host.sample(id, writer),
  evaluate: (id) => host.evaluate(id),
  save: async (id) => moved(await host.save(id)),
  dispose: (id) => host.dispose(id),
  measure: (options) => host.measure(options),
  ping: () => host.ping(),
};

expose(worker);
