import { act, cleanup, render, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { appendPoints, emptyHistory, type History } from '../../app/experiment/history.ts';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { ExperimentState } from '../../app/experiment/types.ts';
import { curveOf, marksOf } from '../../app/figures/loss/curve.ts';
import { LossCurve } from '../../app/figures/loss/loss-curve.tsx';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { fakeStore } from './fakes/heatmap.ts';

const history = (steps: number, start = 0): History => {
  const loss = Float32Array.from({ length: steps }, (_, i) => 1.5 + 2 * Math.exp(-i / 100));
  const points = { firstStep: start + 1, loss, gradNorm: loss, clipped: new Uint8Array(steps) };
  return appendPoints(emptyHistory(start), points, [{ step: start + 100, loss: 2.3 }]);
};

const trained = (steps: number, start = 0): Partial<ExperimentState> => ({
  history: history(steps, start),
  vocabulary: Array.from({ length: 33 }, (_, i) => String.fromCharCode(65 + i)),
  progress: {
    step: start + steps,
    epoch: 1,
    tokensPerSecond: 35_200,
    loss: 1.773,
    gradNorm: 0.6,
    clippedShare: 0,
    heldOut: { step: start + 100, loss: 1.8 },
  },
});

const figure = (patch: Partial<ExperimentState>, lang: Lang = 'en', store = fakeStore(patch)) => (
  <LangProvider lang={lang}>
    <ExperimentProvider store={store}>
      <LossCurve />
    </ExperimentProvider>
  </LangProvider>
);

afterEach(cleanup);

const NAMES = {
  ...{ sgd: 'SGD', momentum: 'Momentum', nesterov: 'Nesterov', rmsprop: 'RMSprop' },
  ...{ adam: 'Adam', adamw: 'AdamW' },
};
const settingOf = (key: string) => key;

describe('the loss curve', () => {
  it('says in one sentence where the run stands, beside the uniform guess', () => {
    render(figure(trained(1592)));
    screen.getByRole('img', {
      name: /step 1,592: loss 1\.77, perplexity 5\.9, held out 1\.80; uniform guess ln 33 = 3\.50/,
    });
  });

  it('gives the curve as a table too', () => {
    render(figure(trained(800), 'zh'));
    const table = screen.getByRole('table', { name: '损失曲线的数据' });
    expect(table.querySelectorAll('tbody tr')).toHaveLength(8);
    expect(table.textContent).toContain('困惑度');
  });

  it('invites to play before there is anything to draw, from the checkpoint’s step on', () => {
    render(figure({}));
    screen.getByText('Press play: the curve goes on from step 3,000');
    expect(renderToString(figure({ history: emptyHistory(0) }, 'zh'))).toContain('曲线从这里开始');
  });

  it('draws at most five times a second and ends with the newest state', () => {
    vi.useFakeTimers();
    const store = fakeStore(trained(100));
    render(figure({}, 'en', store));
    const step = () => /step ([\d,]+):/.exec(screen.getByRole('img').getAttribute('aria-label') ?? '')?.[1];
    const seen = new Set([step()]);
    for (let i = 1; i <= 10; i++) {
      act(() => {
        store.setState(trained(100 + i));
        vi.advanceTimersByTime(50);
      });
      seen.add(step());
    }
    expect(seen.size).toBeLessThanOrEqual(4);
    act(() => vi.advanceTimersByTime(300));
    expect(step()).toBe('110');
    vi.useRealTimers();
  });

  it('stays small whatever the run’s length', () => {
    const curve = curveOf(history(20_000));
    expect(curve.raw.length).toBeLessThanOrEqual(200);
    expect(curve.smoothed.at(-1)?.x).toBe(20_000);
    expect(curve.smoothed.at(-1)?.y).toBeCloseTo(1.5, 2);
  });

  it('marks a drag of a slider once, with its last value', () => {
    const changes = [0.004, 0.003, 0.002].map((value, i) => ({
      step: 400 + i,
      key: 'learningRate' as const,
      value,
    }));
    expect(marksOf([...changes, { step: 900, key: 'clip', value: 0.5 }], 1000, NAMES, settingOf)).toEqual([
      { x: 402, label: 'η 0.002' },
      { x: 900, label: 'θ 0.5' },
    ]);
    expect(marksOf([{ step: 1, key: 'learningRate', value: 1e9 }], 10, NAMES, settingOf)[0].label).toBe(
      'η 1e9',
    );
    expect(marksOf([{ step: 1, key: 'optimiser', value: 'sgd' }], 10, NAMES, settingOf)[0].label).toBe('SGD');
  });
});
