/** Work that lets others in: it yields whenever about 3 ms have been worked, counted in operations, not in time. */

export { finish, finishing, type Work } from '../math/work.ts';

/** What an elementwise operation counts, in operations of a product: they take longer, an exponential most. */
export const ELEMENT = 8;
export const EXPONENTIAL = 40;
/** … and one number of a loop outside the kernels, in plain TypeScript, that copies, adds or fills. */
export const PLAIN = 40;

export class Pace {
  /** Operations between two yields. */
  readonly budget: number;
  #done = 0;

  constructor(budget: number) {
    this.budget = budget;
  }

  /** Counts work done. @returns whether it is time to yield */
  isTime(operations: number): boolean {
    this.#done += operations;
    if (this.#done < this.budget) return false;
    this.#done = 0;
    return true;
  }
}
