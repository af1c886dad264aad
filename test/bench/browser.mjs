/**
 * Does the main thread ever wait? Trains a W1-sized GRU on the chapter page with the heatmap, the chart and the
 * writer in view for `SECONDS`, and reports every task over 50 ms (Long Tasks API) and how long commands took.
 * Needs a built site (`npm run build`).
 */
import { chromium } from '@playwright/test';
import { preview } from 'vite';

const SECONDS = Number(process.env.SECONDS ?? 15);
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'];

const server = await preview({ preview: { port: 4199, strictPort: false }, logLevel: 'error' });
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ARGS,
});
const page = await browser.newPage({ viewport: { width: 1280, height: 2600 } });
await page.goto(`${address}en/chapters/gru/#fig-workbench`);
// The prose between the two figures goes, so that both are in view at once.
await page.addStyleTag({ content: '#timestep, #scratch, #concise, #training > p, aside { display: none }' });
const workbench = page.locator('#fig-workbench');
await page.locator('#fig-instrument').scrollIntoViewIfNeeded();
await page.evaluate(() => document.getElementById('fig-instrument').scrollIntoView());
await workbench.getByText(/parameters, a vocabulary/).waitFor();
await workbench.getByRole('button', { name: /^Reset to random/ }).click();
await page.waitForTimeout(1500);
await page.evaluate(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
});
await workbench.getByRole('button', { name: /^Play/ }).click();
await page.waitForTimeout(SECONDS * 1000);
const tasks = await page.evaluate(() => window.longTasks);
const visible = await page.evaluate(() =>
  ['fig-instrument', 'fig-workbench'].filter((id) => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < innerHeight;
  }),
);
console.log(`in view: ${visible.join(', ')}`);
console.log(
  `main thread, ${SECONDS} s of training: ${tasks.length} tasks over 50 ms${
    tasks.length ? ` (longest ${Math.max(...tasks).toFixed(0)} ms)` : ''
  }`,
);
// A W2-sized model (H 256): how long from pressing pause or play until the page shows the engine's answer.
await workbench.getByRole('button', { name: /^Pause/ }).click();
const hidden = workbench.getByRole('textbox', { name: /^Hidden size/ });
await hidden.fill('256');
await hidden.press('Enter');
await workbench.getByText('from random parameters', { exact: true }).waitFor();
const answers = await page.evaluate(async () => {
  const figure = document.getElementById('fig-workbench');
  const press = (from, to) =>
    new Promise((resolve) => {
      const start = performance.now();
      figure.querySelector(`button[aria-label^="${from}"]`).click();
      const look = () =>
        figure.querySelector(`button[aria-label^="${to}"]`)
          ? resolve(performance.now() - start)
          : requestAnimationFrame(look);
      requestAnimationFrame(look);
    });
  const times = [];
  for (let i = 0; i < 10; i++) {
    await press('Play', 'Pause');
    // Somewhere inside a step of about 0.3 s.
    await new Promise((resolve) => setTimeout(resolve, 500 + 37 * i));
    times.push(await press('Pause', 'Play'));
  }
  return times.sort((a, b) => a - b);
});
console.log(
  `pausing a W2-sized model: median ${answers[5].toFixed(0)} ms, slowest of ten ${answers[9].toFixed(0)} ms`,
);
await browser.close();
await server.close();
