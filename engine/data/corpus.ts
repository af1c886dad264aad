/** A text as tokens: nine tenths to train on, the last tenth held out, and what is known about it beforehand. */
import { EngineError } from '../errors.ts';
import { log } from '../math/special.ts';
import { UNKNOWN_ID, type Vocabulary } from './vocabulary.ts';

export interface Corpus {
  readonly train: Uint16Array;
  readonly heldOut: Uint16Array;
  /** Share of the tokens that are in the vocabulary, [0, 1]. */
  readonly coverage: number;
  /** See `unigramEntropy`. */
  readonly unigramEntropy: number;
}

/**
 * Splits `text`.
 * @param minibatch tokens the training part must hold: B·T + 1
 * @throws EngineError text-empty, text-too-short (in characters)
 */
export function createCorpus(text: string, vocabulary: Vocabulary, minibatch: number): Corpus {
  if (text.trim() === '') throw new EngineError('text-empty', {});
  const tokens = vocabulary.encode(text);
  const cut = trainingPart(tokens.length);
  if (cut < minibatch || tokens.length - cut < 2) {
    throw new EngineError('text-too-short', inCharacters(text, tokens.length, tokensNeeded(minibatch)));
  }
  const train = tokens.subarray(0, cut);
  const heldOut = tokens.subarray(cut);
  let known = 0;
  for (let i = 0; i < tokens.length; i++) if (tokens[i] !== UNKNOWN_ID) known += 1;
  return {
    ...{ train, heldOut },
    coverage: known / tokens.length,
    unigramEntropy: unigramEntropy(train, heldOut, vocabulary.size),
  };
}

/** The last tenth is held out. */
const trainingPart = (length: number): number => length - Math.floor(length / 10);

/** The shortest text with so many training tokens and two held out, in tokens. */
function tokensNeeded(minibatch: number): number {
  let length = Math.max(20, minibatch);
  while (trainingPart(length) < minibatch) length += 1;
  return length;
}

/** A text's length and the one needed, in characters: for words, at this text's characters a word. */
function inCharacters(text: string, tokens: number, needed: number): { length: number; needed: number } {
  const length = [...text].length;
  return { length, needed: Math.ceil((needed * length) / Math.max(1, tokens)) };
}

/**
 * −mean log p(token) over the held-out part, in nats, where p(token) = (n + 1) / (N + V) from its count n in the
 * training part: what a model that knows only frequencies scores. One is added so that nothing is impossible (Laplace).
 */
function unigramEntropy(train: Uint16Array, heldOut: Uint16Array, V: number): number {
  const counts = new Float64Array(V).fill(1);
  for (let i = 0; i < train.length; i++) counts[train[i]] += 1;
  const surprise = counts.map((count) => -log(count / (train.length + V)));
  let sum = 0;
  for (let i = 0; i < heldOut.length; i++) sum += surprise[heldOut[i]];
  return sum / heldOut.length;
}
