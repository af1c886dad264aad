/** Who may import whom: the directions of the house, read from the import statements. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const files = ['app', 'engine', 'content'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|mdx)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
);

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found: Import[] = [];
  for (const [, kind, target] of source.matchAll(
    /^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm,
  )) {
    if (!target) continue;
    const to = target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target;
    found.push({ from: file, to, typeOnly: kind !== undefined });
  }
  return found;
}

const imports = files.flatMap(importsOf);
const inside = (path: string, ...folders: string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const describeImport = ({ from, to }: Import) => `${from} → ${to}`;
const offenders = (breaks: (one: Import) => boolean) => imports.filter(breaks).map(describeImport);

/** For each folder of `area`, the folders of that area it may import values from. */
function layerRule(area: string, allowed: Record<string, readonly string[]>) {
  return offenders(({ from, to, typeOnly }) => {
    const layer = Object.keys(allowed).find((name) => inside(from, `${area}/${name}`));
    const target = Object.keys(allowed).find((name) => inside(to, `${area}/${name}`));
    if (!layer || !target || layer === target || typeOnly) return false;
    return !allowed[layer].includes(target);
  });
}

describe('the house', () => {
  it('reads the imports of every part', () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  it('keeps the engine free of everything outside it, but for the worker’s entry', () => {
    const strangers = offenders(
      ({ from, to }) => inside(from, 'engine') && !inside(to, 'engine') && from !== 'engine/worker/entry.ts',
    );
    expect(strangers).toEqual([]);
  });

  it('keeps the engine’s layers in their order', () => {
    const base = ['math'];
    expect(
      layerRule('engine', {
        math: [],
        data: base,
        kernels: base,
        cells: [...base, 'kernels'],
        network: [...base, 'kernels', 'cells'],
        trace: [...base, 'kernels', 'cells', 'network', 'data'],
        sampling: [...base, 'kernels', 'cells', 'network', 'data', 'trace'],
        train: [...base, 'kernels', 'cells', 'network', 'data', 'trace', 'sampling'],
        worker: [...base, 'kernels', 'cells', 'network', 'data', 'trace', 'sampling', 'train'],
      }),
    ).toEqual([]);
  });

  it('lets the page reach the engine through its public surface only', () => {
    const around = offenders(
      ({ from, to }) => inside(from, 'app') && inside(to, 'engine') && to !== 'engine/index.ts',
    );
    expect(around).toEqual([]);
  });

  it('keeps the page’s layers in their order', () => {
    const low = ['ui', 'i18n'];
    expect(
      layerRule('app', {
        i18n: [],
        ui: ['i18n'],
        experiment: ['i18n'],
        charts: low,
        figures: [...low, 'charts', 'experiment'],
        notebook: [...low, 'charts', 'experiment', 'figures', 'routes'],
        routes: [...low, 'charts', 'experiment', 'figures', 'notebook'],
      }).filter((line) => !line.endsWith('app/routes/path.ts')),
    ).toEqual([]);
  });

  it('lets content import nothing of the page, and of the engine types only', () => {
    const wrong = offenders(
      ({ from, to, typeOnly }) =>
        inside(from, 'content') && (inside(to, 'app') || (inside(to, 'engine') && !typeOnly)),
    );
    expect(wrong).toEqual([]);
  });

  it('lets nothing that ships import a test', () => {
    expect(offenders(({ to }) => inside(to, 'test'))).toEqual([]);
  });

  it('has no import circles', () => {
    const graph = new Map(files.map((file) => [file, [] as string[]]));
    for (const { from, to, typeOnly } of imports) if (!typeOnly && graph.has(to)) graph.get(from)?.push(to);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
