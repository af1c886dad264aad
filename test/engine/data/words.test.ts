import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildVocabulary, UNKNOWN, Vocabulary } from '../../../engine/data/vocabulary.ts';
import { joinWords, splitWords } from '../../../engine/data/words.ts';
import { errorOf } from '../fixtures.ts';

/** The first text of any code points takes fast-check a second to prepare, and a busy machine several. */
const SLOW = 30_000;

describe('the words of a text', () => {
  it('are runs of letters with their apostrophes, numbers, and every other sign, in lower case', () => {
    expect(splitWords("Don't stop: 3.14 or 1,000 naïve cafés!")).toEqual([
      "don't",
      'stop',
      ':',
      '3.14',
      'or',
      '1,000',
      'naïve',
      'cafés',
      '!',
    ]);
    expect(splitWords("the 'old' man--no, dogs'")).toEqual([
      'the',
      "'",
      'old',
      "'",
      'man',
      '-',
      '-',
      'no',
      ',',
      'dogs',
      "'",
    ]);
  });
  it('are single characters in Chinese', () => {
    expect(splitWords('明月几时有，GRU 网络。')).toEqual([
      '明',
      '月',
      '几',
      '时',
      '有',
      '，',
      'gru',
      '网',
      '络',
      '。',
    ]);
  });
  it(
    'are split the same again',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          for (const word of splitWords(text)) expect(splitWords(word)).toEqual([word]);
        }),
      );
    },
    SLOW,
  );
});

describe('words joined to a text', () => {
  it.each([
    "i don't know, said the (old) man.",
    'he said "come in" and left; "why?"',
    '明月几时有，把酒问青天。',
    'the whale-ship--a good one--sailed',
    '用 gru'.replace(' ', ''),
  ])('read as they are written: %s', (text) => {
    expect(joinWords(splitWords(text))).toBe(text);
  });
  it('come back as the same words', () => {
    const word = fc.constantFrom('the', 'a', '月', '，', ',', '.', '"', '(', ')', '-', "don't", '!');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(joinWords(words)).join('')).toBe(words.join(''));
      }),
    );
  });
});

describe('a vocabulary of words', () => {
  it('holds the most frequent words first, and reads the rest as unknown', () => {
    const vocabulary = buildVocabulary('b a b c, b a', 2, 'words');
    expect(vocabulary.tokens).toEqual([UNKNOWN, 'b', 'a']);
    expect([...vocabulary.encode('A b z')]).toEqual([2, 1, 0]);
    expect(vocabulary.decode([1, 0])).toBe('b □');
    expect(vocabulary.unit).toBe('words');
  });
  it('refuses tokens that are no single word, or stand there twice', () => {
    for (const tokens of [['two words'], ['Upper'], [''], ['a', 'a']]) {
      expect(errorOf(() => new Vocabulary(tokens, 'words')).code).toBe('argument-invalid');
    }
  });
});
