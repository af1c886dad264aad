/** `npm run bench -- …`: what is to be measured. */
import { parseArgs } from 'node:util';
import type { CellName } from '../../engine/config.ts';
import { ARITHMETICS, type Arithmetic } from '../../engine/kernels/kernels.ts';
import { CELL_NAMES, WORKLOAD_NAMES, type WorkloadName } from './rows.ts';

export const USAGE = `npm run bench -- [options]
  --workload W1,W2        of ${WORKLOAD_NAMES.join(', ')}; all unless given
  --cell gru,lstm         of ${CELL_NAMES.join(', ')}; all unless given
  --backend simd,fma      of ${ARITHMETICS.join(', ')}; all unless given
  --seconds 0.6           of one slice; everybody takes turns
  --rounds 3              slices each (scalar: one)
  --node-only, --browser-only
  --no-peers              without PyTorch
  --tfjs                  with TensorFlow.js (WebAssembly), installed for the run in a temporary folder
  --no-checks             without memory, traces, scaling and the page
  --no-page               without the page's main thread
  --json                  rows as JSON, nothing else on standard output
  --record                writes content/bench/record.json and the table in README.md
  --profile               where a step's time goes, kernel by kernel, instead of everything else`;

export interface Options {
  readonly workloads: readonly WorkloadName[];
  readonly cells: readonly CellName[];
  readonly arithmetics: readonly Arithmetic[];
  readonly ms: number;
  readonly rounds: number;
  readonly node: boolean;
  readonly browser: boolean;
  readonly peers: boolean;
  readonly tfjs: boolean;
  readonly checks: boolean;
  readonly page: boolean;
  readonly json: boolean;
  readonly record: boolean;
  readonly profile: boolean;
}

const FLAGS = [
  'node-only',
  'browser-only',
  'no-peers',
  'tfjs',
  'no-checks',
  'no-page',
  'json',
  'record',
  'profile',
  'help',
];

/** @throws Error if an argument is unknown, or for help */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ workload: text, cell: text, backend: text, seconds: text, rounds: text },
      ...Object.fromEntries(FLAGS.map((flag) => [flag, { type: 'boolean' } as const])),
    },
  });
  const given = values as Readonly<Record<string, string | boolean | undefined>>;
  const list = <T extends string>(name: string, all: readonly T[]): readonly T[] => {
    if (given[name] === undefined) return all;
    const asked = String(given[name]).split(',') as T[];
    const unknown = asked.find((one) => !all.includes(one));
    if (unknown !== undefined) throw new Error(`--${name} ${unknown}: not of ${all.join(', ')}`);
    return all.filter((one) => asked.includes(one));
  };
  if (given.help) throw new Error('');
  const number = (name: string, otherwise: number, least: number): number => {
    const value = given[name] === undefined ? otherwise : Number(given[name]);
    if (!(value >= least)) throw new Error(`--${name} ${given[name]}: at least ${least}`);
    return value;
  };
  const has = (flag: string): boolean => given[flag] === true;
  return {
    workloads: list('workload', WORKLOAD_NAMES),
    cells: list('cell', CELL_NAMES),
    arithmetics: list('backend', ARITHMETICS),
    ms: 1000 * number('seconds', 0.6, 0.1),
    rounds: number('rounds', 3, 1),
    node: !has('browser-only'),
    browser: !has('node-only'),
    peers: !has('no-peers'),
    tfjs: has('tfjs'),
    checks: !has('no-checks') && !has('json'),
    page: !has('no-page') && !has('node-only') && !has('json'),
    json: has('json'),
    record: has('record'),
    profile: has('profile'),
  };
}
