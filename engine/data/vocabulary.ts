/**
 * Characters (Unicode code points) or words as tokens. Id 0 is the unknown symbol, always there; the others follow by
 * frequency, the most frequent first, ties by code point.
 */
import { check } from '../errors.ts';
import { joinWords, splitWords } from './words.ts';

/** What a token of a text is. Words: see words.ts. */
export type TextUnit = 'characters' | 'words';

/** How the unknown symbol is shown. It is a sign, not a character of the text: '□' in a text has an id of its own. */
export const UNKNOWN = '□';
export const UNKNOWN_ID = 0;

/** Ids are kept in 16 bits, and 0 is taken. */
const MOST = 65535;

/** What `unit` means for a vocabulary's tables. */
interface Coder {
  encode(text: string): Uint16Array;
  decode(tokens: Iterable<string>): string;
}

export class Vocabulary {
  /** Tokens by id; `tokens[0]` is the unknown symbol. */
  readonly tokens: readonly string[];
  readonly unit: TextUnit;
  readonly #coder: Coder;

  /**
   * @param tokens without the unknown symbol, all different, most frequent first; at most 65,535. One code point each,
   * or one word as `splitWords` gives it
   * @throws EngineError argument-invalid
   */
  constructor(tokens: readonly string[], unit: TextUnit = 'characters') {
    check(tokens.length <= MOST, 'Vocabulary', 'at most 65,535 tokens', tokens.length);
    check(new Set(tokens).size === tokens.length, 'Vocabulary', 'all tokens different', tokens.join(' '));
    this.tokens = [UNKNOWN, ...tokens];
    this.unit = unit;
    this.#coder = unit === 'words' ? wordCoder(tokens) : characterCoder(tokens);
  }

  /** V: how many ids there are, the unknown symbol's included. */
  get size(): number {
    return this.tokens.length;
  }

  /** Ids of the text's characters or words. */
  encode(text: string): Uint16Array {
    return this.#coder.encode(text);
  }

  /** The text of the ids, the unknown symbol as '□'. */
  decode(ids: Iterable<number>): string {
    return this.#coder.decode(Array.from(ids, (id) => this.tokens[id] ?? UNKNOWN));
  }
}

function characterCoder(characters: readonly string[]): Coder {
  const codes = characters.map((character) => {
    const code = character.codePointAt(0);
    const single = code !== undefined && String.fromCodePoint(code) === character;
    check(single, 'Vocabulary', 'one code point a character', JSON.stringify(character));
    return code;
  });
  /** Id by code point, 0 where there is none. */
  const table = new Uint16Array(codes.reduce((max, code) => Math.max(max, code), 0) + 1);
  codes.forEach((code, i) => {
    table[code] = i + 1;
  });
  const encode = (text: string): Uint16Array => {
    const ids = new Uint16Array(text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!;
      if (code > 0xffff) i++;
      ids[count++] = code < table.length ? table[code] : UNKNOWN_ID;
    }
    return count === ids.length ? ids : ids.slice(0, count);
  };
  return { encode, decode: (tokens) => [...tokens].join('') };
}

function wordCoder(words: readonly string[]): Coder {
  for (const word of words) {
    const parts = splitWords(word);
    check(parts.length === 1 && parts[0] === word, 'Vocabulary', 'one word a token', JSON.stringify(word));
  }
  const ids = new Map(words.map((word, i) => [word, i + 1]));
  const encode = (text: string): Uint16Array =>
    Uint16Array.from(splitWords(text), (word) => ids.get(word) ?? UNKNOWN_ID);
  return { encode, decode: joinWords };
}

/** Occurrences by character, in the order of the code points. */
function countCharacters(text: string): [token: string, count: number][] {
  const plane = new Uint32Array(0x10000);
  const counts = new Map<number, number>();
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code <= 0xffff) plane[code] += 1;
    else {
      i++;
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  plane.forEach((count, code) => {
    if (count > 0) counts.set(code, count);
  });
  const ordered = [...counts].sort(([a], [b]) => a - b);
  return ordered.map(([code, count]) => [String.fromCodePoint(code), count]);
}

/** Occurrences by word, in the order of their UTF-16 units. */
function countWords(text: string): [token: string, count: number][] {
  const counts = new Map<string, number>();
  for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The vocabulary of a text. @param limit how many tokens it keeps, the most frequent, [0, 65535] */
export function buildVocabulary(text: string, limit: number, unit: TextUnit = 'characters'): Vocabulary {
  const counts = unit === 'words' ? countWords(text) : countCharacters(text);
  const byFrequency = counts.sort(([, m], [, n]) => n - m); // stable: ties stay in order
  return new Vocabulary(
    byFrequency.slice(0, limit).map(([token]) => token),
    unit,
  );
}
