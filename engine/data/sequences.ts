/** A set of sequences as data: names, words, whatever comes in items of different lengths. */
import { EngineError } from '../errors.ts';
import type { Rng } from '../math/random.ts';
import { frequencyBaseline } from './baseline.ts';
import { checkShape, clearBatch, lengthOf, placeSequence, type Sequence } from './batch.ts';
import { Epochs } from './epochs.ts';
import { sequencesHeldOut } from './held-out.ts';
import { checkSequences } from './sequence-checks.ts';
import type { Batch, Data, Problem, Source, SourceState } from './types.ts';

/** Sequences with what is asked of them, as plain data. No item is in both parts. */
export interface SequenceSet {
  readonly form: 'sequences';
  readonly problem: Problem;
  /** Names of the token ids (for vectors: of the numbers), and of the classes (or of the target numbers). */
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly train: readonly Sequence[];
  readonly validation: readonly Sequence[];
}

/**
 * The set's data: T is the longest sequence of both parts, shorter ones are padded; training is shuffled anew each epoch,
 * and what fills no minibatch waits for another epoch.
 * @throws EngineError dataset-damaged; `source` config-invalid if B is more than the training sequences
 */
export function createSequenceData(set: SequenceSet): Data {
  checkSequences(set);
  const { problem, inputNames, targetNames, train, validation } = set;
  const longest = (T: number, one: Sequence): number => Math.max(T, lengthOf(one, problem));
  const T = validation.reduce(longest, train.reduce(longest, 1));
  return {
    ...{ problem, T, inputNames, targetNames },
    ...{ trainSize: train.length, heldOutSize: validation.length },
    baseline: frequencyBaseline(train, validation, problem),
    source: (B, rng) => new SequenceSource(train.map(packed(problem)), problem, T, B, rng),
    heldOut: sequencesHeldOut(validation, problem, T),
  };
}

/** Ids and classes as whole numbers: they are copied into a minibatch every step. */
const packed =
  ({ input, target }: Problem) =>
  (sequence: Sequence): Sequence => ({
    input: input.kind === 'tokens' ? Int32Array.from(sequence.input) : sequence.input,
    target: target.kind === 'classes' ? Int32Array.from(sequence.target) : sequence.target,
  });

/** Throws unless the training part fills a minibatch. @throws EngineError config-invalid */
export function checkBatch(B: number, most: number): void {
  if (B <= most) return;
  throw new EngineError('config-invalid', { key: 'batch', value: String(B), expected: `[1, ${most}]` });
}

class SequenceSource implements Source {
  readonly #sequences: readonly Sequence[];
  readonly #problem: Problem;
  readonly #T: number;
  readonly #B: number;
  readonly #order: Int32Array;
  readonly #epochs: Epochs;

  constructor(sequences: readonly Sequence[], problem: Problem, T: number, B: number, rng: Rng) {
    checkBatch(B, sequences.length);
    this.#sequences = sequences;
    this.#problem = problem;
    this.#T = T;
    this.#B = B;
    this.#order = new Int32Array(sequences.length);
    this.#epochs = new Epochs(Math.floor(sequences.length / B), rng, () => {
      // From the same order each time: an epoch's order depends on the generator alone, and can be drawn again.
      for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
      rng.shuffle(this.#order);
    });
  }

  get stepsPerEpoch(): number {
    return this.#epochs.steps;
  }

  next(batch: Batch): boolean {
    checkShape(batch, this.#T, this.#B, 'Source.next');
    clearBatch(batch);
    const first = this.#epochs.next() * this.#B;
    for (let b = 0; b < this.#B; b++) {
      placeSequence(batch, b, this.#sequences[this.#order[first + b]], this.#problem);
    }
    return true;
  }

  restart(): void {
    this.#epochs.restart();
  }

  get state(): SourceState {
    return this.#epochs.state;
  }

  set state(state: SourceState) {
    this.#epochs.state = state;
  }
}
