/** A text as data: each token is asked for the one after it. */
import type { Rng } from '../math/random.ts';
import { checkShape } from './batch.ts';
import { Batches, type Partition } from './batches.ts';
import { createCorpus } from './corpus.ts';
import { rowHeldOut } from './held-out.ts';
import type { Batch, Data, Source, SourceState } from './types.ts';
import { buildVocabulary, type TextUnit, Vocabulary } from './vocabulary.ts';

export interface TextOptions {
  /** B the text must be long enough for. */
  readonly batch: number;
  /** T, timesteps a window. */
  readonly window: number;
  readonly sampling: Partition;
  /** At most so many tokens, the most frequent; the rest become the unknown symbol. */
  readonly vocabularyLimit: number;
  readonly unit: TextUnit;
}

export interface TextData extends Data {
  readonly vocabulary: Vocabulary;
  /** Share of the text's tokens that are in the vocabulary, [0, 1]. */
  readonly coverage: number;
}

/** Whether the data came from a text. */
export const isTextData = (data: Data): data is TextData => 'vocabulary' in data;

/**
 * @param tokens a vocabulary to read the text with, without the unknown symbol; by default the text's own
 * @throws EngineError text-empty, text-too-short (in characters); argument-invalid if `tokens` are no vocabulary
 */
export function createTextData(text: string, options: TextOptions, tokens?: readonly string[]): TextData {
  const { batch, window: T, sampling, vocabularyLimit, unit } = options;
  const vocabulary = tokens ? new Vocabulary(tokens, unit) : buildVocabulary(text, vocabularyLimit, unit);
  const { train, heldOut, coverage, unigramEntropy } = createCorpus(text, vocabulary, batch * T + 1);
  const V = vocabulary.size;
  return {
    problem: { input: { kind: 'tokens', size: V }, target: { kind: 'classes', size: V }, reading: 'every' },
    ...{ T, vocabulary, coverage, baseline: unigramEntropy },
    ...{ inputNames: vocabulary.tokens, targetNames: vocabulary.tokens },
    ...{ trainSize: train.length, heldOutSize: heldOut.length },
    source: (B, rng) => new TextSource(train, sampling, T, B, rng),
    heldOut: rowHeldOut(heldOut.length, ({ T: length, tokens: inputs, targets }, from) => {
      inputs.set(heldOut.subarray(from, from + length));
      targets.set(heldOut.subarray(from + 1, from + 1 + length));
    }),
  };
}

/** `Batches` in the form of every source. */
class TextSource implements Source {
  readonly #batches: Batches;
  readonly #T: number;
  readonly #B: number;

  constructor(tokens: Uint16Array, sampling: Partition, T: number, B: number, rng: Rng) {
    this.#batches = new Batches(tokens, sampling, T, B, rng);
    this.#T = T;
    this.#B = B;
  }

  get stepsPerEpoch(): number {
    return this.#batches.stepsPerEpoch;
  }

  next(batch: Batch): boolean {
    checkShape(batch, this.#T, this.#B, 'Source.next');
    batch.lengths.fill(this.#T);
    return this.#batches.next(batch.tokens, batch.targets);
  }

  restart(): void {
    this.#batches.restart();
  }

  get state(): SourceState {
    return this.#batches.state;
  }

  set state(state: SourceState) {
    this.#batches.state = state;
  }
}
