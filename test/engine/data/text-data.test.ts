import { describe, expect, it } from 'vitest';
import { Batches } from '../../../engine/data/batches.ts';
import { createCorpus } from '../../../engine/data/corpus.ts';
import { createTextData, isTextData, type TextOptions } from '../../../engine/data/text-data.ts';
import { buildVocabulary } from '../../../engine/data/vocabulary.ts';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf, TEXT } from '../fixtures.ts';
import { batchFor, draw, heldOutOf, restoresEverywhere } from './support.ts';

const [T, B] = [8, 4];
const OPTIONS: TextOptions = {
  ...{ batch: B, window: T, vocabularyLimit: 100 },
  ...{ sampling: 'sequential', unit: 'characters' },
};

/** A number that any change in any minibatch changes. */
function fingerprint(partition: 'sequential' | 'random'): number {
  const row = Uint16Array.from({ length: 403 }, (_, i) => (i * i) % 97);
  const batches = new Batches(row, partition, 5, 3, new Rng(11, 1));
  const [inputs, targets] = [new Int32Array(15), new Int32Array(15)];
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    const startsAtZero = batches.next(inputs, targets);
    for (const x of [startsAtZero ? 1 : 0, ...inputs, ...targets]) sum = (Math.imul(sum, 31) + x) | 0;
  }
  return sum;
}

describe.each(['sequential', 'random'] as const)('a text as data, %s', (sampling) => {
  const data = createTextData(TEXT, { ...OPTIONS, sampling });

  it('gives the minibatches of Batches, with the same random draws', () => {
    const vocabulary = buildVocabulary(TEXT, 100);
    const { train } = createCorpus(TEXT, vocabulary, B * T + 1);
    const batches = new Batches(train, sampling, T, B, new Rng(1, 1));
    const [tokens, targets] = [new Int32Array(T * B), new Int32Array(T * B)];
    for (const got of draw(data, B, 3 * batches.stepsPerEpoch)) {
      const startsAtZero = batches.next(tokens, targets);
      expect(got).toEqual({
        ...{ startsAtZero, vectors: [], values: [] },
        ...{ tokens: [...tokens], targets: [...targets], lengths: Array(B).fill(T) },
      });
    }
  });
  it('goes on from a state in a new source, bit for bit, from anywhere in an epoch', () => {
    expect(restoresEverywhere(data, B, data.source(B, new Rng(1)).stepsPerEpoch + 2)).toBe(true);
  });
  it('refuses a state that is none of its own, and a minibatch of another shape', () => {
    const source = data.source(B, new Rng(1));
    const damaged = { ...source.state, counters: [10_000] };
    expect(errorOf(() => Object.assign(source, { state: damaged })).code).toBe('argument-invalid');
    expect(errorOf(() => source.next(batchFor(data, B + 1))).code).toBe('argument-invalid');
  });
  it('gives the minibatches that published runs were trained on', () => {
    expect(fingerprint(sampling)).toBe({ sequential: 648515192, random: -1171972321 }[sampling]);
  });
});

describe('a text as data', () => {
  const data = createTextData(TEXT, OPTIONS);

  it('asks of every token which one follows', () => {
    const V = data.vocabulary.size;
    expect(data.problem).toEqual({
      input: { kind: 'tokens', size: V },
      target: { kind: 'classes', size: V },
      reading: 'every',
    });
    expect(data.inputNames).toBe(data.vocabulary.tokens);
    expect(isTextData(data)).toBe(true);
  });
  it('reads its held-out part once, from its beginning on, in windows of 32 with the state carried', () => {
    const { heldOut } = createCorpus(TEXT, data.vocabulary, 1);
    const windows = heldOutOf(data);
    expect(data.heldOut).toMatchObject({ T: 32, B: 1, count: Math.floor((heldOut.length - 1) / 32) });
    expect(windows.map(({ startsAtZero }) => startsAtZero)).toEqual(windows.map((_, i) => i === 0));
    expect(windows.flatMap(({ tokens }) => tokens)).toEqual([...heldOut.subarray(0, 32 * windows.length)]);
    expect(windows.flatMap(({ targets }) => targets)).toEqual([
      ...heldOut.subarray(1, 32 * windows.length + 1),
    ]);
  });
  it('evaluates 2,048 tokens by itself and 8,192 when asked', () => {
    const long = createTextData(TEXT.repeat(50), OPTIONS);
    expect([long.heldOut.automatic, long.heldOut.count]).toEqual([64, 256]);
  });
  it('reads a held-out part shorter than a window in one piece', () => {
    const { heldOut, heldOutSize } = createTextData(TEXT.slice(0, 200), OPTIONS);
    expect(heldOut).toMatchObject({ T: heldOutSize - 1, count: 1, automatic: 1 });
  });
  it('reads with a vocabulary it is given', () => {
    const given = createTextData(TEXT, OPTIONS, ['e', 'o', 'q']);
    expect(given.vocabulary.tokens).toEqual(['□', 'e', 'o', 'q']);
    expect(given.coverage).toBeLessThan(0.2);
  });
  it('refuses a text that is empty or too short, in characters', () => {
    expect(errorOf(() => createTextData(' \n', OPTIONS)).code).toBe('text-empty');
    const short = errorOf(() => createTextData('abc', OPTIONS));
    expect(short).toMatchObject({ code: 'text-too-short', params: { length: 3, needed: 36 } });
    const { needed } = short.params as { needed: number };
    expect(() => createTextData('x'.repeat(needed), OPTIONS)).not.toThrow();
    expect(errorOf(() => createTextData('x'.repeat(needed - 1), OPTIONS)).code).toBe('text-too-short');
  });
});

describe('a text in words', () => {
  const options: TextOptions = { ...OPTIONS, unit: 'words' };

  it('predicts the next word', () => {
    const data = createTextData(TEXT, options);
    expect(data.vocabulary.tokens.slice(0, 3)).toEqual(['□', 'the', 'dog']);
    expect(data.vocabulary.decode(data.vocabulary.encode('The quick, lazy dog.'))).toBe(
      'the quick, lazy dog.',
    );
    expect(restoresEverywhere(data, B, 5)).toBe(true);
  });
  it('is built again from its tokens', () => {
    const { vocabulary } = createTextData(TEXT, options);
    const again = createTextData(TEXT, options, vocabulary.tokens.slice(1)).vocabulary;
    expect(again.tokens).toEqual(vocabulary.tokens);
    expect(again.encode(TEXT)).toEqual(vocabulary.encode(TEXT));
  });
  it('says how long the text must be in characters', () => {
    const text = 'seven letters '.repeat(10);
    const { code, params } = errorOf(() => createTextData(text, options));
    expect(code).toBe('text-too-short');
    const { length, needed } = params as { length: number; needed: number };
    expect(length).toBe(140);
    expect(() => createTextData('seven letters '.repeat(Math.ceil(needed / 14)), options)).not.toThrow();
  });
});
