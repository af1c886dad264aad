/** The same bits in the browser as in Node: the site's own worker trains, and so does the engine here. */
import { readdirSync } from 'node:fs';
import type { CellName, RunSettings, SessionSpec } from '../../engine/index.ts';
import { createSession } from '../../engine/index.ts';
import { expect, machine, test } from './support.ts';

const TEXT = 'the quick brown fox jumps over the lazy dog, and the dog sleeps on. '.repeat(40);
const STEPS = 30;

const config = (cell: CellName): RunSettings => ({
  ...{ cell, hidden: 13, layers: 2, bidirectional: true, dropout: 0.2, batch: 5, window: 9 },
  ...{ optimiser: 'adam', learningRate: 0.01, seed: 3 },
});

const worker = readdirSync('dist/assets').find((name) => /^entry-.*\.js$/.test(name));

for (const arithmetic of machine.available) {
  for (const [cell, shards] of [
    ['rnn', 1],
    ['gru', 2],
    ['lstm', 1],
  ] as const) {
    test(`${cell}, ${arithmetic}, ${shards} shard(s): a run in the browser ends with Node’s bytes`, async ({
      watched: page,
    }) => {
      const spec: SessionSpec = {
        config: config(cell),
        data: { kind: 'text', text: TEXT },
        arithmetic,
        shards,
      };
      const session = createSession(spec, { machine });
      session.trainSteps(STEPS);
      await page.goto('/en/engine/');
      const got = await page.evaluate(
        async ([url, wanted, steps]) => {
          const engine = new Worker(url, { type: 'module' });
          let calls = 0;
          // The protocol the page itself speaks with the worker (Comlink's), spelled out.
          const call = <T>(path: string, ...values: unknown[]): Promise<T> =>
            new Promise((resolve) => {
              calls += 1;
              const id = `${calls}`;
              const listen = ({ data }: MessageEvent): void => {
                if (data?.id !== id) return;
                engine.removeEventListener('message', listen);
                resolve(data.value);
              };
              engine.addEventListener('message', listen);
              const argumentList = values.map((value) => ({ type: 'RAW', value }));
              engine.postMessage({ id, type: 'APPLY', path: [path], argumentList });
            });
          type Answer<T> = { ok: true; value: T } | { ok: false; code: string };
          const made = await call<Answer<{ record: { arithmetic: string } }>>('create', 'bits', wanted);
          if (!made.ok) throw new Error(made.code);
          await call('play', 'bits', { steps });
          for (let step = 0; step < steps; ) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            const evaluated = await call<Answer<{ step: number }>>('evaluate', 'bits');
            if (!evaluated.ok) throw new Error(evaluated.code);
            step = evaluated.value.step;
          }
          const saved = await call<Answer<Uint8Array>>('save', 'bits');
          engine.terminate();
          if (!saved.ok) throw new Error(saved.code);
          return { arithmetic: made.value.record.arithmetic, bytes: Array.from(saved.value) };
        },
        [`/assets/${worker}`, spec, STEPS] as const,
      );
      expect(got.arithmetic).toBe(arithmetic);
      expect(Buffer.compare(Uint8Array.from(got.bytes), session.save())).toBe(0);
    });
  }
}
