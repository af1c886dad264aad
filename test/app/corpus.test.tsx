import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExperimentProvider } from '../../app/experiment/provider.tsx';
import { CorpusPicker } from '../../app/figures/corpus/corpus-picker.tsx';
import { ProbeField } from '../../app/figures/corpus/probe-field.tsx';
import { LangProvider } from '../../app/i18n/lang.tsx';
import { fakeStore } from './fakes/controls.ts';

afterEach(cleanup);

function show(figure: ReactNode) {
  const store = fakeStore();
  render(
    <LangProvider lang="en">
      <ExperimentProvider store={store}>{figure}</ExperimentProvider>
    </LangProvider>,
  );
  return store;
}

const openOwn = () => userEvent.click(screen.getByRole('radio', { name: 'Your own' }));
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste your text here' });
const useIt = () => userEvent.click(screen.getByRole('button', { name: 'Train on this text' }));
const drop = (...files: File[]) =>
  fireEvent.drop(screen.getByText(/drop a .txt file here/), { dataTransfer: { files } });

describe('the corpus picker', () => {
  it('switches to another shipped text with its pretrained model', async () => {
    const store = show(<CorpusPicker />);
    await userEvent.click(screen.getByRole('radio', { name: /宋词/ }));
    expect(store.getState().usePretrained).toHaveBeenCalledExactlyOnceWith('gru-song-ci');
  });

  it('trains on a pasted text only when asked to', async () => {
    const store = show(<CorpusPicker />);
    await openOwn();
    fireEvent.change(box(), { target: { value: 'Call me Ishmael.' } });
    expect(store.getState().setCorpus).not.toHaveBeenCalled();
    await useIt();
    expect(store.getState().setCorpus).toHaveBeenCalledExactlyOnceWith({
      kind: 'own',
      name: 'pasted text',
      text: 'Call me Ishmael.',
    });
    expect(screen.getByText(/stays in your browser/)).toBeTruthy();
  });

  it('refuses an empty text in a sentence', async () => {
    const store = show(<CorpusPicker />);
    await openOwn();
    await useIt();
    expect(screen.getByRole('alert').textContent).toMatch(/no characters in this text/);
    expect(store.getState().setCorpus).not.toHaveBeenCalled();
  });

  it('says where the reader is why the engine refused a text, and keeps the text', async () => {
    const store = show(<CorpusPicker />);
    const refuse = async () =>
      store.setState({ failure: { ok: false, code: 'text-too-short', params: { length: 4, needed: 1245 } } });
    act(() => store.setState({ setCorpus: refuse }));
    await openOwn();
    fireEvent.change(box(), { target: { value: 'tiny' } });
    await useIt();
    expect(screen.getByRole('alert').textContent).toMatch(/has 4 characters.*at least 1,245/);
    expect(box().value).toBe('tiny');
    expect(store.getState().failure).toBeNull();
  });

  it('keeps what stands in the box while the reader looks at another text', async () => {
    show(<CorpusPicker />);
    await openOwn();
    fireEvent.change(box(), { target: { value: 'not used yet' } });
    await userEvent.click(screen.getByRole('radio', { name: 'Moby-Dick' }));
    await openOwn();
    expect(box().value).toBe('not used yet');
  });

  it('takes a dropped file by name', async () => {
    show(<CorpusPicker />);
    await openOwn();
    drop(new File(['月有阴晴圆缺'], 'moon.txt', { type: 'text/plain' }));
    expect(await screen.findByText('moon.txt: 6 characters')).toBeTruthy();
    expect(box().value).toBe('月有阴晴圆缺');
  });

  it('takes a file let go beside the zone instead of leaving the page for it', async () => {
    show(<CorpusPicker />);
    await openOwn();
    const beside = { dataTransfer: { types: ['Files'], files: [new File(['call me'], 'me.txt')] } };
    expect(fireEvent.drop(document.body, beside)).toBe(false);
    expect(await screen.findByText('me.txt: 7 characters')).toBeTruthy();
    expect(fireEvent.drop(box(), { dataTransfer: { types: ['text/plain'], files: [] } })).toBe(true);
  });

  it('gives the figures the beginning of a text in a script the old line was not in, and the old line back', async () => {
    const store = show(<CorpusPicker />);
    const { probe, vocabulary } = store.getState();
    act(() =>
      store.setState({
        setCorpus: async (corpus) => store.setState({ corpus, vocabulary: ['□', ...'明月几时有，'] }),
        usePretrained: async () =>
          store.setState({ corpus: { kind: 'shipped', id: 'moby-dick' }, vocabulary }),
        setProbe: async (next) => store.setState({ probe: next }),
        setWriter: (writer) => store.setState({ writer: { ...store.getState().writer, ...writer } }),
      }),
    );
    await openOwn();
    fireEvent.change(box(), { target: { value: '\n明月几时有，明月几时有' } });
    await useIt();
    expect(store.getState().probe).toBe('明月几时有，明月几时有');
    expect(store.getState().writer.prefix).toBe('明月几时');
    await userEvent.click(screen.getByRole('radio', { name: 'Moby-Dick' }));
    expect(store.getState().probe).toBe(probe);
    expect(store.getState().writer.prefix).toBe('the ');
  });

  it('says what is wrong with a dropped file and keeps the text that was there', async () => {
    show(<CorpusPicker />);
    await openOwn();
    fireEvent.change(box(), { target: { value: 'kept' } });
    const say = async (files: File[], sentence: RegExp) => {
      drop(...files);
      await screen.findByText(sentence);
      expect(box().value).toBe('kept');
    };
    await say([new File(['a'], 'a.txt'), new File(['b'], 'b.txt')], /One file at a time; these were 2/);
    await say(
      [new File(['x'], 'whale.png', { type: 'image/png' })],
      /“whale.png” does not look like a text file/,
    );
    await say([new File([new Uint8Array([0, 1, 2, 0])], 'a.bin')], /not text: it holds control characters/);
    await say([new File([new Uint8Array([104, 105, 0xff, 0xfe])], 'latin.txt')], /not UTF-8/);
    await say([new File([new Uint8Array(5_242_881)], 'big.txt')], /up to 5 MB is accepted/);
  });
});

describe('the probe field', () => {
  const probe = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'The line the model reads' });

  it('commits on Enter and counts characters', async () => {
    const store = show(<ProbeField />);
    fireEvent.change(probe(), { target: { value: 'white whale' } });
    expect(screen.getByText('11 characters')).toBeTruthy();
    fireEvent.keyDown(probe(), { key: 'Enter' });
    expect(store.getState().setProbe).toHaveBeenCalledExactlyOnceWith('white whale');
  });

  it('marks the characters that the vocabulary lacks', () => {
    show(<ProbeField />);
    fireEvent.change(probe(), { target: { value: 'moby 月' } });
    expect(screen.getByText('月').tagName).toBe('MARK');
  });

  it('keeps an empty line in the field with a sentence, and the figures keep theirs', () => {
    const store = show(<ProbeField />);
    fireEvent.change(probe(), { target: { value: '' } });
    fireEvent.keyDown(probe(), { key: 'Enter' });
    expect(store.getState().setProbe).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toMatch(/at least one character/);
  });
});
