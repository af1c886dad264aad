/** Both languages of a chapter are equals: the same sections, figures, experiments and references, in one order. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHAPTERS } from '../../content/chapters/index.ts';
import { EXPERIMENTS } from '../../content/experiments/gru.ts';
import { REFERENCES } from '../../content/references.ts';
import { isSymbolId } from '../../content/symbols.ts';

const LANGS = ['zh', 'en'] as const;
const textOf = (slug: string, lang: string) => readFileSync(`content/chapters/${slug}/${lang}.mdx`, 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);

/** What both texts must share, in order of appearance. */
const skeleton = (text: string) =>
  [...text.matchAll(/<(Section|Figure|PredictRun|Source|Measured)\s[^>]*>/g)].map(([tag]) =>
    tag
      .replace(/(caption|question)="[^"]*"/g, '')
      .replace(/options=\{\[.*?\]\}/gs, '')
      .replace(/\s+/g, ' '),
  );

describe.each(CHAPTERS.map((meta) => [meta.slug, meta] as const))('chapter %s', (slug, meta) => {
  it.each(LANGS)('has the sections of its meta, in order (%s)', (lang) => {
    expect(all(textOf(slug, lang), /<Section id="([^"]+)"/g)).toEqual(meta.sections.map(({ id }) => id));
  });

  it('has the same figures, experiments and numbers in the same order in both languages', () => {
    const [zh, en] = LANGS.map((lang) => skeleton(textOf(slug, lang)));
    expect(zh.filter((tag) => !tag.startsWith('<Measured'))).toEqual(
      en.filter((tag) => !tag.startsWith('<Measured')),
    );
    expect(zh.filter((tag) => tag.startsWith('<Measured')).sort()).toEqual(
      en.filter((tag) => tag.startsWith('<Measured')).sort(),
    );
  });

  it.each(LANGS)('runs the experiments its meta names, and each exists (%s)', (lang) => {
    const ids = all(textOf(slug, lang), /<PredictRun id="([^"]+)"/g);
    expect(ids).toEqual(meta.experiments);
    expect(ids.every((id) => EXPERIMENTS.some((experiment) => experiment.id === id))).toBe(true);
  });

  it.each(LANGS)('lists every work it cites, and cites only works that are known (%s)', (lang) => {
    const text = textOf(slug, lang);
    const cited = new Set(all(text, /<Cite id="([^"]+)"/g));
    const listed = JSON.parse(/<References ids=\{(\[.*?\])\}/s.exec(text)?.[1] ?? '[]') as string[];
    expect([...cited].filter((id) => !listed.includes(id))).toEqual([]);
    expect(listed.filter((id) => !Object.hasOwn(REFERENCES, id))).toEqual([]);
    expect(listed.filter((id) => !cited.has(id))).toEqual([]);
  });

  it.each(LANGS)('uses symbols of the one table only (%s)', (lang) => {
    const text = textOf(slug, lang);
    const used = [...all(text, /<Sym id="([^"]+)"/g), ...all(text, /\\sym\{([^}]+)\}/g)];
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((id) => !isSymbolId(id))).toEqual([]);
  });

  it('keeps to the length of a lesson', () => {
    const prose = (lang: string) =>
      textOf(slug, lang).replace(/\$\$[^$]*\$\$|\$[^$]*\$|<[^>]*>|```[\s\S]*?```/g, ' ');
    const words = prose('en').match(/[\p{L}’]+/gu)?.length ?? 0;
    const characters = prose('zh').match(/\p{Script=Han}/gu)?.length ?? 0;
    expect(words).toBeGreaterThan(1500);
    expect(words).toBeLessThan(3700);
    expect(characters).toBeGreaterThan(2500);
    expect(characters).toBeLessThan(5800);
  });
});
