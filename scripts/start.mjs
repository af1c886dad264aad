/** `npm start`: installs what is missing, builds, serves, prints the address. PORT sets the port (default 4173). */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

// npm writes this file at the end of an install: older than the lock file, it is another lock file's install.
const installed = 'node_modules/.package-lock.json';
const stale = () => statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs;
if (!existsSync(installed) || stale()) run('npm', ['ci', '--no-audit', '--no-fund']);
run('node', ['scripts/build.mjs']);

const { preview } = await import('vite');
const server = await preview({ preview: { port: Number(process.env.PORT ?? 4173) } });
const address = server.resolvedUrls?.local[0] ?? '';
console.log(`Gatebook is at ${address}`);
