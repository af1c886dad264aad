import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSequenceSet } from '../../../engine/data/sequence-file.ts';
import { createSequenceData, type SequenceSet } from '../../../engine/data/sequences.ts';
import type { Problem } from '../../../engine/data/types.ts';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf } from '../fixtures.ts';
import { draw, heldOutOf, restoresEverywhere } from './support.ts';

/** Words over a, b, c; at every timestep the letter itself is asked, but never b. */
const FILE = {
  form: 'sequences',
  problem: {
    input: { kind: 'tokens', size: 3 },
    target: { kind: 'classes', size: 3 },
    reading: 'every',
  },
  inputNames: 'abc',
  targetNames: ['A', 'B', 'C'],
  train: ['a 0', 'ab 0,', 'abc 0,,2', 'cc 2,2', 'bca ,2,0', 'caca 2,0,2,0', 'bb ,'],
  validation: ['aa 0,0', 'b ', 'cba 2,,0'],
};
const SET = parseSequenceSet(FILE);
const DATA = createSequenceData(SET);

/** Numbers in, numbers out at the last timestep. */
const VECTORS = {
  form: 'sequences',
  problem: { input: { kind: 'vectors', size: 2 }, target: { kind: 'values', size: 1 }, reading: 'last' },
  inputNames: ['x', 'y'],
  targetNames: ['sum'],
  train: [
    { input: [1, 2, 3, 4], target: [10] },
    { input: [5, 6], target: [11] },
  ],
  validation: [{ input: [7, 8], target: [15] }],
};

/** The lanes of a minibatch as words and answers, without the padding. */
const lanesOf = ({ tokens, targets, lengths }: ReturnType<typeof draw>[number]) =>
  lengths.map((length, b) => {
    const row = (numbers: number[]) => Array.from({ length }, (_, t) => numbers[t * lengths.length + b]);
    return {
      word: row(tokens)
        .map((id) => 'abc'[id])
        .join(''),
      answers: row(targets),
    };
  });

describe('a set of sequences', () => {
  it('is as long as its longest sequence', () => {
    expect(DATA).toMatchObject({ T: 4, trainSize: 7, heldOutSize: 3 });
  });
  it('gives every training sequence at most once an epoch, in a new order each time', () => {
    const words = draw(DATA, 3, 40).map((batch) => lanesOf(batch).map(({ word }) => word));
    const epochs = Array.from({ length: 20 }, (_, e) => words.slice(2 * e, 2 * e + 2).flat());
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(6);
    expect(new Set(epochs.map(String)).size).toBeGreaterThan(15);
    expect(new Set(words.flat()).size).toBe(7);
  });
  it('starts every sequence at the zero state', () => {
    expect(draw(DATA, 3, 10).every(({ startsAtZero }) => startsAtZero)).toBe(true);
  });
  it('asks what the set asks, and nothing in the padding', () => {
    for (const batch of [...draw(DATA, 3, 10), ...heldOutOf(DATA)]) {
      for (const { word, answers } of lanesOf(batch)) {
        expect(answers).toEqual([...word].map((letter) => (letter === 'b' ? -1 : 'abc'.indexOf(letter))));
      }
      const B = batch.lengths.length;
      const padding = batch.targets.filter((_, i) => Math.floor(i / B) >= batch.lengths[i % B]);
      expect(padding.every((target) => target === -1)).toBe(true);
    }
  });
  it('goes on from a state in a new source, bit for bit, from anywhere in an epoch', () => {
    for (const B of [1, 2, 3, 7]) expect(restoresEverywhere(DATA, B, 9)).toBe(true);
  });
  it('makes the same minibatches of the same seed', () => {
    expect(draw(DATA, 2, 9, 5)).toEqual(draw(createSequenceData(SET), 2, 9, 5));
  });
  it('reads its validation part in order', () => {
    expect(
      heldOutOf(DATA)
        .flatMap(lanesOf)
        .map(({ word }) => word),
    ).toEqual(['aa', 'b', 'cba']);
  });
  it('fills the last validation minibatch up with sequences of which nothing is asked', () => {
    const validation = Array.from({ length: 40 }, (_, i) => ({
      input: [...i.toString(2)].map(Number),
      target: Array(i.toString(2).length).fill(1),
    }));
    const { heldOut, ...data } = createSequenceData({
      ...SET,
      train: [{ input: [2], target: [1] }],
      validation,
    });
    expect([heldOut.B, heldOut.count, heldOut.automatic]).toEqual([32, 2, 2]);
    const asked = heldOutOf({ ...data, heldOut }).map(({ targets }) => targets.filter((x) => x >= 0).length);
    expect(asked[0] + asked[1]).toBe(validation.reduce((sum, { target }) => sum + target.length, 0));
  });
  it('refuses a minibatch larger than its training part', () => {
    const error = errorOf(() => DATA.source(8, new Rng(1)));
    expect(error).toMatchObject({
      code: 'config-invalid',
      params: { key: 'batch', value: '8', expected: '[1, 7]' },
    });
  });
  it('knows what frequencies alone score', () => {
    // Training asks A 4 + 1 times, B 0 + 1, C 6 + 1; the validation part A three times and C once.
    const count = (name: number) =>
      SET.train.flatMap(({ target }) => Array.from(target)).filter((x) => x === name).length + 1;
    const total = count(0) + count(1) + count(2);
    expect(DATA.baseline).toBeCloseTo(-(3 * Math.log(count(0) / total) + Math.log(count(2) / total)) / 4, 12);
  });
  it('holds vectors and numbers too', () => {
    const data = createSequenceData(parseSequenceSet(VECTORS));
    const [batch] = draw(data, 2, 1);
    const long = batch.lengths.indexOf(2);
    expect([0, 1].map((t) => batch.vectors.slice((t * 2 + long) * 2, (t * 2 + long) * 2 + 2))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(batch.values[long]).toBe(10);
    expect(batch.targets).toEqual([-1, -1]);
    expect(data.baseline).toBe((15 - 10.5) ** 2);
  });
});

describe('a file of sequences', () => {
  it('comes through the worker’s boundary and back', () => {
    expect(createSequenceData(structuredClone(SET)).baseline).toBe(DATA.baseline);
  });
  it.each<[string, unknown, RegExp]>([
    ['is no object', 'text', /an object, got 'text'/],
    ['is null', null, /an object, got null/],
    ['has another form', { ...FILE, form: 'table' }, /form.*'table'/],
    ['has no problem', { ...FILE, problem: undefined }, /problem: an object/],
    [
      'is read in an unknown way',
      { ...FILE, problem: { ...FILE.problem, reading: 'first' } },
      /every \| last \| mean/,
    ],
    [
      'names too few tokens',
      { ...FILE, inputNames: 'ab', train: ['a 0'], validation: ['b '] },
      /inputNames: 3 names, got 2/,
    ],
    ['names a token twice', { ...FILE, inputNames: 'aab' }, /twice/],
    ['has a name that is no text', { ...FILE, targetNames: ['A', 'B', 3] }, /targetNames: a text, got 3/],
    ['has no training part', { ...FILE, train: [] }, /train: no sequences/],
    ['has no validation part', { ...FILE, validation: undefined }, /validation: a list, got undefined/],
    ['holds a character outside the vocabulary', { ...FILE, train: ['axb 0,,'] }, /train\[0\]: 'x'/],
    [
      'holds a token outside the vocabulary',
      { ...FILE, train: [{ input: [3], target: [0] }] },
      /input\[0\].*\[0, 3\), got 3/,
    ],
    ['holds a fraction of a token', { ...FILE, train: [{ input: [0.5], target: [0] }] }, /got 0.5/],
    ['holds a class that there is not', { ...FILE, train: ['a 3'] }, /target\[0\].*got 3/],
    ['holds a target that is no number', { ...FILE, train: ['a z'] }, /train\[0\]: a number, got NaN/],
    ['has fewer targets than timesteps', { ...FILE, train: ['abc 0'] }, /train\[0\]: 3 targets, got 1/],
    ['has an empty sequence', { ...FILE, train: [' 0'] }, /length in \[1, 4096\], got 0/],
    [
      'has NaN in a vector',
      { ...VECTORS, train: [{ input: [1, Number.NaN], target: [0] }] },
      /input\[1\]: a number, got NaN/,
    ],
    ['has half a vector', { ...VECTORS, train: [{ input: [1, 2, 3], target: [0] }] }, /got 1.5/],
    [
      'has two answers for one',
      { ...VECTORS, train: [{ input: [1, 2], target: [0, 1] }] },
      /1 targets, got 2/,
    ],
    [
      'shows a validation sequence in training',
      { ...FILE, validation: ['ab 0,'] },
      /validation\[0\] is a training/,
    ],
  ])('is refused if it %s', (_, file, reason) => {
    const error = errorOf(() => parseSequenceSet(file));
    expect(error.code).toBe('dataset-damaged');
    expect((error.params as { reason: string }).reason).toMatch(reason);
  });
  it('is refused with that one error whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(FILE)), (value, key) => {
        for (const file of [value, { ...FILE, [key]: value }]) {
          try {
            parseSequenceSet(file);
          } catch (error) {
            expect(error).toMatchObject({ code: 'dataset-damaged' });
          }
        }
      }),
    );
  });
  it('is checked again when a session is made of it', () => {
    const problem: Problem = { ...SET.problem, input: { kind: 'tokens', size: 2 } };
    const damaged: SequenceSet = { ...SET, problem, inputNames: ['a', 'b'] };
    expect(errorOf(() => createSequenceData(damaged)).code).toBe('dataset-damaged');
  });
});
