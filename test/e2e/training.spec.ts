import { PRESETS } from '../../content/experiments/presets.ts';
import { createSession } from '../../engine/index.ts';
import { expect, machine, openWorkbench, pretrained, readOut, test, workbench } from './support.ts';

/** The step of the run that the browser keeps, read in the page; null while there is none. */
const keptStep = () =>
  new Promise<number | null>((resolve) => {
    const open = indexedDB.open('gatebook');
    open.onsuccess = () => {
      const get = open.result.transaction('runs').objectStore('runs').get('gru');
      get.onsuccess = () => {
        open.result.close();
        resolve((get.result as { step: number } | undefined)?.step ?? null);
      };
    };
  });

test('the English preset trains from scratch to below 2.4 nats a character within a minute', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('button', { name: /^Reset to random parameters/ }).click();
  await expect(figure.getByText('from random parameters', { exact: true })).toBeVisible();
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect
    .poll(() => readOut(figure, 'held-out loss'), { timeout: 60_000, intervals: [500] })
    .toBeLessThan(2.4);
  expect(await readOut(figure, 'loss')).toBeLessThan(2.6);
  await figure.getByRole('button', { name: /^Pause training/ }).click();
});

test('the Chinese checkpoint resumes to a held-out loss at least 5 % under the unigram entropy', async ({
  watched: page,
}) => {
  const { unigramEntropy, step } = pretrained('gru-song-ci').info;
  const figure = await openWorkbench(page, '/zh/chapters/gru/');
  await figure.getByRole('button', { name: /^开始训练/ }).click();
  // The next evaluation on held-out text comes at the next hundred of steps.
  await expect
    .poll(() => readOut(figure, '步'), { timeout: 60_000, intervals: [500] })
    .toBeGreaterThan(step + 101);
  const heldOut = await readOut(figure, '验证损失');
  expect(heldOut).toBeLessThan(unigramEntropy * 0.95);
  expect(heldOut).toBeGreaterThan(1);
});

test('a new learning rate acts on the running model: no restart, and the run’s record says so', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(3005);
  const rate = figure.getByRole('textbox', { name: /^Learning rate/ });
  await rate.fill('0.002');
  await rate.press('Enter');
  const before = await readOut(figure, 'step');
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(before);
  await expect(figure.getByText(/^pretrained \+ /)).toBeVisible();
  await expect(rate).toHaveValue('0.002');
});

test('two shards, chosen by keyboard: the small print says so, and the loss falls', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  const summary = figure.getByText('How it is computed', { exact: true });
  await summary.focus();
  await page.keyboard.press('Enter');
  const arithmetic = figure.getByRole('combobox', { name: 'Arithmetic' });
  await expect(arithmetic).toHaveValue('simd');
  await page.keyboard.press('Tab');
  await expect(arithmetic).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(figure.getByRole('radio', { name: '1', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(figure.getByText('from random parameters', { exact: true })).toBeVisible();
  await expect(figure.getByText(/computed with SIMD, .*, each minibatch in 2 shards\.$/)).toBeVisible();
  await expect(figure.getByRole('radio', { name: '2', exact: true })).toBeChecked();

  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'loss'), { timeout: 60_000, intervals: [500] }).toBeLessThan(2.8);
  await figure.getByRole('button', { name: /^Pause training/ }).click();
  await expect(figure.getByRole('button', { name: /^Play training/ })).toBeVisible();

  await figure.getByRole('link', { name: /^Under the hood/ }).click();
  await expect(page).toHaveURL(/\/en\/engine\/$/);
});

test('switching the language keeps the running experiment and the place on the page', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(3005);
  const before = await readOut(figure, 'step');
  const top = async () => (await workbench(page).boundingBox())?.y ?? Number.NaN;
  const place = await top();
  await page.getByRole('link', { name: '中文' }).evaluate((link: HTMLElement) => link.click());
  await expect(page).toHaveURL(/\/zh\/chapters\/gru\/$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('门控循环单元');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect.poll(() => readOut(workbench(page), '步')).toBeGreaterThan(before);
  await expect(workbench(page).getByRole('button', { name: /^暂停训练/ })).toBeVisible();
  expect(Math.abs((await top()) - place)).toBeLessThan(400);
});

test('the reader’s own text becomes the corpus, and a text too short is refused with nothing lost', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('radio', { name: 'Your own' }).check();
  const box = figure.getByRole('textbox', { name: 'Paste your text here' });
  await box.fill('far too short');
  await figure.getByRole('button', { name: 'Train on this text' }).click();
  await expect(figure.getByRole('alert').filter({ hasText: /short|at least/i })).toBeVisible();
  await expect(box).toHaveValue('far too short');
  await expect(figure.getByText('pretrained for 3,000 steps')).toBeVisible();

  await box.fill('abcabd '.repeat(600));
  await figure.getByRole('button', { name: 'Train on this text' }).click();
  await expect(figure.getByText('from random parameters', { exact: true })).toBeVisible();
  await expect(figure.getByText(/vocabulary of 6 characters/)).toBeVisible();
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'loss'), { timeout: 30_000 }).toBeLessThan(0.7);
});

test('a reload in the middle of training loses neither the reader’s text nor a bit of the run', async ({
  watched: page,
}) => {
  const text = 'to be or not to be. '.repeat(300);
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('radio', { name: 'Your own' }).check();
  await figure.getByRole('textbox', { name: 'Paste your text here' }).fill(text);
  await figure.getByRole('button', { name: 'Train on this text' }).click();
  await expect(figure.getByText('from random parameters', { exact: true })).toBeVisible();
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step'), { timeout: 20_000 }).toBeGreaterThan(30);
  await figure.getByRole('button', { name: /^Pause training/ }).click();
  await expect(figure.getByRole('button', { name: /^Play training/ })).toBeVisible();
  const step = await readOut(figure, 'step');
  // What the pause keeps stands in the database a moment later.
  await expect.poll(() => page.evaluate(keptStep)).toBe(step);
  await page.reload();
  await page.locator('#fig-workbench').scrollIntoViewIfNeeded();
  await figure.getByRole('button', { name: 'Continue it' }).click();
  await expect(figure.getByText(`continued from step ${step}`)).toBeVisible();
  await expect(figure.getByText('pasted text').first()).toBeVisible();
  // Ten more steps, and the loss is that of a run in Node which nothing interrupted.
  const { config } = PRESETS['gru-moby-dick'];
  const run = createSession({ config, data: { kind: 'text', text } }, { machine });
  const { loss } = run.trainSteps(step + 10);
  for (let at = step; at < step + 10; at++) {
    await figure.getByRole('button', { name: /^Train one step/ }).click();
    await expect.poll(() => readOut(figure, 'step')).toBe(at + 1);
    expect(await readOut(figure, 'loss')).toBe(Number(loss[at].toFixed(3)));
  }
  await expect(figure.getByText(/characters, computed with SIMD/)).toBeVisible();
  expect(run.record.arithmetic).toBe('simd');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(step);
});

test('a binary file, an empty file and a file over the limit are each refused in a sentence', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/zh/chapters/gru/');
  await figure.getByRole('radio', { name: '自己的文本' }).check();
  const input = figure.locator('input[type=file]');
  const give = async (name: string, buffer: Buffer) => {
    await input.setInputFiles({ name, mimeType: 'text/plain', buffer });
    return figure.getByRole('alert');
  };
  await expect(await give('a.txt', Buffer.from([0, 1, 2, 3, 0, 0, 9]))).toContainText(/文本|UTF-8/);
  await expect(await give('b.txt', Buffer.alloc(0))).toContainText('没有字');
  await expect(await give('c.txt', Buffer.alloc(6 * 1024 * 1024, 'a'))).toContainText('5');
  await expect(await give('d.txt', Buffer.from([0x61, 0xff, 0xfe, 0x61]))).toContainText('UTF-8');
  await expect(figure.getByText('预训练模型，训练过 1,200 步')).toBeVisible();
});

test('a diverging run stops, says where, and goes back to its last good state', async ({ watched: page }) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(3005);
  const rate = figure.getByRole('textbox', { name: /^Learning rate/ });
  await rate.fill('1e9');
  await rate.press('Enter');
  const alert = figure.getByRole('alert').filter({ hasText: /diverge/i });
  await expect(alert).toBeVisible({ timeout: 20_000 });
  await expect(alert).toContainText(/step 3,\d+/);
  await figure.getByRole('button', { name: /set the learning rate to/ }).click();
  await expect(alert).toBeHidden();
  const step = await readOut(figure, 'step');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(step + 5);
  expect(await readOut(figure, 'loss')).toBeLessThan(3);
});

test('when the worker dies the page says so, still works, and starts a new one where training was', async ({
  page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBeGreaterThan(3005);
  await page.workers()[0]?.evaluate(() => self.close());
  await expect(figure.getByRole('button', { name: 'Restart the engine' })).toBeVisible({ timeout: 20_000 });
  const surface = page.locator('#fig-instrument').getByRole('group', { name: /^Values at the cursor/ });
  await expect(surface).toContainText(/Z \d/);
  await figure.getByRole('button', { name: 'Restart the engine' }).click();
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step'), { timeout: 20_000 }).toBeGreaterThan(3005);
});

test('a command is answered within 100 ms while a textbook-size network trains', async ({
  watched: page,
}) => {
  const figure = await openWorkbench(page, '/en/chapters/gru/');
  const hidden = figure.getByRole('textbox', { name: /^Hidden size/ });
  await hidden.fill('256');
  await hidden.press('Enter');
  await expect(figure.getByText('from random parameters', { exact: true })).toBeVisible();
  await figure.getByRole('button', { name: /^Play training/ }).click();
  await expect.poll(() => readOut(figure, 'step'), { timeout: 30_000 }).toBeGreaterThan(1);
  // No time is asserted: a pause in the middle of a step leaves the count of completed steps where it was.
  await figure.getByRole('button', { name: /^Pause training/ }).click();
  await expect(figure.getByRole('button', { name: /^Play training/ })).toBeVisible();
  const step = await readOut(figure, 'step');
  await figure.getByRole('button', { name: /^Train one step/ }).click();
  await expect.poll(() => readOut(figure, 'step')).toBe(step + 1);
});
