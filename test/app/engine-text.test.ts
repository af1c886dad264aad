/** The page on the engine: both languages are equals, and the operations it counts are the workloads’ own. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meta } from '../../content/engine/meta.ts';
import { REFERENCES } from '../../content/references.ts';
import { WORKLOADS } from '../../engine/index.ts';

const LANGS = ['zh', 'en'] as const;
const textOf = (lang: string) => readFileSync(`content/engine/${lang}.mdx`, 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]);
const [zh, en] = LANGS.map(textOf);

describe('the page on the engine', () => {
  it.each(LANGS)('has the sections of its meta, in order (%s)', (lang) => {
    expect(all(textOf(lang), /<Section id="([^"]+)"/g)).toEqual(meta.sections.map(({ id }) => id));
  });

  it('has the same formulas, names and citations, and as many points, in both languages', () => {
    for (const pattern of [/(\$\$[^$]+\$\$)/g, /<Cite id="([^"]+)"/g, /<Figure id="([^"]+)"/g]) {
      expect(all(zh, pattern)).toEqual(all(en, pattern));
    }
    expect(all(zh, /`([^`]+)`/g).filter((name) => name !== 'simd')).toEqual(
      all(en, /`([^`]+)`/g).filter((name) => name !== 'simd'),
    );
    expect(all(zh, /^(\d\.|-) /gm)).toEqual(all(en, /^(\d\.|-) /gm));
  });

  it('lists what it cites', () => {
    for (const text of [zh, en]) {
      const listed = JSON.parse(/<References ids=\{(\[.*?\])\}/s.exec(text)?.[1] ?? '[]') as string[];
      expect(new Set(all(text, /<Cite id="([^"]+)"/g))).toEqual(new Set(listed));
      expect(listed.every((id) => Object.hasOwn(REFERENCES, id))).toBe(true);
    }
  });

  it('counts the operations of one step of a GRU as they are', () => {
    const { V, H } = WORKLOADS.W2;
    const rows = 32 * 35;
    const recurrent = 2 * rows * H * 3 * H;
    const output = 3 * 2 * rows * H * V;
    const parameters = 3 * (V * H + H * H + 2 * H) + H * V + V;
    expect(Math.round(recurrent / 1e6)).toBe(440);
    expect(Math.round(output / 1e6)).toBe(48);
    expect(((3 * recurrent + output) / 1e9).toFixed(2)).toBe('1.37');
    expect((2 * (3 * H * H + H * V)) / 1e6).toBeCloseTo(0.4, 1);
    expect(parameters).toBe(226_844);
    for (const text of [zh, en]) expect(text).toContain('226,844');
    const W3 = WORKLOADS.W3;
    const oneHots = 2 * (2 * rows * W3.V * 3 * W3.H);
    const others = 3 * recurrent + 3 * 2 * rows * W3.H * W3.V;
    expect((oneHots / 1e9).toFixed(1)).toBe('3.5');
    expect(oneHots).toBeGreaterThan(others);
  });
});
