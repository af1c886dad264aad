/**
 * The benchmark. Everybody who can do a task takes turns at it in short slices, in another order each round, so that a
 * processor that slows down or is shared slows everybody down alike.
 */
import { nodeMachine } from '../../scripts/machine.ts';
import { inChromium } from './chromium.ts';
import { inNode } from './engine.ts';
import { load, setupLine, setupOf } from './machine.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { profile, profileLines } from './profile.ts';
import { type Entrant, type Row, rowLine, rowsOf, type Slice, type Task } from './rows.ts';
import { torchPeers } from './torch.ts';

/** Shares of a task's gradients computed by two workers: where it is claimed to help. */
const isShared = ({ workload }: Task): boolean => workload === 'W2' || workload === 'W3';

/** A load above it: somebody else is at work. One is the benchmark itself. */
const BUSY = 1.3;

/** Every entrant's slices of one task. */
async function race(task: Task, entrants: readonly Entrant[], { ms, rounds }: Options) {
  const results = new Map<Entrant, Slice[]>();
  for (let round = 0; round < rounds; round++) {
    const running = entrants.filter((one) => one.takes(task) && (round === 0 || !one.isSlow));
    // Everybody once in every place, as far as rounds go.
    const order = running.map((_, i) => running[(i + round) % running.length]);
    for (const entrant of order) {
      const slices = results.get(entrant) ?? [];
      results.set(entrant, slices);
      slices.push(await entrant.slice(task, ms));
    }
  }
  return results;
}

async function measureRows(entrants: readonly Entrant[], options: Options, say: (line: string) => void) {
  const rows: Row[] = [];
  for (const workload of options.workloads) {
    for (const cell of options.cells) {
      const made = rowsOf({ workload, cell }, await race({ workload, cell }, entrants, options));
      for (const row of made) say(rowLine(row));
      if (load() > BUSY) say(`  load average ${load()}: others were at work, p10 is nearer the truth`);
      rows.push(...made);
    }
  }
  return rows;
}

export async function main(args: readonly string[]): Promise<void> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const say = options.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const machine = await nodeMachine();
  if (options.profile) {
    for (const workload of options.workloads) {
      for (const cell of options.cells) {
        for (const arithmetic of options.arithmetics) {
          const { ms } = options;
          for (const line of profileLines(profile(machine, { workload, cell, arithmetic, ms }))) say(line);
        }
      }
    }
    return;
  }
  const entrants: Entrant[] = [];
  const closing: (() => Promise<void>)[] = [];
  try {
    if (options.node) entrants.push(...inNode(machine, options.arithmetics));
    let chromium: string | null = null;
    if (options.browser) {
      const browser = await inChromium({ arithmetics: options.arithmetics, shared: isShared });
      closing.push(browser.close);
      entrants.push(...browser.entrants);
      chromium = browser.version;
    }
    say(setupLine(setupOf(chromium)));
    if (options.peers) entrants.push(...(await torchPeers(say)));
    const rows = await measureRows(entrants, options, say);
    if (options.json) console.log(JSON.stringify(rows, null, 1));
  } finally {
    for (const entrant of entrants) await entrant.close();
    for (const close of closing) await close();
  }
}

await main(process.argv.slice(2));
