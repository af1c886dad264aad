/**
 * The memory a pass over a probe runs in: kernels of its own, with the parameters of one completed step copied in, so
 * that training may go on meanwhile. WebAssembly memories are dear: at most two are kept, and used again.
 *
 * The twin has the arithmetic of the model that trains, so its numbers are the same bits.
 */
import { addNeeds, type Machine, type Need } from '../kernels/machine.ts';
import type { Floats } from '../math/floats.ts';
import { type Architecture, createModel, type Model, modelNeed } from '../network/model.ts';
import { createUnroll, type Unroll, type UnrollOptions, unrollNeed } from '../network/unroll.ts';

/** Whose parameters, and what makes memory for them. */
export interface Source {
  readonly model: Model;
  readonly machine: Machine;
}

export type ArenaSize = Pick<UnrollOptions, 'T' | 'B' | 'backward'>;

export interface Arena extends ArenaSize {
  /** Whose twin `model` is. */
  readonly of: Model;
  readonly model: Model;
  readonly u: Unroll;
  /** One a term of the cell, [SCRATCH_ROWS, H] each: where products that no pass keeps are worked out. */
  readonly scratch: readonly Floats[];
}

/** Rows of a product between two yields. */
export const SCRATCH_ROWS = 32;

/** What an arena asks of the kernels. @param budget the kernels' pace */
export function arenaNeed(a: Architecture, size: ArenaSize, budget: number): Need {
  const terms = a.cell.terms.length;
  const scratch = { floats: terms * SCRATCH_ROWS * a.H, ids: 0, arrays: terms, matrices: [], widest: a.H };
  return addNeeds(modelNeed(a, false), unrollNeed(a, size, budget), scratch);
}

/** @throws EngineError out-of-memory */
export function createArena({ model: of, machine }: Source, size: ArenaSize): Arena {
  const { arithmetic, dtype, pace } = of.kernels;
  const kernels = machine.kernels(arithmetic, arenaNeed(of, size, pace), dtype);
  const model = createModel(of, kernels, false);
  const u = createUnroll(model, size);
  const scratch = of.cell.terms.map(() => kernels.floats(SCRATCH_ROWS * of.H));
  return { ...{ T: size.T, B: size.B, backward: size.backward }, ...{ of, model, u, scratch } };
}

/** The parameters as they are now. */
export function copyParameters({ of, model }: Arena): void {
  model.values.all.set(of.values.all);
  model.kernels.changed();
}

/** How many arenas are kept: one for traces, one for what else is on screen. */
const KEPT = 2;

/** The arenas of one subject. Take, work, give back; one that was not given back is never handed out again. */
export class Arenas {
  /** Not in use, the last used last. */
  #free: Arena[] = [];

  /** An arena of this size for the parameters as they are now. @throws EngineError out-of-memory */
  take(source: Source, size: ArenaSize): Arena {
    const { T, B, backward } = size;
    const isFit = (arena: Arena): boolean =>
      arena.of === source.model && arena.T === T && arena.B === B && (arena.backward || !backward);
    const found = this.#free.find(isFit);
    if (found) this.#free = this.#free.filter((arena) => arena !== found);
    else this.#free = this.#free.slice(-(KEPT - 1)); // before the new one is made: never three
    const arena = found ?? createArena(source, size);
    copyParameters(arena);
    return arena;
  }

  giveBack(arena: Arena): void {
    this.#free = [...this.#free, arena].slice(-KEPT);
  }

  /** Lets go of all that is kept. */
  clear(): void {
    this.#free = [];
  }
}
