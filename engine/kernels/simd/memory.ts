/**
 * One WebAssembly.Memory of fixed size, handed out front to back. It never grows, so that no view of it is ever cut
 * off; it goes when the kernels and every view of it are gone.
 *
 * Layout: scratch of the products (assembly/gemm.ts), then the arrays in the order in which they were asked for, then
 * as much as a kernel may read past the end of the last one.
 */
import { EngineError } from '../../errors.ts';

/** Scratch in front: a tile, and one panel of 256 rows of 64 bytes. */
const SCRATCH = 20480;
/** A product with a row-major matrix reads whole tiles of 16 floats. */
const SLACK = 64;
/** Arrays begin on a cache line: no vector at their front then lies across two. */
const LINE = 64;
const PAGE = 65536;
/** Pages a 32-bit memory can have: 4 GiB. */
const MOST_PAGES = 65536;

/** Columns of a panel. */
const PANEL = 16;

const aligned = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

/** Bytes of the panels of a matrix [rows, columns]; of those of its transpose: swap the two. */
export const panelBytes = (rows: number, columns: number): number =>
  4 * rows * Math.ceil(columns / PANEL) * PANEL;

/** What will be asked of one memory, all together. */
export interface SimdNeed {
  /** Numbers and token ids, and how many arrays they are in. */
  readonly floats: number;
  readonly ids: number;
  readonly arrays: number;
  /** [rows, columns] of every matrix. */
  readonly matrices: readonly (readonly [number, number])[];
}

/**
 * Bytes of a memory in which all of `need` can be handed out, every array counted as if it needed rounding up. The
 * products' scratch has one size, however wide they are.
 */
export function simdBytes({ floats, ids, arrays, matrices }: SimdNeed): number {
  let bytes = SCRATCH + SLACK + 4 * (floats + ids) + LINE * arrays;
  for (const [rows, columns] of matrices) {
    bytes += panelBytes(rows, columns) + panelBytes(columns, rows);
  }
  return aligned(bytes);
}

/** Hands out the bytes of one memory. */
export class SimdMemory {
  readonly memory: WebAssembly.Memory;
  readonly #limit: number;
  #used = SCRATCH;

  /** @throws EngineError out-of-memory if the host gives no memory of `bytes` bytes */
  constructor(bytes: number) {
    const pages = Math.max(1, Math.ceil(bytes / PAGE));
    this.#limit = bytes;
    if (pages > MOST_PAGES) {
      throw new EngineError('out-of-memory', { needed: bytes, limit: MOST_PAGES * PAGE });
    }
    try {
      this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      throw new EngineError('out-of-memory', { needed: bytes, limit: bytes });
    }
  }

  /** Where `bytes` bytes of zeros begin. @throws EngineError out-of-memory past the end */
  take(bytes: number): number {
    const at = this.#used;
    const needed = at + aligned(bytes) + SLACK;
    if (needed > this.#limit) throw new EngineError('out-of-memory', { needed, limit: this.#limit });
    this.#used = at + aligned(bytes);
    return at;
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.take(4 * length), length);
  }

  ids(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.take(4 * length), length);
  }
}
