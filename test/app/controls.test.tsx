import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { ExperimentData } from '../../app/experiment/types.ts';
import { Controls } from '../../app/figures/controls/controls.tsx';
import { STOPS } from '../../app/figures/controls/settings.ts';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { parseNumber } from '../../app/ui/parse.ts';
import { nearestStop } from '../../app/ui/stops.ts';
import type { Arithmetic } from '../../engine/index.ts';
import { fakeStore } from './fakes/controls.ts';

afterEach(cleanup);

function show(lang: Lang = 'en', data: Partial<ExperimentData> = {}) {
  const store = fakeStore(data);
  render(
    <LangProvider lang={lang}>
      <ExperimentProvider store={store}>
        <Controls enginePath={`/${lang}/engine/`} />
      </ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

const field = (name: RegExp) => screen.getByRole<HTMLInputElement>('textbox', { name });
const slider = (name: RegExp) => screen.getByRole<HTMLInputElement>('slider', { name });

/** The facts of a run that was computed so. */
const ranBy = (arithmetic: Arithmetic, shards = 1) =>
  ({ parameters: 8328, record: { arithmetic, shards } }) as ExperimentData['info'];

describe('the controls', () => {
  it('separate what applies now from what rebuilds', () => {
    show();
    const now = within(screen.getByRole('region', { name: 'Applies now' }));
    const rebuilds = within(screen.getByRole('region', { name: 'Rebuilds' }));
    expect(now.getByRole('slider', { name: 'Learning rate η' })).toBeTruthy();
    expect(rebuilds.getByRole('slider', { name: 'Hidden size H' })).toBeTruthy();
    expect(rebuilds.getByRole('radiogroup', { name: 'Reset gate' })).toBeTruthy();
  });

  it.each([
    ['en', 'scalar', 'computed one number at a time, without SIMD.'],
    ['en', 'simd', 'a vocabulary of 34 characters, computed with SIMD, four numbers at a time.'],
    ['en', 'fma', 'computed with SIMD and fused multiply-add, four numbers at a time.'],
    ['zh', 'scalar', '逐个数计算（没有用 SIMD 指令）。'],
    ['zh', 'simd', '词表 34 个字符，用 SIMD 指令计算（一次算四个数）。'],
    ['zh', 'fma', '用 SIMD 和融合乘加指令计算（一次算四个数，乘加只舍入一次）。'],
  ] as const)('say in small print what computes the run (%s, %s)', (lang, arithmetic, sentence) => {
    show(lang, { info: ranBy(arithmetic) });
    expect(screen.getByText(/8,328/).textContent).toContain(sentence);
  });

  it('take a typed learning rate beyond the slider, up to 1e9', async () => {
    const store = show();
    await userEvent.clear(field(/Learning rate/));
    await userEvent.type(field(/Learning rate/), '1e9{Enter}');
    expect(store.getState().set).toHaveBeenCalledExactlyOnceWith('learningRate', 1e9);
  });

  it('keep what was typed when it is refused, and say what is accepted', async () => {
    const store = show('zh');
    const hidden = field(/隐藏单元数/);
    await userEvent.clear(hidden);
    await userEvent.type(hidden, '100000{Enter}');
    expect(store.getState().set).not.toHaveBeenCalled();
    expect(hidden.value).toBe('100000');
    expect(hidden.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('alert').textContent).toBe('“100000”不行：隐藏单元数应是 1 到 512 之间的整数。');
    await userEvent.keyboard('{Escape}');
    expect(hidden.value).toBe('32');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('quote no more of a long paste than fits a sentence, and nothing of an empty field', async () => {
    show();
    const rate = field(/Learning rate/);
    fireEvent.change(rate, { target: { value: '9'.repeat(5000) } });
    fireEvent.keyDown(rate, { key: 'Enter' });
    expect(screen.getByRole('alert').textContent).toMatch(/^“9{24}…” will not do/);
    fireEvent.change(rate, { target: { value: ' ' } });
    fireEvent.keyDown(rate, { key: 'Enter' });
    expect(screen.getByRole('alert').textContent).toMatch(/^Nothing is typed here\. Learning rate takes/);
  });

  it('commit a slider once, when it is let go', () => {
    const store = show();
    const rate = slider(/Learning rate/);
    for (const index of [20, 22, 24]) fireEvent.input(rate, { target: { value: String(index) } });
    expect(rate.getAttribute('aria-valuetext')).toBe('0.1');
    expect(store.getState().set).not.toHaveBeenCalled();
    fireEvent(rate, new Event('change', { bubbles: true }));
    expect(store.getState().set).toHaveBeenCalledExactlyOnceWith('learningRate', 0.1);
  });

  it('show the new value while the model is rebuilt, and the true one when it was refused', async () => {
    const store = show();
    let settle = () => {};
    const slow = () =>
      new Promise<void>((resolve) => {
        settle = resolve;
      });
    act(() => store.setState({ set: vi.fn(slow) }));
    await userEvent.clear(field(/Hidden size/));
    await userEvent.type(field(/Hidden size/), '512{Enter}');
    expect(field(/Hidden size/).value).toBe('512');
    await act(async () => settle());
    expect(field(/Hidden size/).value).toBe('32');
  });

  it('choose the optimiser and say what learning rate it usually takes', async () => {
    const store = show();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Optimiser' }), 'SGD');
    expect(store.getState().set).toHaveBeenCalledExactlyOnceWith('optimiser', 'sgd');
    expect(screen.getByText(/SGD often takes about 1/)).toBeTruthy();
  });

  it('choose the reset convention by its radio', async () => {
    const store = show('zh');
    await userEvent.click(screen.getByRole('radio', { name: '乘积之后' }));
    expect(store.getState().set).toHaveBeenCalledExactlyOnceWith('reset', 'after');
  });
});

describe('how it is computed', () => {
  const open = (name = 'How it is computed') => userEvent.click(screen.getByText(name));
  const optionsOf = (name: string) =>
    within(screen.getByRole('combobox', { name }))
      .getAllByRole('option')
      .map((option) => option.textContent);

  it('is folded up among what rebuilds, and leads to the page that explains it', async () => {
    show('zh');
    const rebuilds = within(screen.getByRole('region', { name: '需要重建' }));
    expect(rebuilds.getByText('如何计算').closest('details')?.open).toBe(false);
    await open('如何计算');
    expect(rebuilds.getByText('如何计算').closest('details')?.open).toBe(true);
    expect(rebuilds.getByRole('link', { name: /^引擎/ }).getAttribute('href')).toBe('/zh/engine/');
  });

  it('offers fused multiply-add only where it is there', async () => {
    const store = show('en', { arithmetics: ['scalar', 'simd'] });
    await open();
    expect(optionsOf('Arithmetic')).toEqual(['SIMD', 'Plain TypeScript']);
    act(() => store.setState({ arithmetics: ['scalar', 'simd', 'fma'] }));
    expect(optionsOf('Arithmetic')).toEqual(['SIMD', 'SIMD with fused multiply-add', 'Plain TypeScript']);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Arithmetic' }), 'fma');
    expect(store.getState().setComputing).toHaveBeenCalledExactlyOnceWith({ arithmetic: 'fma' });
  });

  it('shows what really computes the run, not what was asked for', async () => {
    show('en', { arithmetics: ['scalar'], info: ranBy('scalar') });
    await open();
    expect(optionsOf('Arithmetic')).toEqual(['Plain TypeScript']);
    expect(screen.getByText(/One number at a time, and much slower/)).toBeTruthy();
  });

  it.each([
    [32, 1, ['1', '2', '4', '8']],
    [3, 3, ['1', '2', '3']],
    [1, 1, ['1']],
  ])('cuts a minibatch of %i in no more than that, and no more than eight', async (batch, shards, counts) => {
    const { config } = fakeStore().getState();
    const store = show('en', { config: { ...config, batch }, info: ranBy('simd', shards) });
    await open();
    const radios = within(screen.getByRole('radiogroup', { name: 'Shards' })).getAllByRole<HTMLInputElement>(
      'radio',
    );
    expect(radios.map(({ value }) => value)).toEqual(counts);
    expect(radios.find(({ checked }) => checked)?.value).toBe(String(shards));
    if (batch < 32) return;
    await userEvent.click(radios[2]);
    expect(store.getState().setComputing).toHaveBeenCalledExactlyOnceWith({ shards: 4 });
  });

  it.each([
    ['en', 'four numbers at a time, each minibatch in 4 shards.'],
    ['zh', '用 SIMD 指令计算（一次算四个数），小批量分 4 片。'],
  ] as const)('is said in small print, shards too if there are several (%s)', (lang, sentence) => {
    show(lang, { info: ranBy('simd', 4) });
    expect(screen.getByText(/8,328/).textContent).toContain(sentence);
  });
});

describe('numbers as typed', () => {
  it('are read as readers write them', () => {
    expect(['0.01', '1e-3', '１２８', '−3', '1,000', '.5'].map(parseNumber)).toEqual([
      0.01, 0.001, 128, -3, 1000, 0.5,
    ]);
    for (const text of ['', '1,5', 'many', '0x10', '1e', 'Infinity']) expect(parseNumber(text)).toBeNaN();
  });
});

describe('slider stops', () => {
  it('ascend, and every stop is its own nearest stop', () => {
    for (const stops of Object.values(STOPS)) {
      expect(stops.map((stop) => nearestStop(stops, stop))).toEqual(stops.map((_, i) => i));
    }
  });
});
