import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORPORA } from '../../content/corpora/corpora.ts';

const ALPHABET = {
  en: /^[a-z \n.,;:!?'"()-]*$/,
  // Ideographs of the basic block, 䕷 (荼䕷, a flower of many poems), and the three marks.
  zh: /^[\u4e00-\u9fff䕷，。、\n]*$/u,
};

describe.each(Object.values(CORPORA))('corpus $id', (corpus) => {
  const raw = readFileSync(new URL(`../../public/${corpus.path}`, import.meta.url));
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const ranked = [...counts].sort(([, a], [, b]) => b - a);

  it('is at most 500,000 bytes and is the very file the table describes', () => {
    expect(raw.byteLength).toBeLessThanOrEqual(500_000);
    expect(raw.byteLength).toBe(corpus.bytes);
    expect(createHash('sha256').update(raw).digest('hex')).toBe(corpus.sha256);
  });

  it('has the characters, lines and coverage the table states', () => {
    expect([...text].length).toBe(corpus.characters);
    expect(counts.size).toBe(corpus.distinctCharacters);
    expect(counts.get('\n')).toBe(corpus.lines);
    for (const { limit, share } of corpus.coverage) {
      const covered = ranked.slice(0, limit).reduce((sum, [, count]) => sum + count, 0);
      expect(covered / corpus.characters).toBeCloseTo(share, 4);
    }
  });

  it('keeps to its alphabet, in NFC, without byte order mark or carriage return', () => {
    expect(text).toMatch(ALPHABET[corpus.lang]);
    expect(text.normalize('NFC')).toBe(text);
    expect(text).not.toMatch(/[\ufeff\r]/);
  });

  it('has no empty line, no white space at the end of a line, and ends with a line break', () => {
    expect(text).not.toMatch(/^\n|\n\n| \n|\n | {2}/);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('starts from a probe whose characters all fall within the vocabulary limit', () => {
    const vocabulary = new Set(ranked.slice(0, corpus.vocabularyLimit).map(([character]) => character));
    expect([...corpus.probe].filter((character) => !vocabulary.has(character))).toEqual([]);
    expect(text.includes(corpus.probe)).toBe(corpus.probeInCorpus);
  });
});

describe('the texts', () => {
  const read = (id: keyof typeof CORPORA) =>
    readFileSync(new URL(`../../public/${CORPORA[id].path}`, import.meta.url), 'utf8');

  it('open Moby-Dick where the story begins', () => {
    expect(read('moby-dick').startsWith('call me ishmael. ')).toBe(true);
  });

  it('hold each poem once, whole lines that end with a full stop', () => {
    const poems = read('song-ci').trimEnd().split('\n');
    expect(new Set(poems).size).toBe(poems.length);
    expect(
      poems.filter((poem) => !/^[^，。、].*[^，。、]。$/u.test(poem) || /[，。、]{2}/u.test(poem)),
    ).toEqual([]);
  });

  it('write 宋词 in simplified characters', () => {
    // The traditional forms of the most frequent words; 乾, 徵 and 著 have simplified uses and are not here.
    expect(read('song-ci')).not.toMatch(/[風無來時雲間誰歸煙裏後發髮開處見長漸還與於樓東歲紅綠夢話麽濛櫺]/u);
  });
});
