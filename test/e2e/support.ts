/** What the browser tests share: the page opened with its errors watched, and the engine's answers from Node. */
import { readFileSync } from 'node:fs';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { CORPORA } from '../../content/corpora/corpora.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { PresetId } from '../../content/experiments/types.ts';
import { createSession, type Session, type Trace, traceOf } from '../../engine/index.ts';
import { nodeMachine } from '../../scripts/machine.ts';

/** A page on which any console error, uncaught exception or request to another host fails the test. */
export const test = base.extend<{ watched: Page }>({
  watched: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== new URL(baseURL ?? '').origin) {
        faults.push(`request to another host: ${request.url()}`);
      }
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});
export { expect };

/** In Node as in the browser: with compiled kernels the two compute the same bits. */
export const machine = await nodeMachine();

/** The preset's pretrained model, in Node, from the files that ship. */
export function pretrained(id: PresetId): Session {
  const preset = PRESETS[id];
  const text = readFileSync(`public/${CORPORA[preset.corpus].path}`, 'utf8');
  const checkpoint = new Uint8Array(readFileSync(`public/${preset.checkpoint}`));
  return createSession({ config: preset.config, data: { kind: 'text', text }, checkpoint }, { machine });
}

/** Its trace on the preset's probe. */
export const pretrainedTrace = (id: PresetId): Trace => traceOf(pretrained(id), PRESETS[id].probe);

/** A value as every figure shows it: three decimals. */
export const shown = (value: number): string => {
  const text = Math.abs(value).toFixed(3);
  return `${value < 0 && Number(text) !== 0 ? '−' : ''}${text}`;
};

/** Text with every minus sign the same. */
export const plain = (text: string | null): string =>
  (text ?? '').replaceAll('-', '−').replace(/\s+/g, ' ').trim();

export const instrument = (page: Page): Locator => page.locator('#fig-instrument');
export const workbench = (page: Page): Locator => page.locator('#fig-workbench');

/** A number of the strip's read-outs, by its label; NaN while there is none. */
export async function readOut(figure: Locator, label: string): Promise<number> {
  const list = figure.getByLabel(/^(Read-outs|读数)$/);
  const value = list
    .locator('div')
    .filter({ has: figure.page().locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('dd');
  return Number((await value.innerText()).replaceAll(',', '').replace('%', ''));
}

/** Opens a chapter's workbench and waits until its engine runs. */
export async function openWorkbench(page: Page, path: string): Promise<Locator> {
  await page.goto(path);
  const figure = workbench(page);
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByText(/parameters, a vocabulary|个参数，词表/)).toBeVisible({ timeout: 15_000 });
  return figure;
}
