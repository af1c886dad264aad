/** What it was measured on. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

export interface Setup {
  readonly cpu: string;
  /** Vectors the processor has: 'AVX-512', 'AVX2', or nothing known. */
  readonly vectors: string;
  readonly cores: number;
  readonly node: string;
  readonly chromium: string | null;
}

/** Generations of one maker's processors have the same name in a virtual machine: the family tells. */
const FAMILIES: Readonly<Record<string, string>> = { '23': 'Zen 2', '25': 'Zen 4', '26': 'Zen 5' };

export function setupOf(chromium: string | null): Setup {
  let info = '';
  try {
    info = readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Not Linux: the model's name must do.
  }
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const family = /vendor_id\s*: AuthenticAMD[\s\S]*?cpu family\s*: (\d+)/.exec(info)?.[1] ?? '';
  const generation = FAMILIES[family];
  const has = (flag: string): boolean => new RegExp(`^flags.* ${flag} `, 'm').test(info);
  return {
    cpu: generation ? `${model} (${generation})` : model,
    vectors: has('avx512f') ? 'AVX-512' : has('avx2') ? 'AVX2' : '',
    cores: cpus().length,
    node: process.versions.node,
    chromium,
  };
}

/** In one line. */
export const setupLine = ({ cpu, vectors, cores, node, chromium }: Setup): string =>
  [
    [cpu, vectors].filter(Boolean).join(', '),
    `${cores} cores`,
    `Node ${node}`,
    ...(chromium ? [`Chromium ${chromium}`] : []),
  ].join('; ');

/** Processes at work in the last minute. */
export const load = (): number => Number(loadavg()[0].toFixed(1));
