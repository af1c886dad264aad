/** Builds the site into dist/: the client, then every page as static HTML. GATEBOOK_BASE sets the base path. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const base = process.env.GATEBOOK_BASE ?? '/';
const out = resolve(root, 'dist');
const drawn = resolve(root, `node_modules/.cache/prerender-${process.pid}`);

await build({ logLevel: 'warn' });
await build({
  logLevel: 'warn',
  publicDir: false,
  build: {
    ssr: 'app/prerender.tsx',
    outDir: drawn,
    emptyOutDir: true,
    rolldownOptions: { output: { codeSplitting: undefined, entryFileNames: 'prerender.mjs' } },
  },
});
const { drawPages } = await import(pathToFileURL(resolve(drawn, 'prerender.mjs')).href);

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
/** Inside a script element only `<` could end it. */
const inScript = (json) => json.replaceAll('<', '\\u003c');

const template = readFileSync(resolve(out, 'index.html'), 'utf8');
const readStored = (path) => {
  const file = resolve(root, 'public', path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

for (const page of await drawPages(base, readStored)) {
  const to = (path) => base.replace(/\/$/, '') + path;
  const head = [
    `<meta name="description" content="${attribute(page.description)}">`,
    ...Object.entries(page.alternates).map(
      ([lang, path]) => `<link rel="alternate" hreflang="${lang}" href="${to(path)}">`,
    ),
    ...(page.kind === 'start' ? [`<script src="${base}start.js"></script>`] : []),
  ].join('\n    ');
  const html = template
    .replace('<html lang="en"', `<html lang="${page.lang}"`)
    .replace('<!--csp-->', `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`)
    .replace(/<title>.*<\/title>/, () => `<title>${attribute(page.title)}</title>`)
    .replace('<!--head-->', () => head)
    .replace('<div id="app">', `<div id="app" data-page="${page.kind}">`)
    .replace('<!--app-->', () => page.html)
    .replace('<!--data-->', () =>
      page.stored
        ? `<script type="application/json" id="stored-traces">${inScript(page.stored)}</script>`
        : '',
    );
  const file = resolve(out, page.file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, html);
}
rmSync(drawn, { recursive: true, force: true });
const digest = createHash('sha256').update(template).digest('hex').slice(0, 12);
console.log(`built dist/ (${digest}), base ${base}`);
