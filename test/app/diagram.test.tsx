// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { act } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import { CellDiagram, type CellDiagramProps } from '../../app/figures/diagram/diagram.tsx';
import { thickness } from '../../app/figures/diagram/wire.tsx';
import { CursorBar } from '../../app/figures/shared/cursor-bar.tsx';
import { formatValue } from '../../app/figures/symbol/value.ts';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { fakeStore, fakeTrace } from './fakes/cell-store.ts';

type Store = ReturnType<typeof fakeStore>;

const view = (store: Store, lang: Lang = 'en', props: CellDiagramProps = {}) => (
  <LangProvider lang={lang}>
    <ExperimentProvider store={store}>
      <CursorBar />
      <CellDiagram {...props} />
    </ExperimentProvider>
  </LangProvider>
);

const surface = () => screen.getByRole('group', { name: /GRU/ });
/** The number that stands on a wire. */
const onWire = (id: string) =>
  surface().querySelector(`text[data-reading="${id}"]`)?.textContent?.replace('−', '-') ?? null;
const at = (store: Store, name: 'update' | 'reset' | 'hidden') => {
  const { trace, cursor } = store.getState();
  if (!trace) throw new Error('the fake store has a trace');
  return formatValue(trace.lanes[0].values[name][cursor.t * trace.H + cursor.unit]).replace('−', '-');
};
const reset = (store: Store, convention: 'before' | 'after') =>
  act(() =>
    store.setState({
      config: { ...store.getState().config, reset: convention },
      trace: fakeTrace(convention),
    }),
  );

afterEach(cleanup);

describe('the cell diagram', () => {
  it('prints the trace’s own numbers on its wires, and they add up', () => {
    const store = fakeStore();
    render(view(store));
    expect(onWire('Z')).toBe(at(store, 'update'));
    expect(onWire('R')).toBe(at(store, 'reset'));
    expect(onWire('H')).toBe(at(store, 'hidden'));
    const number = (id: string) => Number(onWire(id));
    expect(number('Z') * number('Hp')).toBeCloseTo(number('kept'), 2);
    expect(number('fresh') * number('Hc')).toBeCloseTo(number('written'), 2);
    expect(number('kept') + number('written')).toBeCloseTo(number('H'), 2);
    expect(number('R') * number('Hp')).toBeCloseTo(number('gated'), 2);
  });

  it('moves the cursor with the arrow keys while its surface has focus, and its numbers follow', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store));
    act(() => surface().focus());
    await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowUp}');
    expect(store.getState().cursor).toMatchObject({ t: 19, unit: 3 });
    expect(onWire('Z')).toBe(at(store, 'update'));
    await user.keyboard('{Home}');
    expect(store.getState().cursor.t).toBe(0);
    expect(onWire('Hp')).toBe('0.000');
    await user.keyboard('{ArrowLeft}{End}{ArrowRight}');
    expect(store.getState().cursor.t).toBe(store.getState().trace!.T - 1);
    await user.keyboard(' ');
    // A Chinese input method types 。 with the same key.
    fireEvent.keyDown(surface(), { code: 'Period', key: '。' });
    fireEvent.keyDown(surface(), { code: 'ArrowLeft', isComposing: true });
    expect(store.getState().cursor.t).toBe(store.getState().trace!.T - 1);
    expect(store.commands).toEqual(['play', 'stepOnce']);
  });

  it('leaves the keys to an inner button, and to an input method', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store));
    act(() => screen.getByRole('button', { name: 'Reset gate σ' }).focus());
    await user.keyboard('{ArrowLeft}{End}{Control>}{Home}{/Control}');
    expect(store.getState().cursor.t).toBe(21);
  });

  it('opens an operator’s formula with its three terms by Enter, and Escape gives the focus back', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store, 'en', { initialOperation: null }));
    const gate = screen.getByRole('button', { name: 'Reset gate σ' });
    act(() => gate.focus());
    await user.keyboard('{Enter}');
    const panel = screen.getByRole('group', { name: 'Formula: Reset gate σ' });
    expect(panel).toHaveProperty('id', gate.getAttribute('aria-controls'));
    expect(panel.textContent).toMatch(
      /σ\(input −?\d\.\d{3} recurrent [+−] \d\.\d{3} bias [+−] \d\.\d{3}\) = 0\.\d{3}/,
    );
    expect(panel.textContent).toContain('unit 4 · timestep 21 “m”');
    await user.click(within(panel).getByRole('button', { name: 'Close the formula' }));
    expect(screen.queryByRole('group', { name: /^Formula/ })).toBeNull();
    await user.keyboard('{Enter}{Escape}');
    expect(screen.queryByRole('group', { name: /^Formula/ })).toBeNull();
    expect(document.activeElement).toBe(gate);
    expect(store.commands).toEqual([]);
  });

  it('shows where the reset gate acts: on the state, or on the product of the state', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store));
    const open = async () => {
      await user.click(screen.getByRole('button', { name: 'Reset multiplication' }));
      const text = screen.getByRole('group', { name: /^Formula/ }).textContent;
      await user.click(screen.getByRole('button', { name: 'Reset multiplication' }));
      return text;
    };
    expect(await open()).toContain('Rt ⊙ Ht−1 = ');
    reset(store, 'after');
    expect(await open()).toContain('Rt ⊙ (Ht−1 Whh + bhn) = ');
    expect(Number(onWire('R')) * Number(onWire('Hc.recurrent'))).toBeCloseTo(Number(onWire('gated')), 2);
  });

  it('lights the symbol of the operator that has focus', () => {
    const store = fakeStore();
    render(view(store));
    act(() => screen.getByRole('button', { name: 'Candidate tanh' }).focus());
    expect(store.getState().focus).toBe('Hc');
    act(() => (document.activeElement as HTMLElement).blur());
    expect(store.getState().focus).toBeNull();
  });

  it('states its values as text, in both languages', () => {
    const store = fakeStore();
    const { rerender } = render(view(store));
    const described = () => document.getElementById(surface().getAttribute('aria-describedby') ?? '');
    expect(described()?.textContent).toContain(`update gate Zₜ = ${onWire('Z')}`);
    rerender(view(store, 'zh'));
    expect(described()?.textContent).toContain('单元 4 · 时间步 21“m”');
    expect(described()?.textContent).toContain(`更新门 Zₜ = ${onWire('Z')}`);
  });

  it('has a visible button for every cursor key', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store));
    await user.click(screen.getByRole('button', { name: 'Previous timestep' }));
    await user.click(screen.getByRole('button', { name: 'Next unit' }));
    expect(store.getState().cursor).toMatchObject({ t: 20, unit: 5 });
    await user.click(screen.getByRole('button', { name: 'Next unit' }));
    expect(store.getState().cursor.unit).toBe(5);
  });

  it('draws the structure without numbers while there is no trace', () => {
    render(view(fakeStore({ trace: null })));
    expect(surface().querySelectorAll('text[data-reading]')).toHaveLength(0);
    expect(screen.getByText(/numbers are on their way/, { selector: 'p' })).toBeTruthy();
  });

  it('renders on the server with its numbers, and without buttons when compact', () => {
    const store = fakeStore();
    const html = renderToString(view(store, 'zh', { compact: true }));
    expect(html).toContain(at(store, 'update'));
    expect(html).not.toContain('role="button"');
  });

  it('keeps a wire’s thickness between 1 and 7, whatever the value', () => {
    expect([0, -0.5, 1, -40, Number.NaN].map(thickness)).toEqual([1, 4, 7, 7, 1]);
  });
});
