/**
 * The benchmark. Everybody who can do a task takes turns at it in short slices, in another order each round, so that a
 * processor that slows down or is shared slows everybody down alike.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { BenchRecord } from '../../content/bench/record.ts';
import type { Machine } from '../../engine/kernels/machine.ts';
import { nodeMachine } from '../../scripts/machine.ts';
import { check } from './checks.ts';
import { inChromium } from './chromium.ts';
import { inNode } from './engine.ts';
import { load, setupLine, setupOf } from './machine.ts';
import { checkNotebook } from './notebook.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { profile, profileLines } from './profile.ts';
import { withSpeedSection } from './readme.ts';
import {
  CELL_NAMES,
  type Entrant,
  type Row,
  rowLine,
  rowsOf,
  type Slice,
  type Task,
  WORKLOAD_NAMES,
} from './rows.ts';
import { tfjsPeer } from './tfjs.ts';
import { torchPeers } from './torch.ts';

/** Shares of a task's gradients computed by two workers: where it is claimed to help. */
const isShared = ({ workload }: Task): boolean => workload === 'W2' || workload === 'W3';

/** How long the notebook trains while its main thread is watched. */
const SECONDS = 15;

/** A load above it: somebody else is at work. One is the benchmark itself. */
const BUSY = 1.3;

type Say = (line: string) => void;

/** Every entrant's slices of one task. Who fails is told of, and goes without. */
async function race(task: Task, entrants: readonly Entrant[], { ms, rounds }: Options, say: Say) {
  const results = new Map<Entrant, Slice[]>(entrants.map((entrant) => [entrant, []]));
  const failed = new Set<Entrant>();
  for (let round = 0; round < rounds; round++) {
    const running = entrants.filter((one) => one.takes(task) && (round === 0 || !one.isSlow));
    // Everybody begins, or ends, as often as the others, as far as the rounds go.
    const order = running.map((_, i) => running[(i + round) % running.length]);
    for (const entrant of order) {
      if (failed.has(entrant)) continue;
      try {
        results.get(entrant)!.push(await entrant.slice(task, ms));
      } catch (error) {
        failed.add(entrant);
        say(`${task.workload} ${task.cell}: ${entrant.name} failed: ${(error as Error).message}`);
      }
    }
  }
  return results;
}

async function raceAll(entrants: readonly Entrant[], options: Options, say: Say): Promise<Row[]> {
  const rows: Row[] = [];
  for (const workload of options.workloads) {
    for (const cell of options.cells) {
      const made = rowsOf({ workload, cell }, await race({ workload, cell }, entrants, options, say));
      for (const row of made) say(rowLine(row));
      if (load() > BUSY) say(`  load average ${load()}: others were at work, p10 is nearer the truth`);
      rows.push(...made);
    }
  }
  return rows;
}

/** Whether a run of these options can be published. */
const isWhole = ({ workloads, cells, node, browser, peers }: Options): boolean =>
  workloads.length === WORKLOAD_NAMES.length &&
  cells.length === CELL_NAMES.length &&
  node &&
  browser &&
  peers;

function profiles(machine: Machine, { workloads, cells, arithmetics, ms }: Options, say: Say): void {
  for (const workload of workloads) {
    for (const cell of cells) {
      for (const arithmetic of arithmetics) {
        for (const line of profileLines(profile(machine, { workload, cell, arithmetic, ms }))) say(line);
      }
    }
  }
}

const RECORD = 'content/bench/record.json';

/** Into the record, and what README.md says of it. */
function publish(record: BenchRecord): void {
  writeFileSync(RECORD, `${JSON.stringify(record)}\n`);
  spawnSync('npx', ['biome', 'format', '--write', RECORD], { stdio: 'ignore' });
  writeFileSync('README.md', withSpeedSection(readFileSync('README.md', 'utf8'), record));
}

async function measureAll(machine: Machine, options: Options, say: Say): Promise<void> {
  const before = load();
  const entrants: Entrant[] = [];
  const closing: (() => Promise<void>)[] = [];
  let rows: Row[] = [];
  let chromium: string | null = null;
  try {
    if (options.node) entrants.push(...(await inNode(machine, options.arithmetics, isShared)));
    if (options.browser) {
      const browser = await inChromium({ arithmetics: options.arithmetics, shared: isShared });
      closing.push(browser.close);
      entrants.push(...browser.entrants);
      chromium = browser.version;
    }
    say(setupLine(setupOf(chromium)));
    if (options.peers) entrants.push(...(await torchPeers(say)));
    if (options.tfjs) entrants.push(...(await tfjsPeer(say)));
    rows = await raceAll(entrants, options, say);
  } finally {
    for (const entrant of entrants) await entrant.close();
    for (const close of closing) await close();
  }
  if (options.json) console.log(JSON.stringify(rows, null, 1));
  const checks = options.checks ? check(machine, say) : null;
  const page = options.page ? await checkNotebook(SECONDS, say) : null;
  if (!options.record) return;
  const setup = setupOf(chromium);
  publish({
    ...{ date: new Date().toISOString().slice(0, 10), machine: setupLine(setup) },
    ...{ setup: { ...setup, load: [before, load()] }, rows, checks, page },
  });
}

export async function main(args: readonly string[]): Promise<void> {
  let options: Options;
  try {
    options = readOptions(args);
    if (options.record && !isWhole(options)) throw new Error('--record: of the whole benchmark only');
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const say: Say = options.json ? (line) => console.error(line) : (line) => console.log(line);
  const machine = await nodeMachine();
  if (options.profile) profiles(machine, options, say);
  else await measureAll(machine, options, say);
}

await main(process.argv.slice(2));
