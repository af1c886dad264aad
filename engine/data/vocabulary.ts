/**
 * Characters as tokens. A character is a Unicode code point. Id 0 is the unknown symbol, always there; the others
 * follow by frequency, the most frequent first, ties by code point.
 */
import { check } from '../errors.ts';

/** How the unknown symbol is shown. It is a sign, not a character of the text: '□' in a text has an id of its own. */
export const UNKNOWN = '□';
export const UNKNOWN_ID = 0;

export class Vocabulary {
  /** Characters by id; `tokens[0]` is the unknown symbol. */
  readonly tokens: readonly string[];
  /** Id by code point, 0 where there is none. */
  readonly #ids: Uint16Array;

  /** @param characters one code point each, all different, most frequent first; at most 65,535 */
  constructor(characters: readonly string[]) {
    const codes = characters.map((character) => {
      const code = character.codePointAt(0);
      const single = code !== undefined && String.fromCodePoint(code) === character;
      check(single, 'Vocabulary', 'one code point a character', JSON.stringify(character));
      return code;
    });
    check(codes.length < 65536, 'Vocabulary', 'at most 65,535 characters', codes.length);
    check(
      new Set(codes).size === codes.length,
      'Vocabulary',
      'all characters different',
      characters.join(''),
    );
    this.tokens = [UNKNOWN, ...characters];
    this.#ids = new Uint16Array(codes.reduce((max, code) => Math.max(max, code), 0) + 1);
    codes.forEach((code, i) => {
      this.#ids[code] = i + 1;
    });
  }

  /** V: how many ids there are, the unknown symbol's included. */
  get size(): number {
    return this.tokens.length;
  }

  /** Ids of the text's characters. */
  encode(text: string): Uint16Array {
    const ids = new Uint16Array(text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!;
      if (code > 0xffff) i++;
      ids[count++] = code < this.#ids.length ? this.#ids[code] : UNKNOWN_ID;
    }
    return count === ids.length ? ids : ids.slice(0, count);
  }

  /** The text of the ids, the unknown symbol as '□'. */
  decode(ids: Iterable<number>): string {
    let text = '';
    for (const id of ids) text += this.tokens[id] ?? UNKNOWN;
    return text;
  }
}

/** Occurrences by code point. */
function countCharacters(text: string): Map<number, number> {
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
  return counts;
}

/** The vocabulary of a text. @param limit how many characters it keeps, the most frequent */
export function buildVocabulary(text: string, limit: number): Vocabulary {
  const byFrequency = [...countCharacters(text)].sort(([a, m], [b, n]) => n - m || a - b);
  return new Vocabulary(byFrequency.slice(0, limit).map(([code]) => String.fromCodePoint(code)));
}
