/** What the benchmark prints and records: rows, and how they are made of many short slices. */
import type { BenchPeer, BenchRow, BenchTime } from '../../content/bench/record.ts';
import type { CellName } from '../../engine/config.ts';
import type { Arithmetic } from '../../engine/kernels/kernels.ts';
import { WORKLOADS } from '../../engine/worker/measure.ts';
import type { MeasureOptions } from '../../engine/worker/surface.ts';

export type WorkloadName = MeasureOptions['workload'];
export const WORKLOAD_NAMES = Object.keys(WORKLOADS) as WorkloadName[];
export const CELL_NAMES = ['rnn', 'gru', 'lstm'] as const satisfies readonly CellName[];

/** Tokens of a training step: 32 sequences of 35 timesteps. */
export const TOKENS = 32 * 35;

/** A workload and a cell. */
export interface Task {
  readonly workload: WorkloadName;
  readonly cell: CellName;
}

/** What one contestant did in one go, or in several. */
export type Slice = BenchTime;
export type Peer = BenchPeer;
export type Row = BenchRow;

/** Somebody who trains. */
export interface Contestant {
  readonly name: string;
  /** Rounds it takes part in: the slow ones in the first alone. */
  readonly isSlow: boolean;
  takes(task: Task): boolean;
  /** Trains for about `ms`. */
  slice(task: Task, ms: number): Promise<Slice>;
  close(): Promise<void>;
}

/** One of ours, or a peer. */
export type Entrant = Contestant &
  (
    | {
        readonly kind: 'ours';
        readonly where: 'node' | 'chromium';
        readonly backend: string;
        readonly shards: number;
      }
    | { readonly kind: 'peer'; readonly version: string; readonly blas: string; readonly threads: number }
  );

/** `simd`, or `simd ×2` where two workers share each minibatch. */
export const backendOf = (arithmetic: Arithmetic, shards: number): string =>
  shards === 1 ? arithmetic : `${arithmetic} ×${shards}`;

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Median and tenth percentile of single steps. */
export function sliceOf(times: readonly number[]): Slice {
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: sorted[sorted.length >> 1], p10Ms: sorted[Math.floor(sorted.length / 10)] };
}

/** Of several slices: the median of the medians, and the tenth percentile of the calmest slice. */
export function together(slices: readonly Slice[]): Slice {
  return {
    medianMs: middle(slices.map(({ medianMs }) => medianMs)),
    p10Ms: Math.min(...slices.map(({ p10Ms }) => p10Ms)),
  };
}

/** To four figures: more is noise. */
const rounded = (x: number): number => Number(x.toPrecision(4));

/** The task's rows, each with every peer beside it. */
export function rowsOf(task: Task, results: ReadonlyMap<Entrant, readonly Slice[]>): Row[] {
  const peers: Record<string, Peer> = {};
  const medians = [...results]
    .filter(([, slices]) => slices.length > 0)
    .map(([entrant, slices]) => {
      const { medianMs, p10Ms } = together(slices);
      return { entrant, medianMs: rounded(medianMs), p10Ms: rounded(p10Ms) };
    });
  for (const { entrant, ...slice } of medians) {
    if (entrant.kind !== 'peer') continue;
    const { name, version, blas, threads } = entrant;
    peers[name] = { ...slice, version, blas, threads };
  }
  return medians.flatMap(({ entrant, medianMs, p10Ms }) => {
    if (entrant.kind !== 'ours') return [];
    const { where, backend, shards } = entrant;
    const tokensPerSecond = Math.round((TOKENS * 1000) / medianMs);
    return [{ ...task, where, backend, shards, medianMs, p10Ms, tokensPerSecond, peers }];
  });
}

/** A row as a line: `W2 gru node simd  27.3 ms (p10 26.9)  41,000 tokens/s  0.62 × torch`. */
export function rowLine(row: Row): string {
  const { workload, cell, where, backend, medianMs, p10Ms, tokensPerSecond, peers } = row;
  const ratios = Object.entries(peers).map(
    ([name, peer]) => `${(peer.medianMs / medianMs).toFixed(2)} × ${name}`,
  );
  const ms = (x: number): string => x.toPrecision(3).padStart(5);
  return [
    `${workload} ${cell.padEnd(4)} ${where.padEnd(8)} ${backend.padEnd(7)}`,
    `${ms(medianMs)} ms (p10 ${ms(p10Ms)})`,
    `${tokensPerSecond.toLocaleString('en').padStart(9)} tokens/s`,
    ratios.join(', '),
  ].join('  ');
}
