import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KeptRun } from '../../app/experiment/keeper.ts';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import { KeptRun as KeptRunNotice } from '../../app/figures/kept/kept-run.tsx';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { PRESETS } from '../../content/experiments/presets.ts';
import { fakeStore } from './fakes/controls.ts';

afterEach(cleanup);

const KEPT: KeptRun = {
  ...{ version: 2, savedAt: 0, preset: 'gru-moby-dick', config: PRESETS['gru-moby-dick'].config },
  corpus: { kind: 'own', name: 'letters.txt', text: 'abc' },
  computing: { arithmetic: 'simd', shards: 1 },
  ...{ probe: 'abc', writer: { prefix: 'a', temperature: 1 }, step: 1234, history: null },
  checkpoint: new Uint8Array(8),
};

function show(kept: KeptRun, lang: Lang) {
  const store = fakeStore({ kept });
  render(
    <LangProvider lang={lang}>
      <ExperimentProvider store={store}>
        <KeptRunNotice />
      </ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

describe('the notice of a kept run', () => {
  it('offers to continue it', async () => {
    const store = show(KEPT, 'en');
    screen.getByText('Your last run is kept: letters.txt, step 1,234.');
    await userEvent.click(screen.getByRole('button', { name: 'Continue it' }));
    expect(vi.mocked(store.getState().resumeKept)).toHaveBeenCalledOnce();
  });

  it('says that its model cannot be read, and offers what is left of it', async () => {
    const store = show({ ...KEPT, checkpoint: null }, 'zh');
    screen.getByText(/^上次训练的模型读不出来了.*用的文本（letters\.txt）和设置都还在。$/);
    await userEvent.click(screen.getByRole('button', { name: '用这些从头训练' }));
    expect(vi.mocked(store.getState().resumeKept)).toHaveBeenCalledOnce();
    cleanup();
    show({ ...KEPT, checkpoint: null }, 'en');
    screen.getByText(/^The model of your last run cannot be read: .*\(letters\.txt\) and settings are still/);
    screen.getByRole('button', { name: 'Train anew with them' });
  });
});
