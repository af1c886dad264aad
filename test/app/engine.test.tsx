import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineCrash, type EnginePort } from '../../app/experiment/client.ts';
import { createMeasureStore, ROUNDS } from '../../app/experiment/measure.ts';
import type { Bench } from '../../app/figures/engine/published.ts';
import { SpeedOf } from '../../app/figures/engine/speed.tsx';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import {
  type Arithmetic,
  EngineError,
  type EngineWorker,
  type MeasureOptions,
  toFailure,
} from '../../engine/index.ts';

const MEDIAN = { scalar: 10, simd: 1, fma: 0.8 };

/** A worker that answers a measurement when told to. */
function fakeWorker(available: readonly Arithmetic[] = ['scalar', 'simd', 'fma']) {
  const waiting: (() => void)[] = [];
  const asked: MeasureOptions[] = [];
  let isDead = false;
  const worker = {
    arithmetics: async () => available,
    measure: (options: MeasureOptions) => {
      asked.push(options);
      return new Promise((resolve, reject) => {
        waiting.push(() => {
          if (isDead) return reject(new EngineCrash('test'));
          if (self.refusal) return resolve(self.refusal);
          const medianMs = MEDIAN[options.arithmetic];
          const { workload, cell, arithmetic } = options;
          resolve({
            ok: true,
            value: {
              ...{ workload, cell, arithmetic, shards: 1, threads: 1, steps: 100 },
              ...{ medianMs, p10Ms: medianMs / 2, tokensPerSecond: 1_120_000 / medianMs },
            },
          });
        });
      });
    },
  } as unknown as EngineWorker;
  const port: EnginePort = {
    async call(command) {
      if (isDead) throw new EngineCrash('test');
      return command(worker);
    },
    onReport: () => () => {},
    onCrash: () => () => {},
    restart() {
      isDead = false;
    },
  };
  const self = {
    port,
    asked,
    refusal: null as unknown,
    /** The measurement under way is done. */
    async answer() {
      await act(async () => {
        await Promise.resolve();
        waiting.shift()?.();
        await new Promise((resolve) => setTimeout(resolve));
      });
    },
    async answerAll() {
      while (waiting.length > 0) await self.answer();
    },
    die() {
      isDead = true;
    },
  };
  return self;
}

function fakeVisibility() {
  const listeners = new Set<() => void>();
  let hidden = false;
  return {
    isHidden: () => hidden,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(value: boolean) {
      hidden = value;
      for (const listener of [...listeners]) listener();
    },
  };
}

const PUBLISHED: Bench = {
  date: '2026-11-23',
  machine: 'a processor, AVX2; 2 cores; Chromium 156',
  rows: [
    {
      ...{ workload: 'W1', cell: 'gru', where: 'chromium', backend: 'simd', shards: 1 },
      ...{ medianMs: 2, p10Ms: 1.5, tokensPerSecond: 560_000 },
      peers: { torch: { medianMs: 4, p10Ms: 3.9, version: '1.13.1', blas: 'OpenBLAS', threads: 1 } },
    },
  ],
};

async function show(worker = fakeWorker(), lang: Lang = 'en', bench: Bench = PUBLISHED) {
  const visibility = fakeVisibility();
  const store = createMeasureStore(worker.port, { visibility, now: () => 0 });
  render(
    <LangProvider lang={lang}>
      <SpeedOf store={store} bench={bench} />
    </LangProvider>,
  );
  await act(async () => {});
  return { worker, visibility, store };
}

const press = async (name: string | RegExp) => {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
    await new Promise((resolve) => setTimeout(resolve));
  });
};
const row = (name: string, within_ = screen) =>
  within_.getAllByRole('row', { name: new RegExp(`^${name}`) })[0];

afterEach(cleanup);

describe('the speed instrument', () => {
  it('measures every arithmetic in turn, and says tokens a second, median and p10', async () => {
    const { worker } = await show();
    await press('Measure here');
    await worker.answerAll();
    expect(worker.asked).toHaveLength(3 * ROUNDS);
    expect(worker.asked.slice(0, 4).map(({ arithmetic }) => arithmetic)).toEqual([
      ...['scalar', 'simd', 'fma', 'scalar'],
    ]);
    expect(worker.asked[0]).toMatchObject({ workload: 'W1', cell: 'gru' });
    expect(row('simd').querySelector('[aria-hidden] > :last-child')?.getAttribute('style')).toBe(
      'width: 40%;',
    );
    expect(row('fma').textContent).toBe('fma1,400,0000.800.40');
    expect(row('scalar').textContent).toBe('scalar112,00010.05.00');
    screen.getByText('median of 5 short runs, 1,500 steps');
    screen.getByRole('button', { name: 'Measure again' });
  });

  it('says what it does when it begins and when it is done, and nothing in between', async () => {
    const { worker } = await show();
    const spoken = () => screen.getByRole('status').textContent;
    await press('Measure here');
    const during = new Set<string | null>();
    for (let i = 0; i < 3 * ROUNDS - 1; i++) {
      during.add(spoken());
      await worker.answer();
    }
    expect([...during]).toEqual(['Measuring W1, GRU.']);
    await worker.answer();
    expect(spoken()).toBe('Measured. Tokens a second: scalar 112,000; simd 1,120,000; fma 1,400,000.');
  });

  it('stops at once, keeps what was measured, and lets a late answer fall', async () => {
    const { worker } = await show();
    await press('Measure here');
    await worker.answer();
    await press('Stop');
    screen.getByText('Stopped. What had been measured is kept.');
    expect(row('scalar').textContent).toContain('112,000');
    await worker.answer();
    expect(row('simd').textContent).toContain('not measured');
    expect(worker.asked).toHaveLength(2);
  });

  it('measures the workload, the cell and the one arithmetic that were chosen', async () => {
    const { worker } = await show();
    fireEvent.click(screen.getByRole('radio', { name: 'W2 · 256 units' }));
    fireEvent.click(screen.getByRole('radio', { name: 'LSTM' }));
    fireEvent.click(screen.getByRole('radio', { name: 'simd' }));
    await press('Measure here');
    await worker.answerAll();
    expect(worker.asked).toHaveLength(ROUNDS);
    expect(worker.asked[0]).toMatchObject({ workload: 'W2', cell: 'lstm', arithmetic: 'simd' });
    screen.getByText('No figures have been published for this workload yet.');
  });

  it('throws away what was timed while the tab was in the background, waits, and says so', async () => {
    const { worker, visibility } = await show(fakeWorker(['scalar']));
    await press('Measure here');
    act(() => visibility.set(true));
    await worker.answer();
    screen.getByText('This tab is in the background. Measuring goes on when you come back.');
    expect(worker.asked).toHaveLength(1);
    await act(async () => visibility.set(false));
    await worker.answerAll();
    expect(worker.asked).toHaveLength(1 + ROUNDS);
    screen.getByText(/because the tab was in the background: 1\./);
  });

  it('can be stopped while it waits for the tab', async () => {
    const { worker, visibility } = await show(fakeWorker(['scalar']));
    await press('Measure here');
    act(() => visibility.set(true));
    await worker.answer();
    await press('Stop');
    await act(async () => visibility.set(false));
    expect(worker.asked).toHaveLength(1);
    screen.getByText('Stopped. What had been measured is kept.');
  });

  it('says that there is plain TypeScript only, and measures it', async () => {
    const { worker } = await show(fakeWorker(['scalar']));
    screen.getByText(/There is only scalar \(plain TypeScript\) here/);
    expect(row('simd').textContent).toContain('not available here');
    expect(screen.queryByRole('radio', { name: 'all' })).toBeNull();
    await press('Measure here');
    await worker.answerAll();
    expect(row('scalar').textContent).toContain('112,000');
  });

  it('says when the worker dies, keeps what it had, and starts a new one', async () => {
    const { worker } = await show();
    await press('Measure here');
    await worker.answer();
    worker.die();
    await worker.answer();
    screen.getByText(/^The engine stopped, or could not start/);
    expect(row('scalar').textContent).toContain('112,000');
    await press('Measure again');
    await worker.answerAll();
    screen.getByText('Measured.');
  });

  it('says in a sentence what the engine refuses', async () => {
    const worker = fakeWorker();
    worker.refusal = toFailure(new EngineError('out-of-memory', { needed: 2 ** 31, limit: 2 ** 30 }));
    await show(worker);
    await press('Measure here');
    await worker.answer();
    screen.getByText(/needs? 2 GB/);
  });

  it('gives up the rounds of an arithmetic that takes too long', async () => {
    const worker = fakeWorker(['scalar', 'simd']);
    let time = 0;
    const store = createMeasureStore(worker.port, {
      visibility: fakeVisibility(),
      now: () => time,
    });
    const running = store.getState().run();
    while (store.getState().phase === 'running') {
      if (worker.asked.at(-1)?.arithmetic === 'scalar') time += 7000;
      await worker.answer();
    }
    await running;
    expect(worker.asked.filter(({ arithmetic }) => arithmetic === 'scalar')).toHaveLength(1);
    expect(worker.asked.filter(({ arithmetic }) => arithmetic === 'simd')).toHaveLength(ROUNDS);
    expect(store.getState().phase).toBe('done');
  });

  it('names the machine, the version, the BLAS and the threads beside published numbers', async () => {
    await show();
    const table = screen.getByRole('table', { name: 'W1 · 32 units, GRU: speed of training' });
    expect(row('PyTorch', within(table) as unknown as typeof screen).textContent).toContain('280,000');
    screen.getByText(
      '2026-11-23; a processor, AVX2; 2 cores; Chromium 156; another machine, for orientation',
    );
    screen.getByText('1.13.1, OpenBLAS, 1 thread');
    screen.getByText('the same machine, in turn with Chromium');
    screen.getByText(/^Your own numbers are comparable only among themselves/);
  });

  it('can be drawn ahead, before any worker is there', () => {
    const store = createMeasureStore(fakeWorker().port);
    const html = renderToString(
      <LangProvider lang="zh">
        <SpeedOf store={store} bench={null} />
      </LangProvider>,
    );
    expect(html).toContain('还没测');
    expect(html).toContain('这个任务还没有已发布的数字');
  });
});
