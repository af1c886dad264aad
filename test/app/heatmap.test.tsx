import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoreApi } from 'zustand';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { ExperimentState } from '../../app/experiment/types.ts';
import { GateHeatmap } from '../../app/figures/heatmap/gate-heatmap.tsx';
import { meanOrder, positionsOf, similarityOrder } from '../../app/figures/heatmap/order.ts';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { formatFixed } from '../../app/i18n/numbers.ts';
import { fakeStore, fakeTrace } from './fakes/heatmap.ts';

const figure = (store: StoreApi<ExperimentState>, lang: Lang = 'en') => (
  <LangProvider lang={lang}>
    <ExperimentProvider store={store}>
      <GateHeatmap />
    </ExperimentProvider>
  </LangProvider>
);

const surface = () => screen.getByRole('application', { name: /gate heatmap: 32 units × 40 timesteps/i });
const readOut = () => screen.getByRole('group', { name: 'Values at the cursor' });
const key = (code: string) => fireEvent.keyDown(surface(), { code });

/** What the read-out must say, straight from the trace. */
function expected(store: StoreApi<ExperimentState>): string[] {
  const { trace, cursor } = store.getState();
  if (!trace) throw new Error('expected: a trace');
  const letters = { reset: 'R', update: 'Z', candidate: 'H\u0303', hidden: 'H' } as const;
  return (['reset', 'update', 'candidate', 'hidden'] as const).map(
    (name) =>
      `${letters[name]} ${formatFixed(trace.lanes[0].values[name][cursor.t * trace.H + cursor.unit], 3)}`,
  );
}

afterEach(cleanup);

describe('the gate heatmap', () => {
  it('states the four values at the cursor and follows a live trace', () => {
    const store = fakeStore();
    render(figure(store));
    expect(readOut().textContent).toContain('unit 4 · t 21 “m”');
    for (const value of expected(store)) expect(readOut().textContent).toContain(value);
    const before = readOut().textContent;
    act(() => store.setState({ trace: fakeTrace(store.getState().probe, 32, 3400) }));
    expect(readOut().textContent).not.toBe(before);
    for (const value of expected(store)) expect(readOut().textContent).toContain(value);
  });

  it('moves the shared cursor with the keys', () => {
    const store = fakeStore();
    render(figure(store));
    key('ArrowRight');
    key('ArrowDown');
    expect(store.getState().cursor).toMatchObject({ t: 22, unit: 5 });
    key('Home');
    key('ArrowUp');
    expect(store.getState().cursor).toMatchObject({ t: 0, unit: 4 });
    expect(readOut().textContent).toContain('unit 4 · t 0 “t”');
  });

  it('moves up and down in the order displayed', () => {
    const store = fakeStore();
    render(figure(store));
    fireEvent.click(screen.getByRole('radio', { name: 'by mean' }));
    const { trace } = store.getState();
    if (!trace) throw new Error('expected: a trace');
    const order = meanOrder(trace.lanes[0].values.update, trace.T, trace.H);
    const row = positionsOf(order)[4];
    key('ArrowDown');
    expect(store.getState().cursor.unit).toBe(order[row + 1]);
    for (let i = 0; i < 40; i++) key('ArrowUp');
    expect(store.getState().cursor.unit).toBe(order[0]);
  });

  it('leaves the rows in place while training and sorts again on request', () => {
    const store = fakeStore({ status: 'training' });
    render(figure(store));
    fireEvent.click(screen.getByRole('radio', { name: 'by mean' }));
    const first = store.getState().trace;
    const next = fakeTrace(store.getState().probe, 32, 9000);
    next.lanes[0].values.update.reverse();
    if (!first) throw new Error('expected: a trace');
    act(() => store.setState({ trace: next }));
    for (let i = 0; i < 40; i++) key('ArrowUp');
    expect(store.getState().cursor.unit).toBe(meanOrder(first.lanes[0].values.update, 40, 32)[0]);
    fireEvent.click(screen.getByRole('button', { name: 'sort again' }));
    for (let i = 0; i < 40; i++) key('ArrowUp');
    expect(store.getState().cursor.unit).toBe(meanOrder(next.lanes[0].values.update, 40, 32)[0]);
  });

  it('previews the cell under the pointer and chooses it on a press', () => {
    const store = fakeStore();
    const { container } = render(figure(store));
    const panel = container.querySelectorAll<HTMLElement>('canvas')[1].parentElement?.parentElement;
    if (!panel) throw new Error('expected: a panel');
    // 40 columns of 10 pixels between gutters of 9; 32 rows of 4.
    panel.getBoundingClientRect = () => new DOMRect(0, 0, 418, 128);
    const at = { clientX: 9 + 35, clientY: 4 * 7 + 1, button: 0, pointerType: 'mouse' };
    fireEvent.pointerMove(panel, at);
    const value = store.getState().trace?.lanes[0].values.update[3 * 32 + 7] ?? Number.NaN;
    screen.getByText(`Z · unit 7 · t 3 “r” = ${formatFixed(value, 3)}`);
    expect(store.getState().cursor).toMatchObject({ t: 21, unit: 4 });
    fireEvent.pointerDown(panel, at);
    expect(store.getState().cursor).toMatchObject({ t: 3, unit: 7 });
  });

  it('lights a symbol up from its label', () => {
    const store = fakeStore();
    render(figure(store, 'zh'));
    act(() => screen.getByRole('button', { name: '更新门 Z' }).focus());
    expect(store.getState().focus).toBe('Z');
  });

  it('keeps its place without a trace, and renders on a server', () => {
    const html = renderToString(figure(fakeStore({ trace: null }), 'zh'));
    expect(html).toContain('正在等第一次读出');
    expect(html).toContain('height:128px');
    expect(renderToString(figure(fakeStore()))).toContain('0.');
  });

  it('does not take keys from the controls inside it', () => {
    const store = fakeStore();
    render(figure(store));
    fireEvent.keyDown(within(surface()).getByRole('button', { name: 'update gate Z' }), {
      code: 'ArrowRight',
    });
    expect(store.getState().cursor.t).toBe(21);
  });
});

describe('the order by similarity', () => {
  it('puts units that move together side by side, whatever their number', () => {
    const [T, H] = [50, 12];
    // Units 0, 3, 6, 9 share one wave, 1, 4, … another, 2, 5, … a third.
    const values = Float32Array.from({ length: T * H }, (_, i) => {
      const [t, u] = [Math.floor(i / H), i % H];
      return Math.sin(t * (0.3 + 0.4 * (u % 3))) + 0.05 * Math.sin(t * u);
    });
    const families = Array.from(similarityOrder(values, T, H), (u) => u % 3);
    const changes = families.filter((family, r) => r > 0 && family !== families[r - 1]).length;
    expect(changes).toBe(2);
    expect([...similarityOrder(values, T, H)].sort((a, b) => a - b)).toEqual([...Array(H).keys()]);
  });

  it('stands a unit that never moves', () => {
    const order = similarityOrder(new Float32Array(20 * 5), 20, 5);
    expect(new Set(order).size).toBe(5);
  });
});
