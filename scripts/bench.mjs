/** `npm run bench`: the engine in Node, then the built page in Chromium. Names the machine, asserts nothing. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
for (const args of [
  ['scripts/run.mjs', 'test/bench/engine.ts'],
  ['scripts/build.mjs'],
  ['test/bench/browser.mjs'],
]) {
  const { status } = spawnSync('node', args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
