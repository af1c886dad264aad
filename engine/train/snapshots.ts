/**
 * Earlier parameters of a run, to look back at: the first and the last, and between them ever wider apart, as training
 * slows down. At most so many bytes; when they are full, every second one but the first and the last is let go.
 */
import type { Floats } from '../math/floats.ts';

/** Bytes of all snapshots of a run: 64 MB. */
const SNAPSHOT_BYTES = 64 * 2 ** 20;

/** The step grows by this factor from one snapshot to the next, at least by one. */
const GROWTH = 1.15;

/** Snapshots of a model there is room for in `bytes`: at least the first and the last. */
const roomFor = (parameters: number, bytes: number): number =>
  Math.max(2, Math.floor(bytes / (4 * parameters)));

/** Bytes that the snapshots of a run may come to take, at most. @param parameters numbers of the model */
export const snapshotBytes = (parameters: number): number =>
  4 * parameters * roomFor(parameters, SNAPSHOT_BYTES);

export interface Snapshot {
  /** Completed steps. */
  readonly step: number;
  readonly parameters: Float32Array;
}

export class Snapshots {
  #kept: Snapshot[] = [];
  readonly #limit: number;
  #growth = GROWTH;

  /** @param parameters numbers of the model, from which follows how many snapshots there is room for (at least 2) */
  constructor(parameters: number, bytes = SNAPSHOT_BYTES) {
    this.#limit = roomFor(parameters, bytes);
  }

  /** Steps that can be gone back to, in order. */
  get steps(): readonly number[] {
    return this.#kept.map(({ step }) => step);
  }

  /** Keeps the parameters if it is time, or if asked to. */
  note(step: number, parameters: Floats, now = false): void {
    const last = this.#kept.at(-1)?.step ?? -1;
    const due = last < 1 ? last + 1 : Math.max(last + 1, Math.round(last * this.#growth));
    if (step <= last || (step < due && !now)) return;
    if (this.#kept.length >= this.#limit) this.#thin();
    this.#kept.push({ step, parameters: Float32Array.from(parameters) });
  }

  /** The snapshot of this step, if it is kept. */
  at(step: number): Snapshot | undefined {
    return this.#kept.find((snapshot) => snapshot.step === step);
  }

  /** Training went back to `step`: what came later never was. */
  forgetAfter(step: number): void {
    this.#kept = this.#kept.filter((snapshot) => snapshot.step <= step);
  }

  #thin(): void {
    const { length } = this.#kept;
    this.#kept = this.#kept.filter((_, i) => i === 0 || (length - 1 - i) % 2 === 1);
    if (this.#kept.length >= this.#limit) this.#kept = this.#kept.slice(0, this.#limit - 1);
    this.#growth *= this.#growth;
  }
}
