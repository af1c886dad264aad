/**
 * The engine's own source in a lesson: `virtual:source/engine/cells/gru.ts#forward` is that file's region
 * `forward`, highlighted. The lesson shows what runs, never a copy.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeToHtml } from 'shiki';
import type { Plugin } from 'vite';

export const codeThemes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' };

/** The lines between `// #region name` and its `// #endregion`, with their common indentation removed. */
export function cutRegion(source: string, name: string): string {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const length = lines.slice(start + 1).findIndex((line) => line.trim().startsWith('// #endregion'));
  if (start < 0 || length < 0) throw new Error(`cutRegion: expected a region, got '${name}'`);
  const body = lines.slice(start + 1, start + 1 + length);
  const indent = Math.min(...body.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return body
    .map((line) => line.slice(indent))
    .join('\n')
    .trim();
}

/** What lessons show: all regions of these files, as one module. */
const SHOWN = { 'engine/cells/gru.ts': ['parameters', 'forward', 'backward'] };
const MODULE = 'virtual:source';

export function sources(): Plugin {
  return {
    name: 'gatebook-sources',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
    async load(id) {
      if (id !== `\0${MODULE}`) return null;
      const shown: Record<string, string> = {};
      for (const [file, regions] of Object.entries(SHOWN)) {
        const path = resolve(file);
        this.addWatchFile(path);
        const source = readFileSync(path, 'utf8');
        for (const region of regions) {
          shown[`${file}#${region}`] = await codeToHtml(cutRegion(source, region), {
            lang: 'ts',
            themes: codeThemes,
            defaultColor: false,
          });
        }
      }
      return `export const sources = ${JSON.stringify(shown)};`;
    },
  };
}
