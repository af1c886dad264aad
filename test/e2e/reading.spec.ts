import AxeBuilder from '@axe-core/playwright';
import { expect, instrument, plain, pretrained, pretrainedTrace, shown, test } from './support.ts';

const PAGES = ['/en/', '/zh/', '/en/chapters/gru/', '/zh/chapters/gru/'];

for (const path of PAGES) {
  test(`${path} opens without an error, and axe finds nothing serious in either theme`, async ({
    watched: page,
  }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3)}`)).toEqual(
        [],
      );
    }
  });

  test(`${path} fits a phone: nothing wider than 390 pixels`, async ({ watched: page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  for (const [path, sentence] of [
    ['/en/chapters/gru/', 'A plain recurrent network has a single rule'],
    ['/zh/chapters/gru/', '重置门'],
  ] as const) {
    test(`${path} can be read: prose, equations and a stored trace’s numbers`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByText(sentence).first()).toBeVisible();
      expect(await page.locator('.katex').count()).toBeGreaterThan(50);
      const preset = path.startsWith('/en') ? 'gru-moby-dick' : 'gru-song-ci';
      const trace = pretrainedTrace(preset);
      const values = instrument(page).getByRole('group', { name: /^(Values at the cursor|光标处的数值)$/ });
      await expect(values).toContainText(shown(trace.lanes[0].values.update[8 * trace.H + 4]));
    });
  }
});

test('the keyboard steps through time, and heatmap, diagram and equations show the trace’s own numbers', async ({
  watched: page,
}) => {
  const trace = pretrainedTrace('gru-moby-dick');
  const at = (name: 'reset' | 'update' | 'candidate' | 'hidden', t: number, unit: number) =>
    shown(trace.lanes[0].values[name][t * trace.H + unit]);
  await page.goto('/en/chapters/gru/');
  const figure = instrument(page);
  const surface = figure.getByLabel(/^Gate heatmap/);
  await surface.focus();
  let [t, unit] = [8, 4];
  const expectEverywhere = async () => {
    const [R, Z, C, H] = (['reset', 'update', 'candidate', 'hidden'] as const).map((name) =>
      at(name, t, unit),
    );
    const readOut = figure.getByRole('group', { name: 'Values at the cursor' });
    await expect.poll(async () => plain(await readOut.innerText())).toContain(`R ${R} Z ${Z} H̃ ${C} H ${H}`);
    const diagram = figure.getByLabel(/^The GRU cell, drawn/);
    const description = await diagram.evaluate(
      (element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
    );
    expect(plain(description)).toContain(`Zₜ = ${Z}`);
    expect(plain(description)).toContain(`Hₜ = ${H}`);
    expect(plain(await diagram.textContent())).toContain(Z);
    const equations = page.locator('#fig-timestep');
    expect(
      plain(
        await equations
          .getByRole('button', { name: /update gate/ })
          .first()
          .innerText(),
      ),
    ).toContain(Z);
    expect(plain(await equations.locator('[data-slot="=Z"], [data-slot="Z"]').first().textContent())).toBe(Z);
  };
  await page.keyboard.press('ArrowRight');
  t = 9;
  await page.keyboard.press('ArrowDown');
  unit = 5;
  await expectEverywhere();
  await page.keyboard.press('End');
  t = trace.T - 1;
  await expectEverywhere();
  await page.keyboard.press('Home');
  t = 0;
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
  unit = 2;
  await expectEverywhere();
});

test('a live trace, after the engine has started, is the stored one to the last digit', async ({
  watched: page,
}) => {
  const trace = pretrainedTrace('gru-moby-dick');
  await page.goto('/en/chapters/gru/');
  await page.locator('#fig-workbench').scrollIntoViewIfNeeded();
  const { arithmetic } = pretrained('gru-moby-dick').record;
  expect(arithmetic).toBe('simd');
  // The page computes with the same arithmetic, so to the same bits.
  await expect(
    page.locator('#fig-workbench').getByText(/parameters, a vocabulary.* computed with SIMD,/),
  ).toBeVisible({ timeout: 15_000 });
  const readOut = instrument(page).getByRole('group', { name: 'Values at the cursor' });
  const hidden = shown(trace.lanes[0].values.hidden[8 * trace.H + 4]);
  expect(plain(await readOut.innerText())).toContain(`H ${hidden}`);
});

test('pointing at a symbol lights it up in the prose, the equations and the diagram', async ({
  watched: page,
}) => {
  await page.goto('/en/chapters/gru/');
  const lit = () => page.locator('[data-focused], [data-lit]').count();
  const before = await lit();
  await page
    .locator('#fig-equations')
    .getByRole('button', { name: /update gate/ })
    .first()
    .focus();
  await expect.poll(lit).toBeGreaterThan(before + 2);
});

test('an operator opens into its formula in numbers, and Escape closes it', async ({ watched: page }) => {
  const trace = pretrainedTrace('gru-moby-dick');
  await page.goto('/en/chapters/gru/');
  const operator = instrument(page).getByRole('button', { name: /^Reset gate σ/ });
  await operator.focus();
  await page.keyboard.press('Enter');
  const panel = instrument(page).getByRole('group', { name: /^Formula: / });
  await expect(panel).toContainText(shown(trace.lanes[0].values.reset[8 * trace.H + 4]));
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('changing the reset convention changes the equation and the diagram', async ({ watched: page }) => {
  await page.goto('/en/chapters/gru/');
  const workbench = page.locator('#fig-workbench');
  await workbench.scrollIntoViewIfNeeded();
  const group = workbench.getByRole('radiogroup', { name: 'Reset gate' });
  await group.getByRole('radio', { name: 'After' }).check();
  await expect(
    page.locator('#fig-equations').getByRole('button', { name: /bhn|bₕₙ|hidden product/ }),
  ).toBeVisible();
});

test('charts and corpora come only when they are needed', async ({ watched: page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto('/en/chapters/gru/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await instrument(page).scrollIntoViewIfNeeded();
  expect(fetched.filter((path) => /corpora|\.gbck|lines-|entry-/.test(path))).toEqual([]);
  await page.locator('#fig-workbench').scrollIntoViewIfNeeded();
  await expect.poll(() => fetched.some((path) => path.includes('moby-dick.txt'))).toBe(true);
  await expect.poll(() => fetched.some((path) => /lines-/.test(path))).toBe(true);
});

test('an address that is no page says so, in the language of the address', async ({ page }) => {
  await page.goto('/zh/chapters/no-such-thing/');
  await expect(page.getByRole('heading', { name: '没有这一页' })).toBeVisible();
  await expect(page.getByText('/zh/chapters/no-such-thing/')).toBeVisible();
  await page.getByRole('link', { name: '门控循环单元' }).click();
  await expect(page).toHaveURL(/\/zh\/chapters\/gru\/$/);
  await page.goto('/%F0%9F%A4%96/?x=%3Cscript%3E');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '没有这一页' })).toBeVisible();
});

test('the front door goes to the browser’s language, and remembers a choice', async ({ watched: page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/en\/$/);
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page).toHaveURL(/\/zh\/$/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/zh\/$/);
});

test('the theme follows the system until it is chosen, and the choice stays', async ({ watched: page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/en/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the home page’s figure moves by itself and can be paused', async ({ watched: page }) => {
  await page.goto('/en/');
  const status = page.getByText(/^timestep \d+/).first();
  const first = await status.innerText();
  await expect.poll(() => status.innerText(), { timeout: 10_000 }).not.toBe(first);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
});
