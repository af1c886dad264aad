// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { act } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import { Equations, type EquationsProps } from '../../app/figures/equations/equations.tsx';
import { Sym } from '../../app/figures/symbol/symbol.tsx';
import { formatValue } from '../../app/figures/symbol/value.ts';
import { type Lang, LangProvider } from '../../app/i18n/lang.tsx';
import { SYMBOLS } from '../../content/symbols.ts';
import { fakeStore, fakeTrace } from './fakes/cell-store.ts';

type Store = ReturnType<typeof fakeStore>;

const view = (store: Store, props: EquationsProps = {}, lang: Lang = 'en') => (
  <LangProvider lang={lang}>
    <ExperimentProvider store={store}>
      <p>
        the <Sym id="R">reset gate</Sym>
      </p>
      <Equations {...props} />
    </ExperimentProvider>
  </LangProvider>
);
const slot = (id: string) => document.querySelector(`[data-slot="${id}"]`)?.textContent ?? null;
const symbolIn = (id: string) => document.querySelector(`.katex-html [data-sym="${id}"]`) as HTMLElement;

afterEach(cleanup);

describe('the equations', () => {
  it('write the run’s shapes beneath the symbols', async () => {
    const store = fakeStore();
    render(view(store));
    await userEvent.click(screen.getByRole('radio', { name: 'Shapes' }));
    const V = store.getState().vocabulary.length;
    expect(slot('[X')).toBe(`[32, ${V}]`);
    expect(slot('[Wxr')).toBe(`[${V}, 6]`);
    expect(slot('[bz')).toBe('[6]');
  });

  it('write the trace’s numbers at the cursor, and follow it without replacing what is under the pointer', () => {
    const store = fakeStore();
    render(view(store, { face: 'numbers' }));
    const expected = () => {
      const { trace, cursor } = store.getState();
      return formatValue(trace!.lanes[0].values.update[cursor.t * trace!.H + cursor.unit]);
    };
    expect(slot('=Z')).toBe(expected());
    const element = document.querySelector('[data-slot="=Z"]');
    act(() => store.getState().setCursor({ t: 3 }));
    expect(slot('=Z')).toBe(expected());
    act(() => store.setState({ trace: fakeTrace('before', 6, 2) }));
    expect(slot('=Z')).toBe(expected());
    expect(document.querySelector('[data-slot="=Z"]')).toBe(element);
    expect(screen.getByRole('button', { name: new RegExp(`update gate ${expected()}`) })).toBeTruthy();
  });

  it('come from the server with their numbers in them', () => {
    const store = fakeStore();
    const html = renderToString(view(store, { face: 'numbers' }));
    const { trace, cursor } = store.getState();
    expect(html).toContain(
      `data-slot="=Z">${formatValue(trace!.lanes[0].values.update[cursor.t * trace!.H + cursor.unit])}<`,
    );
    expect(html).not.toContain('⟦');
    expect(renderToString(view(fakeStore({ trace: null }), { face: 'numbers' }))).not.toMatch(
      /⟦|NaN|undefined/,
    );
  });

  it('follow the configured reset convention', () => {
    const store = fakeStore();
    render(view(store));
    expect(symbolIn('bhn')).toBeNull();
    act(() => store.setState({ config: { ...store.getState().config, reset: 'after' } }));
    expect(symbolIn('bhn')).toBeTruthy();
  });

  it('light a symbol everywhere when one of its places is pointed at', () => {
    const store = fakeStore();
    render(view(store));
    fireEvent.pointerOver(symbolIn('R'));
    expect(store.getState().focus).toBe('R');
    expect(screen.getByText('reset gate', { selector: 'p span' }).dataset.lit).toBe('R');
    expect(screen.getByRole('group', { name: 'The GRU’s equations' }).dataset.lit).toBe('R');
    fireEvent.pointerEnter(screen.getByText('reset gate', { selector: 'p span' }));
    fireEvent.pointerLeave(screen.getByText('reset gate', { selector: 'p span' }));
    expect(store.getState().focus).toBeNull();
  });

  it('give the keyboard a legend whose buttons light a symbol and open it into numbers', async () => {
    const store = fakeStore();
    const user = userEvent.setup();
    render(view(store, {}, 'zh'));
    const entry = screen.getByRole('button', { name: /^Ht 候选隐状态/ });
    act(() => entry.focus());
    expect(store.getState().focus).toBe('Hc');
    await user.keyboard('{Enter}');
    const panel = screen.getByRole('group', { name: '候选隐状态' });
    expect(panel.textContent).toMatch(
      /tanh\(输入项 −?\d\.\d{3} 循环项 [+−] \d\.\d{3} 偏置 [+−] \d\.\d{3}\) = /,
    );
    expect(entry.getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('group', { name: '候选隐状态' })).toBeNull();
    expect(document.activeElement).toBe(entry);
  });

  it('open a typeset symbol that is clicked', async () => {
    render(view(fakeStore()));
    await userEvent.click(symbolIn('H'));
    const panel = screen.getByRole('group', { name: 'hidden state' });
    expect(within(panel).getByText(/unit 4 · timestep 21 “m”/)).toBeTruthy();
  });
});

describe('the colours of the symbols', () => {
  it('are those of the table, for every symbol', () => {
    const css = readFileSync('app/figures/symbol/symbol.css', 'utf8');
    const rules = css.split('}');
    for (const [id, { role }] of Object.entries(SYMBOLS)) {
      const rule = rules.find((text) => text.includes(`color: var(--c-${role});`));
      expect(rule, id).toContain(`[data-sym="${id}"]`);
      expect(css, id).toContain(`[data-lit="${id}"] [data-sym="${id}"]`);
    }
  });
});
