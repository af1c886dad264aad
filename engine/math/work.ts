/** Long work as a generator, so that a host can answer while it goes on. */

/** Work in pieces: yields nothing, returns T. */
export type Work<T = void> = Generator<undefined, T, unknown>;

/** Runs work to its end without pause. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}
