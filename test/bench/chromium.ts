/** The engine in a Chromium worker, as contestants: the worker as it is built for the site, in a page of its own. */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build, type InlineConfig, preview } from 'vite';
import type { Arithmetic } from '../../engine/kernels/kernels.ts';
import type { EngineWorker, MeasureOptions } from '../../engine/worker/surface.ts';
import { backendOf, type Entrant, type Task } from './rows.ts';

/** How Chromium is started. */
export const BROWSER = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
};

export interface ChromiumOptions {
  readonly arithmetics: readonly Arithmetic[];
  /** Of minibatches shared by two workers: which tasks. */
  readonly shared: (task: Task) => boolean;
}

/** What `page/page.ts` leaves on the page. */
interface Page {
  readonly engine: EngineWorker;
}

export async function inChromium({ arithmetics, shared }: ChromiumOptions): Promise<{
  readonly version: string;
  readonly entrants: Entrant[];
  readonly close: () => Promise<void>;
}> {
  const outDir = resolve('node_modules/.cache/bench', `${process.pid}`);
  const shape: InlineConfig = {
    ...{ root: resolve('test/bench/page'), configFile: false, logLevel: 'error', publicDir: false },
    worker: { format: 'es' },
    assetsInclude: ['**/*.wasm'],
    build: { outDir, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
  };
  await build(shape);
  // Alone in its process: the clock is then as fine as it gets.
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  const server = await preview({ ...shape, preview: { port: 4399, strictPort: false, headers } });
  const browser = await chromium.launch(BROWSER);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.resolvedUrls!.local[0]);
  await page.waitForFunction(() => 'engine' in globalThis);
  const available = await page.evaluate(() => (globalThis as unknown as Page).engine.arithmetics());
  const measure = async (options: MeasureOptions) => {
    const result = await page.evaluate(
      (asked) => (globalThis as unknown as Page).engine.measure(asked),
      options,
    );
    if (!result.ok) throw new Error(`${JSON.stringify(options)}: ${JSON.stringify(result)}`);
    return result.value;
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
  const entrant = (arithmetic: Arithmetic, shards: number): Entrant => {
    const backend = backendOf(arithmetic, shards);
    return {
      ...{ kind: 'ours', where: 'chromium', backend, shards, name: `chromium ${backend}` },
      isSlow: arithmetic === 'scalar',
      takes: (task) => shards === 1 || shared(task),
      slice: (task, ms) => measure({ ...task, arithmetic, ms, ...(shards > 1 ? { shards } : {}) }),
      close: async () => {},
    };
  };
  const there = arithmetics.filter((arithmetic) => available.includes(arithmetic));
  const entrants = there.flatMap((arithmetic) =>
    arithmetic === 'scalar' ? [entrant(arithmetic, 1)] : [entrant(arithmetic, 1), entrant(arithmetic, 2)],
  );
  return { version: browser.version(), entrants, close };
}
