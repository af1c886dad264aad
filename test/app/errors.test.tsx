import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { AppFailure, ExperimentData } from '../../app/experiment/types.ts';
import { FailureNotice } from '../../app/figures/failure/failure-notice.tsx';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { failureSentence } from '../../app/i18n/messages/errors.ts';
import { settingName } from '../../app/i18n/messages/settings.ts';
import { PRESETS } from '../../content/experiments/presets.ts';
import { fakeStore } from './fakes/controls.ts';

afterEach(cleanup);

function show(data: Partial<ExperimentData>, lang: Lang = 'en') {
  const store = fakeStore(data);
  render(
    <LangProvider lang={lang}>
      <ExperimentProvider store={store}>
        <FailureNotice />
      </ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

const DIVERGED: AppFailure = {
  ok: false,
  code: 'diverged',
  params: {
    step: 1592,
    loss: Number.POSITIVE_INFINITY,
    gradNorm: 3.2e12,
    learningRate: 1e9,
    lastGoodStep: 1591,
  },
};

const EVERY: readonly AppFailure[] = [
  { ok: false, code: 'text-empty', params: {} },
  { ok: false, code: 'text-too-short', params: { length: 11, needed: 1120 } },
  { ok: false, code: 'text-binary', params: {} },
  { ok: false, code: 'text-not-utf8', params: { offset: 12 } },
  { ok: false, code: 'text-too-large', params: { bytes: 13_000_000, limit: 5_242_880 } },
  { ok: false, code: 'config-invalid', params: { key: 'hidden', value: '0', expected: '[1, 512]' } },
  { ok: false, code: 'out-of-memory', params: { needed: 9e9, limit: 1e9 } },
  DIVERGED,
  { ok: false, code: 'checkpoint-damaged', params: { reason: 'crc' } },
  { ok: false, code: 'dataset-damaged', params: { reason: 'train[3]: token 30, the vocabulary has 27' } },
  { ok: false, code: 'probe-empty', params: {} },
  { ok: false, code: 'session-unknown', params: { id: 'a' } },
  { ok: false, code: 'argument-invalid', params: { where: 'trace', expected: 'tokens in [0, 9)', got: '9' } },
  { ok: false, code: 'fetch-failed', params: { what: 'corpora/moby-dick.txt' } },
];

describe('a failure', () => {
  it('has a whole sentence in each language, with nothing left unfilled', () => {
    for (const failure of EVERY) {
      const zh = failureSentence(failure, 'zh');
      const en = failureSentence(failure, 'en');
      expect(zh).toMatch(/\p{Script=Han}.*[。]$/u);
      expect(en).toMatch(/^[A-Z].*\.$/);
      expect(zh + en).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('is announced, and goes when dismissed', async () => {
    const store = show({ failure: EVERY[4] });
    expect(screen.getByRole('alert').textContent).toContain('12.4 MB; up to 5 MB');
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss this message' }));
    expect(store.getState().failure).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('a setting that is refused', () => {
  it('is called by a name in each language, whichever it is', () => {
    for (const key of [...Object.keys(PRESETS['gru-moby-dick'].config), 'shards']) {
      const failure = { code: 'config-invalid', params: { key, value: '?', expected: '1' } } as const;
      expect(settingName(key, 'zh')).toMatch(/\p{Script=Han}/u);
      expect(failureSentence(failure, 'zh')).toContain(`${settingName(key, 'zh')}不能是“?”`);
      expect(failureSentence(failure, 'en')).toContain(`The ${settingName(key, 'en')} cannot be “?”`);
      expect(settingName(key, 'en')).not.toMatch(/[a-z][A-Z]/);
    }
  });
});

describe('a divergence', () => {
  it('says at which step and why, and offers the last good parameters', async () => {
    const store = show({ status: 'diverged', failure: DIVERGED }, 'zh');
    expect(screen.getByRole('alert').textContent).toContain('第 1,592 步发散：梯度范数 3.2e12，学习率 1e9');
    await userEvent.click(screen.getByRole('button', { name: '回到第 1,591 步的参数' }));
    expect(store.getState().recover).toHaveBeenCalledOnce();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('can go back with a calmer learning rate, in that order', async () => {
    const store = show({ status: 'diverged', failure: DIVERGED });
    await userEvent.click(screen.getByRole('button', { name: 'Return, and set the learning rate to 0.01' }));
    expect(store.getState().set).toHaveBeenCalledExactlyOnceWith('learningRate', 0.01);
    const [recovered] = vi.mocked(store.getState().recover).mock.invocationCallOrder;
    const [changed] = vi.mocked(store.getState().set).mock.invocationCallOrder;
    expect(recovered).toBeLessThan(changed);
  });
});

describe('a stopped engine', () => {
  it('is said, with a button that starts it again', async () => {
    const store = show({ status: 'crashed' });
    expect(screen.getByRole('alert').textContent).toContain('The page still works');
    await userEvent.click(screen.getByRole('button', { name: 'Restart the engine' }));
    expect(store.getState().restart).toHaveBeenCalledOnce();
  });
});
