/**
 * Runs a TypeScript file of this repository in Node: bundles it, relative imports included, and imports the bundle.
 * Packages stay outside the bundle; import.meta.url is the bundle's, so scripts resolve paths from the working folder.
 *
 *   node scripts/run.mjs FILE.ts [arguments]        the arguments are process.argv.slice(2), as if FILE.ts were run
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { buildKernels } from './kernels.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('usage: node scripts/run.mjs FILE.ts [arguments]');
  process.exit(2);
}
const outDir = resolve(root, 'node_modules/.cache/run', `${process.pid}`);
mkdirSync(outDir, { recursive: true });
process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));

await buildKernels();
await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  resolve: {
    alias: ['engine', 'content', 'app'].map((name) => ({
      find: `@${name}`,
      replacement: resolve(root, name),
    })),
  },
  build: {
    ssr: resolve(file),
    outDir,
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    rollupOptions: {
      output: { format: 'es', entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});

process.argv = [process.argv[0], resolve(file), ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(resolve(outDir, 'main.mjs')).href);
