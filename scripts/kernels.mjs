/**
 * Compiles the AssemblyScript kernels into engine/kernels/simd/build/{simd,fma}.wasm, unless those are newer than
 * every source. The same sources give the same bytes.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const sources = resolve(root, 'engine/kernels/simd/assembly');
const build = resolve(root, 'engine/kernels/simd/build');

/** Build → what WebAssembly must offer beyond its first version. */
const FEATURES = { simd: 'simd', fma: 'simd,relaxed-simd' };

const changedAt = (path) => statSync(path).mtimeMs;

function isFresh(outputs) {
  if (!outputs.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...outputs.map(changedAt));
  const inputs = readdirSync(sources).map((name) => resolve(sources, name));
  return [sources, fileURLToPath(import.meta.url), ...inputs].every((path) => changedAt(path) <= oldest);
}

async function compile(asc, features) {
  const written = new Map();
  const { error, stderr } = await asc.main(
    ['index.ts', '--outFile', 'out.wasm', '--enable', features].concat(
      '-O3 --runtime stub --noAssert --importMemory'.split(' '),
    ),
    {
      readFile: (name) =>
        existsSync(resolve(sources, name)) ? readFileSync(resolve(sources, name), 'utf8') : null,
      writeFile: (name, contents) => written.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return written.get('out.wasm');
}

/** Makes both builds, if need be. @returns their paths, by name */
export async function buildKernels() {
  const outputs = Object.fromEntries(
    Object.keys(FEATURES).map((name) => [name, resolve(build, `${name}.wasm`)]),
  );
  if (isFresh(Object.values(outputs))) return outputs;
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(build, { recursive: true });
  for (const [name, features] of Object.entries(FEATURES)) {
    const unfinished = `${outputs[name]}.${process.pid}`;
    writeFileSync(unfinished, await compile(asc, features));
    renameSync(unfinished, outputs[name]); // at once: others may be reading the old one
  }
  return outputs;
}

if (argv[1] && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  for (const path of Object.values(await buildKernels())) {
    console.log(`${path} ${(statSync(path).size / 1024).toFixed(1)} kB`);
  }
}
