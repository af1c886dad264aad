/** The committed benchmark, as this figure reads it; nothing where it has not been made. */
import type { BenchPeer, BenchRecord, BenchRow, BenchTime } from '../../../content/bench/record.ts';

export type Bench = Pick<BenchRecord, 'date' | 'machine' | 'rows'>;

/** One speed of the figure. */
export interface Speed extends BenchTime {
  readonly name: string;
  readonly tokensPerSecond: number;
}

export type PeerSpeed = Speed & BenchPeer;

const files = import.meta.glob<Bench>('../../../content/bench/record.json', {
  eager: true,
  import: 'default',
});

export const BENCH: Bench | null = Object.values(files)[0] ?? null;

/** What was measured of a workload in a browser, on one thread. */
export const inChromium = (bench: Bench | null, workload: string, cell: string): readonly Speed[] =>
  rowsOf(bench, workload, cell)
    .filter(({ where, shards }) => where === 'chromium' && shards === 1)
    .map(({ backend, medianMs, p10Ms, tokensPerSecond }) => ({
      ...{ name: backend, medianMs, p10Ms, tokensPerSecond },
    }));

/** What PyTorch took for it, with each set of kernels it was given. */
export function inPyTorch(bench: Bench | null, workload: string, cell: string): readonly PeerSpeed[] {
  const [row] = rowsOf(bench, workload, cell);
  if (!row) return [];
  const tokens = row.tokensPerSecond * row.medianMs;
  return Object.entries(row.peers)
    .filter(([name]) => name.startsWith('torch'))
    .map(([name, peer]) => ({
      ...peer,
      name: name.replace('torch', 'PyTorch').replace('-avx2', ', AVX2'),
      tokensPerSecond: tokens / peer.medianMs,
    }));
}

const rowsOf = (bench: Bench | null, workload: string, cell: string): readonly BenchRow[] =>
  bench?.rows.filter((row) => row.workload === workload && row.cell === cell) ?? [];
