import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildVocabulary, UNKNOWN, Vocabulary } from '../../../engine/data/vocabulary.ts';
import { errorOf } from '../fixtures.ts';

/** The first text of any code points takes fast-check a second to prepare, and a busy machine several. */
const SLOW = 30_000;

describe('a vocabulary', () => {
  it('holds the most frequent characters first, ties by code point, after the unknown symbol', () => {
    expect(buildVocabulary('bbacca!', 10).tokens).toEqual([UNKNOWN, 'a', 'b', 'c', '!']);
  });
  it('keeps as many characters as its limit, and reads the rest as unknown', () => {
    const vocabulary = buildVocabulary('aaabbc', 2);
    expect(vocabulary.size).toBe(3);
    expect([...vocabulary.encode('abcz')]).toEqual([1, 2, 0, 0]);
    expect(vocabulary.decode([1, 0])).toBe('a□');
  });
  it('takes characters beyond the basic plane as one', () => {
    const vocabulary = buildVocabulary('𠮷野家𠮷😀', 10);
    expect(vocabulary.tokens).toEqual([UNKNOWN, '𠮷', '家', '野', '😀']);
    expect([...vocabulary.encode('😀𠮷x')]).toEqual([4, 1, 0]);
  });
  it('tells a □ in the text from the unknown symbol', () => {
    const vocabulary = buildVocabulary('□□a', 10);
    expect([...vocabulary.encode('□a')]).toEqual([1, 2]);
  });
  it(
    'gives every text back that it knows',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (text) => {
          const vocabulary = buildVocabulary(text, 8000);
          expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
        }),
        { numRuns: 40 },
      );
    },
    SLOW,
  );
  it('refuses characters that are not one code point, or twice the same', () => {
    for (const characters of [['ab'], [''], ['a', 'a']]) {
      expect(errorOf(() => new Vocabulary(characters)).code).toBe('argument-invalid');
    }
  });
});
