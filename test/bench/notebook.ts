/**
 * Does the main thread ever wait? Trains a GRU of W1's size on the chapter page with the heatmap, the chart and the
 * writer in view, and counts the tasks over 50 ms (Long Tasks API); then how long commands take at W2's size.
 */
import { spawnSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import type { BenchPage } from '../../content/bench/record.ts';
import { BROWSER } from './chromium.ts';

/** Pauses and plays that are timed. */
const PRESSES = 10;

/** Milliseconds from each pressing of pause until the page shows the engine's answer. Runs in the page. */
async function pauses(count: number): Promise<number[]> {
  const figure = document.getElementById('fig-workbench')!;
  const press = (from: string, to: string): Promise<number> =>
    new Promise((resolve) => {
      const start = performance.now();
      figure.querySelector<HTMLElement>(`button[aria-label^="${from}"]`)!.click();
      const look = (): void => {
        if (figure.querySelector(`button[aria-label^="${to}"]`)) resolve(performance.now() - start);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await press('Play', 'Pause');
    // Somewhere inside a step.
    await new Promise((resolve) => setTimeout(resolve, 500 + 37 * i));
    times.push(await press('Pause', 'Play'));
  }
  return times.sort((a, b) => a - b);
}

/** Builds the site and measures it. @param seconds of training @throws Error if the page is not as expected */
export async function checkNotebook(seconds: number, say: (line: string) => void): Promise<BenchPage> {
  if (spawnSync('node', ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
    throw new Error('the site does not build');
  }
  const server = await preview({ preview: { port: 4199, strictPort: false }, logLevel: 'error' });
  const browser = await chromium.launch(BROWSER);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 2600 } });
    page.setDefaultTimeout(20_000);
    await page.goto(`${server.resolvedUrls!.local[0]}en/chapters/gru/#fig-workbench`);
    // The prose between the two figures goes, so that both are in view at once.
    await page.addStyleTag({
      content: '#timestep, #scratch, #concise, #training > p, aside { display: none }',
    });
    const workbench = page.locator('#fig-workbench');
    await page.locator('#fig-instrument').scrollIntoViewIfNeeded();
    await page.evaluate(() => document.getElementById('fig-instrument')!.scrollIntoView());
    await workbench.getByText(/parameters, a vocabulary/).waitFor();
    await workbench.getByRole('button', { name: /^Reset to random/ }).click();
    await page.waitForTimeout(1500);
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
      }).observe({ type: 'longtask' });
    });
    await workbench.getByRole('button', { name: /^Play/ }).click();
    await page.waitForTimeout(seconds * 1000);
    const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
    const inView = await page.evaluate(() =>
      ['fig-instrument', 'fig-workbench'].every((id) => {
        const box = document.getElementById(id)?.getBoundingClientRect();
        return box && box.bottom > 0 && box.top < innerHeight;
      }),
    );
    if (!inView) throw new Error('the figures are not in view together');
    await workbench.getByRole('button', { name: /^Pause/ }).click();
    const hidden = workbench.getByRole('textbox', { name: /^Hidden size/ });
    await hidden.fill('256');
    await hidden.press('Enter');
    await workbench.getByText('from random parameters', { exact: true }).waitFor();
    const answers = await page.evaluate(pauses, PRESSES);
    const longestMs = Math.round(Math.max(0, ...tasks));
    const [median, slowest] = [answers[PRESSES / 2], answers[PRESSES - 1]].map(Math.round);
    say(
      `the chapter page, ${seconds} s of training: ${tasks.length} tasks over 50 ms, longest ${longestMs} ms`,
    );
    say(`pausing a model of W2's size: median ${median} ms, slowest of ${PRESSES} ${slowest} ms`);
    return { seconds, longTasks: tasks.length, longestMs, pauseMs: { median, slowest } };
  } finally {
    await browser.close();
    await server.close();
  }
}
