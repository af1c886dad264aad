/** Long work as a generator, so that a host can answer while it goes on. */
import { check } from '../errors.ts';

/**
 * Work in pieces, returns T. Yields undefined where it could go on at once, or a promise where there is nothing to do
 * before it is resolved: another thread is to answer.
 */
export type Work<T = void> = Generator<Promise<void> | undefined, T, unknown>;

/** Runs work that waits for nobody to its end without pause. @throws EngineError argument-invalid if it waits */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
    check(value === undefined, 'finish', 'work that waits for nobody', 'a promise');
  }
}

/** Runs work to its end, waiting where it waits. */
export async function finishing<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
    if (value) await value;
  }
}
