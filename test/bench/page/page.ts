/** A page that does nothing but hold the engine's worker, for the benchmark to ask. */
import { wrap } from 'comlink';
import type { EngineWorker } from '../../../engine/worker/surface.ts';

const worker = new Worker(new URL('../../../engine/worker/entry.ts', import.meta.url), { type: 'module' });
Object.assign(globalThis, { engine: wrap<EngineWorker>(worker) });
