import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { ExperimentData } from '../../app/experiment/types.ts';
import { Transport } from '../../app/figures/transport/transport.tsx';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { fakeStore } from './fakes/controls.ts';

afterEach(cleanup);

function show(data: Partial<ExperimentData> = {}, lang: Lang = 'en') {
  const store = fakeStore(data);
  render(
    <LangProvider lang={lang}>
      <ExperimentProvider store={store}>
        <Transport />
      </ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

const reading = (label: string) => screen.getByText(label).nextElementSibling?.textContent;

const TRAINED: ExperimentData['progress'] = {
  step: 3120,
  epoch: 0.306,
  tokensPerSecond: 35_200.4,
  loss: Math.log(6),
  gradNorm: 0.625,
  clippedShare: 0.04,
  heldOut: { step: 3100, loss: 1.8 },
};

describe('the transport', () => {
  it('plays, and then offers to pause', async () => {
    const store = show();
    await userEvent.click(screen.getByRole('button', { name: 'Play training' }));
    expect(store.getState().play).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole('button', { name: 'Pause training' }));
    expect(store.getState().pause).toHaveBeenCalledOnce();
  });

  it('has a button for one step, one epoch, the same seed and a new one', async () => {
    const store = show({}, 'zh');
    for (const name of ['训练一步', '训练到这一轮结束', '从随机参数重来，种子不变', '换一个种子重来']) {
      await userEvent.click(screen.getByRole('button', { name }));
    }
    const { stepOnce, epochOnce, reset, newSeed } = store.getState();
    for (const action of [stepOnce, epochOnce, reset, newSeed]) expect(action).toHaveBeenCalledOnce();
  });

  it.each([
    ['en', 'paused: something else took the engine'],
    ['zh', '引擎被别处占用，训练已暂停'],
  ] as const)(
    'says so when something else took the engine, an experiment or a measurement (%s)',
    (lang, said) => {
      show({ status: 'paused', notice: 'elsewhere' }, lang);
      expect(screen.getByText(said).getAttribute('role')).toBe('status');
    },
  );

  it('reads a dash, not a number, for what has not been measured yet', () => {
    show();
    expect(reading('step')).toBe('3,000');
    expect(reading('loss')).toBe('–');
    expect(reading('perplexity')).toBe('–');
    expect(reading('held-out loss')).toBe('1.773');
    expect(reading('chars/s')).toBe('–');
  });

  it('reads perplexity as the exponential of the loss, beside the other numbers', () => {
    show({ status: 'training', progress: TRAINED });
    expect(['step', 'epoch', 'loss', 'perplexity', 'grad. norm', 'clipped', 'chars/s'].map(reading)).toEqual([
      '3,120',
      '0.31',
      '1.792',
      '6.00',
      '0.63',
      '4%',
      '35,200',
    ]);
  });

  it('says which run it is and leads back to the pretrained model once it was left', async () => {
    const store = show();
    expect(screen.getByText('pretrained for 3,000 steps')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Back to pretrained' })).toBeNull();
    act(() => store.setState({ origin: 'scratch' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Back to pretrained' }));
    expect(store.getState().usePretrained).toHaveBeenCalledOnce();
  });

  it('lists the keys on request and closes the list with Escape', async () => {
    show();
    const help = screen.getByRole('button', { name: 'Keyboard keys' });
    await userEvent.click(help);
    expect(
      within(screen.getByRole('dialog', { name: 'Keyboard keys' })).getByText('train one step'),
    ).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(help);
  });

  it('keeps the face of its button while a running model is rebuilt', () => {
    const store = show({ status: 'training' });
    act(() => store.setState({ status: 'starting' }));
    expect(screen.getByRole('button', { name: 'Pause training' })).toBeTruthy();
  });

  it('offers no training while the engine is gone', async () => {
    const store = show({ status: 'crashed' });
    expect(screen.getByRole('status').textContent).toBe('engine stopped');
    await userEvent.click(screen.getByRole('button', { name: 'Play training' }));
    expect(store.getState().play).not.toHaveBeenCalled();
  });
});
