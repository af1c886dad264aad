/** What must hold of a set of sequences, wherever it comes from. */
import { EngineError } from '../errors.ts';
import { lengthOf, type Sequence } from './batch.ts';
import type { SequenceSet } from './sequences.ts';
import type { Problem } from './types.ts';

/** The longest sequence accepted, timesteps; the most names of tokens or classes. */
const LONGEST_SEQUENCE = 4096;
const MOST_NAMES = 65536;
/** The most numbers in all, inputs and targets. */
const MOST_NUMBERS = 2 ** 24;

/** @throws EngineError dataset-damaged */
export function refuseData(reason: string): never {
  throw new EngineError('dataset-damaged', { reason });
}

/** Returns `set` if it holds together. @throws EngineError dataset-damaged, with the first thing that does not */
export function checkSequences(set: SequenceSet): SequenceSet {
  const { problem, inputNames, targetNames, train, validation } = set;
  checkOneOf('problem.input.kind', problem.input.kind, ['tokens', 'vectors']);
  checkOneOf('problem.target.kind', problem.target.kind, ['classes', 'values']);
  checkOneOf('problem.reading', problem.reading, ['every', 'last', 'mean']);
  checkNames('inputNames', inputNames, problem.input.size);
  checkNames('targetNames', targetNames, problem.target.size);
  let numbers = 0;
  for (const [part, items] of Object.entries({ train, validation })) {
    if (items.length === 0) refuseData(`${part}: no sequences`);
    for (const [i, item] of items.entries()) {
      checkSequence(`${part}[${i}]`, item, problem);
      numbers += item.input.length + item.target.length;
    }
    if (!items.some(({ target }) => isAsked(target, problem))) refuseData(`${part}: nothing is asked`);
  }
  if (numbers > MOST_NUMBERS) refuseData(`${numbers} numbers, at most ${MOST_NUMBERS} are accepted`);
  const known = new Set(train.map(identity));
  const repeated = validation.findIndex((item) => known.has(identity(item)));
  if (repeated >= 0) refuseData(`validation[${repeated}] is a training sequence too`);
  return set;
}

/** Whether there is an answer to give: a class other than −1, or numbers. */
const isAsked = (target: Sequence['target'], problem: Problem): boolean =>
  problem.target.kind === 'values' || Array.prototype.some.call(target, (id: number) => id >= 0);

/** The input as a text to compare by. */
const identity = ({ input }: Sequence): string => Array.prototype.join.call(input, ',');

function checkOneOf(where: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) refuseData(`${where}: ${choices.join(' | ')}, got ${value}`);
}

function checkNames(key: string, names: readonly string[], size: number): void {
  if (size < 1 || size > MOST_NAMES) refuseData(`${key}: a size in [1, ${MOST_NAMES}], got ${size}`);
  if (names.length !== size) refuseData(`${key}: ${size} names, got ${names.length}`);
}

function checkSequence(where: string, item: Sequence, problem: Problem): void {
  const { input, target, reading } = problem;
  checkNumbers(`${where}.input`, item.input, input.kind === 'tokens' ? [0, input.size] : null);
  checkNumbers(`${where}.target`, item.target, target.kind === 'classes' ? [-1, target.size] : null);
  const length = lengthOf(item, problem);
  if (!(Number.isInteger(length) && length >= 1 && length <= LONGEST_SEQUENCE)) {
    refuseData(`${where}: a length in [1, ${LONGEST_SEQUENCE}], got ${length}`);
  }
  const needed = (reading === 'every' ? length : 1) * (target.kind === 'values' ? target.size : 1);
  if (item.target.length !== needed) refuseData(`${where}: ${needed} targets, got ${item.target.length}`);
}

/** Finite numbers; whole and in [low, high), if so asked. */
function checkNumbers(
  where: string,
  numbers: ArrayLike<number>,
  range: readonly [number, number] | null,
): void {
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i];
    const isIn = !range || (Number.isInteger(x) && x >= range[0] && x < range[1]);
    if (Number.isFinite(x) && isIn) continue;
    refuseData(
      `${where}[${i}]: ${range ? `a whole number in [${range[0]}, ${range[1]})` : 'a number'}, got ${x}`,
    );
  }
}
