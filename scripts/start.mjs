/** `npm start`: installs what is missing, builds, serves, prints the address. PORT sets the port (default 4173). */
import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';

install();
const { status } = spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { preview } = await import('vite');
const server = await preview({ preview: { port: Number(process.env.PORT ?? 4173) } });
console.log(`Gatebook is at ${server.resolvedUrls?.local[0] ?? ''}`);
