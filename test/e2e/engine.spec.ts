import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support.ts';

const LANGUAGES = [
  {
    path: '/en/engine/',
    ...{ title: 'Under the hood', run: 'Measure here', again: 'Measure again', stop: 'Stop' },
    ...{ table: /^W1 · 32 units, GRU/, done: 'Measured.', foot: /^Under the hood/ },
  },
  {
    path: '/zh/engine/',
    ...{ title: '引擎', run: '在这台机器上测', again: '再测一次', stop: '停止' },
    ...{ table: /^W1 · 32 个隐藏单元，GRU/, done: '测完了。', foot: /^引擎/ },
  },
];

const figure = (page: Page): Locator => page.locator('#fig-measure');

/** Tokens a second of a row of the reader's own; NaN while there are none. */
async function speed(page: Page, arithmetic: string): Promise<number> {
  const own = figure(page).locator('tbody').first();
  const row = own.getByRole('row', { name: new RegExp(`^${arithmetic}`) });
  return Number((await row.getByRole('cell').first().innerText()).replaceAll(',', ''));
}

for (const { path, title, run, again, table, done, foot } of LANGUAGES) {
  test(`${path} measures W1 in this browser and sets it beside the published figures`, async ({
    watched: page,
  }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    await figure(page).getByRole('button', { name: run }).click();
    await expect(figure(page).getByText(done, { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(figure(page).getByRole('button', { name: again })).toBeVisible();
    await expect(figure(page).getByRole('table', { name: table })).toBeVisible();
    for (const arithmetic of ['scalar', 'simd']) expect(await speed(page, arithmetic)).toBeGreaterThan(0);
    expect(await speed(page, 'simd')).toBeGreaterThan(await speed(page, 'scalar'));
    if (existsSync('content/bench/record.json')) {
      const published = figure(page).locator('tbody').nth(1).getByRole('row', { name: /^simd/ });
      await expect(published.getByRole('cell').first()).toHaveText(/^[1-9][\d,]*$/);
    } else await expect(figure(page).locator('tbody')).toHaveCount(2);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3)}`)).toEqual(
      [],
    );
  });

  test(`${path} fits a phone, is found from the home page, and has no fault in the dark`, async ({
    watched: page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.goto(path.replace('engine/', ''));
    await page.getByRole('contentinfo').getByRole('link', { name: foot }).click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3)}`)).toEqual(
      [],
    );
  });
}

test('the keyboard chooses, runs and stops; a change of language keeps what was measured', async ({
  watched: page,
}) => {
  await page.goto('/en/engine/');
  await figure(page).getByRole('radio', { name: 'GRU' }).focus();
  await page.keyboard.press('ArrowLeft');
  await figure(page).getByRole('radio', { name: 'all' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(
    figure(page)
      .getByRole('radio', { name: /fma|simd/ })
      .last(),
  ).toBeChecked();
  await figure(page).getByRole('button', { name: 'Measure here' }).focus();
  await page.keyboard.press('Enter');
  const last = (await figure(page).getByRole('radio', { name: 'fma' }).count()) > 0 ? 'fma' : 'simd';
  await expect.poll(() => speed(page, last), { timeout: 30_000 }).toBeGreaterThan(0);
  if (await figure(page).getByRole('button', { name: 'Stop' }).isVisible()) {
    await page.keyboard.press('Enter');
  }
  await expect(figure(page).getByRole('button', { name: 'Measure again' })).toBeVisible();
  const before = await speed(page, last);
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('引擎');
  expect(await speed(page, last)).toBe(before);
});

test('a link from the foot of a chapter leads to the top of the page; back leads to where it was', async ({
  watched: page,
}) => {
  await page.goto('/en/chapters/gru/');
  await page
    .getByRole('contentinfo')
    .getByRole('link', { name: /^Under the hood/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport();
  await expect(page).toHaveTitle('Under the hood · Gatebook');
  await page.goBack();
  await expect(page).toHaveTitle('Gated Recurrent Unit · Gatebook');
  await expect(page.getByRole('contentinfo')).toBeInViewport();
});

test('without WebAssembly there is plain TypeScript: the page says so and measures it', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/en/engine/');
  await expect(figure(page).getByText(/There is only scalar \(plain TypeScript\) here/)).toBeVisible();
  await figure(page).getByRole('button', { name: 'Measure here' }).click();
  await expect.poll(() => speed(page, 'scalar'), { timeout: 30_000 }).toBeGreaterThan(0);
});

test('when the worker dies the page says so, and measures again with a new one', async ({ page }) => {
  await page.goto('/en/engine/');
  await expect.poll(() => page.workers().length).toBe(1);
  await figure(page).getByRole('button', { name: 'Measure here' }).click();
  await expect.poll(() => speed(page, 'simd'), { timeout: 30_000 }).toBeGreaterThan(0);
  await page.workers()[0]?.evaluate(() => self.close());
  await expect(figure(page).getByText(/^The engine stopped, or could not start/)).toBeVisible({
    timeout: 20_000,
  });
  expect(await speed(page, 'simd')).toBeGreaterThan(0);
  await figure(page).getByRole('button', { name: 'Measure again' }).click();
  await expect(figure(page).getByText('Measured.', { exact: true })).toBeVisible({ timeout: 60_000 });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  for (const { path, title } of LANGUAGES) {
    test(`${path} can be read`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
      await expect(page.getByText('PyTorch').first()).toBeVisible();
      await expect(figure(page).getByRole('table')).toBeVisible();
    });
  }
});
