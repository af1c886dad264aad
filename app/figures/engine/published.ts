/** The committed benchmark, as this figure reads it; nothing where it has not been made. */
import * as v from 'valibot';

const Time = v.pipe(v.number(), v.gtValue(0));

const Peer = v.object({
  medianMs: Time,
  p10Ms: v.optional(v.nullable(Time), null),
  version: v.optional(v.string(), ''),
  blas: v.optional(v.string(), ''),
  threads: v.optional(v.number(), 1),
});

const Row = v.object({
  workload: v.string(),
  cell: v.string(),
  where: v.picklist(['node', 'chromium']),
  backend: v.string(),
  medianMs: Time,
  p10Ms: v.optional(v.nullable(Time), null),
  tokensPerSecond: Time,
  peers: v.optional(v.record(v.string(), v.union([Time, Peer])), {}),
});

/** In words, or by parts. */
const Machine = v.union([
  v.string(),
  v.object({
    cpu: v.string(),
    vectors: v.optional(v.string(), ''),
    cores: v.number(),
    chromium: v.optional(v.nullable(v.string()), null),
  }),
]);

const Bench = v.object({ date: v.string(), machine: Machine, rows: v.array(Row) });
export type Bench = v.InferOutput<typeof Bench>;

/** One speed of the figure. */
export interface Speed {
  readonly name: string;
  readonly medianMs: number;
  /** Null where it was not recorded. */
  readonly p10Ms: number | null;
  readonly tokensPerSecond: number;
}

export interface Peers extends Speed {
  readonly version: string;
  readonly blas: string;
  readonly threads: number;
}

/** @returns null for what is no such file */
export function readBench(file: unknown): Bench | null {
  const { success, output } = v.safeParse(Bench, file);
  return success ? output : null;
}

const files = import.meta.glob<unknown>('../../../content/bench/record.json', {
  eager: true,
  import: 'default',
});

export const BENCH: Bench | null = readBench(Object.values(files)[0]);

/** What was measured of a workload in a browser. */
export const inChromium = (bench: Bench | null, workload: string, cell: string): readonly Speed[] =>
  rowsOf(bench, workload, cell)
    .filter(({ where }) => where === 'chromium')
    .map(({ backend, medianMs, p10Ms, tokensPerSecond }) => ({
      ...{ name: backend, medianMs, p10Ms, tokensPerSecond },
    }));

/** What PyTorch took for it, each way once. */
export function inPyTorch(bench: Bench | null, workload: string, cell: string): readonly Peers[] {
  const found = new Map<string, Peers>();
  for (const { peers, medianMs, tokensPerSecond } of rowsOf(bench, workload, cell)) {
    const tokens = tokensPerSecond * medianMs;
    for (const [name, value] of Object.entries(peers)) {
      if (!/torch/i.test(name)) continue;
      const peer = typeof value === 'number' ? { ...NOTHING, medianMs: value } : value;
      found.set(name, { ...peer, name, tokensPerSecond: tokens / peer.medianMs });
    }
  }
  return [...found.values()];
}

const NOTHING = { p10Ms: null, version: '', blas: '', threads: 1 };

const rowsOf = (bench: Bench | null, workload: string, cell: string) =>
  bench?.rows.filter((row) => row.workload === workload && row.cell === cell) ?? [];
