/** `npm run bench`: see test/bench/options.ts for what it can be asked. */
import { spawnSync } from 'node:child_process';
import { argv, exit } from 'node:process';

const run = (...args) => {
  const { status } = spawnSync('node', args, { stdio: 'inherit' });
  if (status !== 0) exit(status ?? 1);
};

run('scripts/run.mjs', 'test/bench/main.ts', ...argv.slice(2));
