import { PRESETS } from '../../../content/experiments/presets.ts';
import type { ExperimentState } from '../../experiment/types.ts';

/** Characters of the reader's own text that the figures read at first, and the writer goes on from. */
const LINE = 36;
const PREFIX = 4;

/** Whether the model knows at least half of the characters. */
const readable = (text: string, vocabulary: readonly string[]): boolean => {
  const known = new Set(vocabulary);
  const characters = [...text];
  return characters.filter((character) => known.has(character)).length * 2 >= characters.length;
};

/** The first line of a text that has something on it, cut to what a figure shows at once. */
const firstLine = (text: string): string =>
  [...(text.split('\n').find((line) => line.trim() !== '') ?? text).trim()].slice(0, LINE).join('');

/**
 * After a change of text: a line and a prefix in a script that the new model has never seen would reach it as
 * nothing but unknown characters. They give way to the beginning of the new text, or to the preset's own.
 */
export async function fitLine(state: ExperimentState): Promise<void> {
  const { corpus, vocabulary, probe, writer, setProbe, setWriter, write } = state;
  const preset = PRESETS[state.preset];
  const line = corpus.kind === 'own' ? firstLine(corpus.text) : preset.probe;
  const prefix = corpus.kind === 'own' ? [...line].slice(0, PREFIX).join('') : preset.prefix;
  if (line && !readable(probe, vocabulary)) await setProbe(line);
  if (prefix && !readable(writer.prefix, vocabulary)) {
    setWriter({ prefix });
    await write();
  }
}
