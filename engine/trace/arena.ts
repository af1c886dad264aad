/**
 * The memory a pass over a probe runs in: kernels of its own, with the parameters of one completed step copied in, so
 * that training may go on meanwhile. WebAssembly memories are dear: few are kept, and used again.
 *
 * The twin has the arithmetic of the model that trains, so its numbers are the same bits.
 */
import { EngineError } from '../errors.ts';
import { addNeeds, type Machine, type Need } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import { type Architecture, createModel, type Model, modelNeed } from '../network/model.ts';
import type { Work } from '../network/pace.ts';
import { createUnroll, startAtZero, type Unroll, type UnrollOptions, unrollNeed } from '../network/unroll.ts';

/** Whose parameters, and what makes memory for them. */
export interface Source {
  readonly model: Model;
  readonly machine: Machine;
  /** Parameters in place of the model's own: earlier ones, say. */
  readonly parameters?: Floats;
}

export type ArenaSize = Pick<UnrollOptions, 'T' | 'B' | 'backward'>;

export interface Arena extends ArenaSize {
  /** Whose twin `model` is. */
  readonly of: Model;
  readonly model: Model;
  readonly u: Unroll;
  /** One a term of the cell, [SCRATCH_ROWS, H] each: where products that no pass keeps are worked out. */
  readonly scratch: readonly Floats[];
  readonly bytes: number;
}

/** Rows of a product between two yields. */
export const SCRATCH_ROWS = 32;

/** What an arena asks of the kernels. @param budget the kernels' pace */
function arenaNeed(a: Architecture, size: ArenaSize, budget: number): Need {
  const terms = a.cell.terms.length;
  const scratch = { floats: terms * SCRATCH_ROWS * a.H, ids: 0, arrays: terms, matrices: [], widest: a.H };
  return addNeeds(modelNeed(a, false), unrollNeed(a, size, budget), scratch);
}

/** @throws EngineError out-of-memory; RangeError if the machine has no more memory */
function createArena({ model: of, machine }: Source, size: ArenaSize): Arena {
  const { arithmetic, dtype, pace } = of.kernels;
  const { T, B, backward } = size;
  const need = arenaNeed(of, size, pace);
  const kernels = machine.kernels(arithmetic, need, dtype);
  const model = createModel(of, kernels, false);
  const u = createUnroll(model, { T, B, backward });
  const scratch = of.cell.terms.map(() => kernels.floats(SCRATCH_ROWS * of.H));
  return { ...{ T, B, backward, of, model, u, scratch }, bytes: machine.bytes(arithmetic, need, dtype) };
}

/** A machine may have less memory than is asked of it. @throws EngineError out-of-memory */
function arenaIfItFits(source: Source, size: ArenaSize): Arena {
  try {
    return createArena(source, size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { arithmetic, dtype, pace } = source.model.kernels;
    const needed = source.machine.bytes(arithmetic, arenaNeed(source.model, size, pace), dtype);
    throw new EngineError('out-of-memory', { needed, limit: needed });
  }
}

/** How many arenas wait to be used again (for traces, samples, evaluations), and how many bytes, but for the newest. */
const KEPT = 3;
const KEPT_BYTES = 2 ** 27;

/** The arenas of one subject. Take, work, give back; one that was not given back is never handed out again. */
export class Arenas {
  /** Not in use, the last used first. */
  #free: readonly Arena[] = [];

  /** An arena of this size for the parameters as they are now. @throws EngineError out-of-memory */
  take(source: Source, size: ArenaSize): Arena {
    const { T, B, backward } = size;
    const found = this.#free.find(
      (free) => free.of === source.model && free.T === T && free.B === B && (free.backward || !backward),
    );
    if (found) this.#free = this.#free.filter((arena) => arena !== found);
    else this.#keep(KEPT - 1, this.#free); // before the new one is made
    const arena = found ?? arenaIfItFits(source, size);
    arena.model.values.all.set(source.parameters ?? source.model.values.all);
    arena.model.kernels.changed();
    arena.u.lengths.fill(T);
    startAtZero(arena.u);
    return arena;
  }

  giveBack(arena: Arena): void {
    this.#keep(KEPT, [arena, ...this.#free]);
  }

  /** Lets go of all that is kept. */
  clear(): void {
    this.#free = [];
  }

  #keep(count: number, arenas: readonly Arena[]): void {
    let bytes = 0;
    this.#free = arenas.slice(0, count).filter((arena, i) => {
      bytes += arena.bytes;
      return i === 0 || bytes <= KEPT_BYTES;
    });
  }
}

/** Work in an arena, which is given back however the work ends. */
export function* inArena<T>(
  source: Source & { readonly arenas: Arenas },
  size: ArenaSize,
  work: (arena: Arena) => Work<T>,
): Work<T> {
  const arena = source.arenas.take(source, size);
  try {
    return yield* work(arena);
  } finally {
    source.arenas.giveBack(arena);
  }
}
