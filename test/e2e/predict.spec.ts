import { expect, test } from './support.ts';

test('an experiment waits for a prediction, runs live, and reveals what the record says', async ({
  watched: page,
}) => {
  await page.goto('/en/chapters/gru/');
  const box = page.getByRole('region', { name: /Train on the text and average the update gates/ });
  await box.scrollIntoViewIfNeeded();
  const run = box.getByRole('button', { name: /^Run the experiment/ });
  await expect(run).toBeDisabled();
  await box.getByRole('radio', { name: /^Up:/ }).check();
  await run.click();
  await expect(box.getByText('That is not what happened.')).toBeVisible({ timeout: 60_000 });
  const rows = box.getByRole('row');
  const count = await rows.count();
  // Same seed, same bits: what ran here just now is what the committed record says, digit for digit.
  let compared = 0;
  for (let i = 1; i < count; i++) {
    const cells = await rows.nth(i).getByRole('cell').allInnerTexts();
    if (cells.length !== 2) continue;
    expect(cells[0]).toBe(cells[1]);
    compared += 1;
  }
  expect(compared).toBeGreaterThanOrEqual(4);
});
