/** What `npm run bench -- --record` measured last: what the README and the engine's page print. */
import file from './record.json';

/** Milliseconds of one training step. */
export interface BenchTime {
  readonly medianMs: number;
  /** The fastest tenth: nearer the truth when others were at work on the machine. */
  readonly p10Ms: number;
}

/** Another library on the same task, in turn with ours. */
export interface BenchPeer extends BenchTime {
  readonly version: string;
  readonly blas: string;
  readonly threads: number;
}

export interface BenchRow extends BenchTime {
  /** W1 to W5. */
  readonly workload: string;
  readonly cell: string;
  /** 'node' or 'chromium'. */
  readonly where: string;
  /** The arithmetic, and how many workers share the minibatch if more than one: `simd ×2`. */
  readonly backend: string;
  readonly shards: number;
  readonly tokensPerSecond: number;
  readonly peers: Readonly<Record<string, BenchPeer>>;
}

export interface BenchChecks {
  /** Bytes, after so many steps of W1 (gru): objects, and arrays (snapshots of the parameters, kept on purpose). */
  readonly heapGrowth: { readonly steps: number; readonly objects: number; readonly arrays: number };
  /** A trace over 100 tokens: milliseconds of one, share of the time at ten a second. By workload (gru). */
  readonly traces: Readonly<Record<string, { readonly ms: number; readonly share: number }>>;
  /** A step's time at twice the timesteps, at twice the sequences, over its time at W2's (gru). */
  readonly scaling: { readonly T: number; readonly B: number };
  /** Of the products alone, GFLOP/s, of W2 (gru). By arithmetic. */
  readonly products: Readonly<Record<string, number>>;
  /** Bytes foretold and bytes taken. By workload and arithmetic. */
  readonly memory: Readonly<Record<string, { readonly foretold: number; readonly taken: number }>>;
}

/** The notebook itself, in Chromium. */
export interface BenchPage {
  /** Tasks over 50 ms on the main thread while W1 trains with the figures in view, and the longest, ms. */
  readonly seconds: number;
  readonly longTasks: number;
  readonly longestMs: number;
  /** From pressing pause on W2 until the page shows the answer. */
  readonly pauseMs: { readonly median: number; readonly slowest: number };
}

export interface BenchRecord {
  /** Of the run, YYYY-MM-DD. */
  readonly date: string;
  /** In one line. */
  readonly machine: string;
  readonly setup: {
    readonly cpu: string;
    readonly vectors: string;
    readonly cores: number;
    readonly node: string;
    readonly chromium: string | null;
    /** Load averages at the beginning and at the end; the benchmark itself is 1. */
    readonly load: readonly number[];
  };
  readonly rows: readonly BenchRow[];
  readonly checks: BenchChecks | null;
  readonly page: BenchPage | null;
}

/** Asserted: where only some rows have a peer, TypeScript reads it in the others as `undefined`. */
export const RECORD = file as BenchRecord;
