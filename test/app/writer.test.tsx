import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import type { ExperimentData } from '../../app/experiment/types.ts';
import { NextBars } from '../../app/figures/writer/next-bars.tsx';
import { Writer } from '../../app/figures/writer/writer.tsx';
import { LangProvider } from '../../app/i18n/lang.tsx';
import { fakeStore, fakeTrace } from './fakes/controls.ts';

afterEach(cleanup);

function show(figure: ReactNode, data: Partial<ExperimentData> = {}) {
  const store = fakeStore(data);
  render(
    <LangProvider lang="en">
      <ExperimentProvider store={store}>{figure}</ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

const SAMPLE = {
  ...{ step: 3100, prefix: 'the ', temperature: 0.7, text: 'whale' },
  ...{ topK: null, clamps: [], baseline: null },
};

describe('the writer', () => {
  it('tells the prefix from what the model wrote, and at which step', () => {
    show(<Writer />, { sample: SAMPLE });
    const page = within(screen.getByRole('group', { name: 'What the model wrote' }));
    expect(page.getByText('the', { exact: false, selector: '[class*=prefix]' })).toBeTruthy();
    expect(page.getByText('whale')).toBeTruthy();
    expect(screen.getByText('the model of step 3,100, temperature 0.70')).toBeTruthy();
  });

  it('takes the reader’s own prefix and writes at once when paused', async () => {
    const store = show(<Writer />, { status: 'paused' });
    const prefix = screen.getByRole('textbox', { name: 'Prefix' });
    await userEvent.clear(prefix);
    await userEvent.type(prefix, 'call me{Enter}');
    expect(store.getState().writer.prefix).toBe('call me');
    expect(store.getState().write).toHaveBeenCalledOnce();
  });

  it('takes a typed temperature, and refuses one outside 0 to 2 without bending it', async () => {
    const store = show(<Writer />);
    const temperature = screen.getByRole<HTMLInputElement>('textbox', { name: 'Temperature' });
    fireEvent.focus(temperature);
    fireEvent.change(temperature, { target: { value: '3' } });
    fireEvent.keyDown(temperature, { key: 'Enter' });
    expect(temperature.value).toBe('3');
    expect(store.getState().writer.temperature).toBe(0.7);
    fireEvent.change(temperature, { target: { value: '1.25' } });
    await userEvent.type(temperature, '{Enter}');
    expect(store.getState().writer.temperature).toBe(1.25);
  });
});

describe('the next-character bars', () => {
  const probe = 'ahoy';
  const at = (t: number): Partial<ExperimentData> => ({
    probe,
    trace: fakeTrace(probe),
    cursor: { t, unit: 0, layer: 0, direction: 0, step: 'live' },
  });

  it('mark the character that really follows', () => {
    show(<NextBars />, at(0));
    expect(screen.getByText('Next character, having read “a”')).toBeTruthy();
    const rows = screen.getAllByRole('listitem');
    expect(rows).toHaveLength(6);
    expect(rows[1].textContent).toBe('h0.20in the text');
  });

  it('give its probability when it is not among them', () => {
    show(<NextBars />, at(1));
    expect(screen.getByText('the text goes on with “o”, p = 0.007')).toBeTruthy();
  });

  it('follow the cursor to the end of the line, where nothing follows', async () => {
    const store = show(<NextBars />, at(0));
    act(() => store.setState(at(3)));
    expect(await screen.findByText('the line ends here')).toBeTruthy();
  });

  it('keep their place before the first trace', () => {
    show(<NextBars />, { trace: null });
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
    expect(screen.getByText('Next character')).toBeTruthy();
  });
});
