/**
 * Words as tokens: a run of letters and marks (apostrophes within it belong to it), a number, each Han character, each
 * other sign. All lower-cased. White space separates and is not kept. By the regular expressions of the language, not
 * by Intl.Segmenter, whose dictionaries differ from browser to browser.
 */
const HAN = '\\p{Script=Han}';
const LETTER = `(?!${HAN})[\\p{L}\\p{M}]`;
const WORD = new RegExp(
  `${HAN}|(?:${LETTER})+(?:['’](?:${LETTER})+)*|\\p{Nd}+(?:[.,]\\p{Nd}+)*|[^\\s]`,
  'gu',
);

/** No space stands before these, none after those. */
const CLOSING = /^[.,;:!?%)\]}’”»…'-]$/u;
const OPENING = /^[([{‘“«¿¡-]$/u;
/** Written without spaces: Han, and the marks of its script (CJK symbols, full-width forms, dashes). */
const SPACELESS = new RegExp(`^(?:${HAN}|[\\u3000-\\u303f\\uff00-\\uffef—])$`, 'u');

/** The words of a text, in order. */
export const splitWords = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];

/**
 * A text of these words: spaces between words, none around Han characters, before a closing mark or after an opening
 * one. Of straight quotes every other one opens.
 */
export function joinWords(words: Iterable<string>): string {
  let text = '';
  let before = '';
  let isQuoted = false;
  for (const word of words) {
    const closes = CLOSING.test(word) || (word === '"' && isQuoted);
    const follows = OPENING.test(before) || (before === '"' && isQuoted);
    const isSpaceless = SPACELESS.test(word) || SPACELESS.test(before);
    if (text !== '' && !closes && !follows && !isSpaceless) text += ' ';
    text += word;
    if (word === '"') isQuoted = !isQuoted;
    before = word;
  }
  return text;
}
