/**
 * `npm test`: formatting and lint, types, unit and golden tests, the build and its size, browser tests.
 * Prints how many tests passed and failed; a stage that fails without counting tests counts as one failure.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { install } from './install.mjs';

install();
const OUT = 'test-results';
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const run = (command, args, env = {}) =>
  new Promise((done) => {
    console.log(`\n── ${[command, ...args].join(' ')}`);
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('close', (status) => done(status === 0));
  });

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
};

let passed = 0;
let failed = 0;
/** A stage that is one check. */
const check = async (command, args) => ((await run(command, args)) ? passed++ : failed++);

await check('npx', ['biome', 'check', '.']);
await check('npx', ['tsc', '-p', '.']);
await check('npx', ['tsc', '-p', 'engine']);

const unitFile = `${OUT}/unit.json`;
const unitOk = await run('npx', [
  'vitest',
  'run',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${unitFile}`,
]);
const unit = readJson(unitFile);
passed += unit?.numPassedTests ?? 0;
failed += (unit?.numFailedTests ?? 0) || (unitOk && unit?.numTotalTests ? 0 : 1);

await check('node', ['scripts/run.mjs', 'scripts/golden.ts', 'test/golden/vectors']);
const built = await run('node', ['scripts/build.mjs']);
built ? passed++ : failed++;
await check('npx', ['size-limit']);

if (built) {
  const e2eFile = `${OUT}/e2e.json`;
  const e2eOk = await run('npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: e2eFile,
  });
  const e2e = readJson(e2eFile)?.stats;
  passed += e2e?.expected ?? 0;
  // A test that passed only on a second try is a failure: a race to be found.
  failed += (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0) || (e2eOk && e2e?.expected ? 0 : 1);
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
