/**
 * Sets of sequences as JSON, read with suspicion.
 *
 * `{form: 'sequences', problem: {input: {kind, size}, target: {kind, size}, reading}, inputNames, targetNames, train, validation}`
 *
 * `inputNames` and `targetNames` are lists, or a string, a character a name. An item of `train` or `validation` is an object
 * `{input, target}` of flat lists of numbers, or, for tokens named by one character each, a string: the tokens, a space, the
 * targets with commas between, empty where nothing is asked. 'banana 0' at the last timestep, 'to 0,1' at every one.
 */
import type { Sequence } from './batch.ts';
import { checkSequences, refuseData } from './sequence-checks.ts';
import type { SequenceSet } from './sequences.ts';
import type { Problem, Reading } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads a set that comes from outside. @throws EngineError dataset-damaged, whatever is wrong */
export function parseSequenceSet(value: unknown): SequenceSet {
  const fields = asFields('the data set', value);
  if (fields.form !== 'sequences') refuseData(`form: 'sequences', got ${show(fields.form)}`);
  const inputNames = asNames('inputNames', fields.inputNames);
  const ids = new Map(inputNames.map((name, i) => [name, i]));
  const items = (key: 'train' | 'validation'): Sequence[] =>
    asList(key, fields[key]).map((item, i) => parseItem(`${key}[${i}]`, item, ids));
  return checkSequences({
    form: 'sequences',
    problem: parseProblem(fields.problem),
    inputNames,
    targetNames: asNames('targetNames', fields.targetNames),
    train: items('train'),
    validation: items('validation'),
  });
}

function parseProblem(value: unknown): Problem {
  const { input, target, reading } = asFields('problem', value);
  return {
    input: parseSide('problem.input', input, ['tokens', 'vectors']),
    target: parseSide('problem.target', target, ['classes', 'values']),
    reading: asOneOf<Reading>('problem.reading', reading, ['every', 'last', 'mean']),
  };
}

function parseSide<K extends string>(where: string, value: unknown, kinds: readonly K[]) {
  const { kind, size } = asFields(where, value);
  return { kind: asOneOf(`${where}.kind`, kind, kinds), size: asNumber(`${where}.size`, size) };
}

function parseItem(where: string, value: unknown, ids: ReadonlyMap<string, number>): Sequence {
  if (typeof value === 'string') return parseLine(where, value, ids);
  const { input, target } = asFields(where, value);
  return { input: asNumbers(`${where}.input`, input), target: asNumbers(`${where}.target`, target) };
}

/** 'tokens targets' */
function parseLine(where: string, line: string, ids: ReadonlyMap<string, number>): Sequence {
  const cut = line.lastIndexOf(' ');
  const input = [...line.slice(0, Math.max(0, cut))].map(
    (name) => ids.get(name) ?? refuseData(`${where}: ${show(name)} is not in the vocabulary`),
  );
  const target = line
    .slice(cut + 1)
    .split(',')
    .map((one) => (one === '' ? -1 : asNumber(where, Number(one))));
  return { input, target };
}

// —— what comes from outside, made sure of ——

export function asFields(where: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  return refuseData(`${where}: an object, got ${show(value)}`);
}

export const asList = (where: string, value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : refuseData(`${where}: a list, got ${show(value)}`);

export const asNumber = (where: string, value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : refuseData(`${where}: a number, got ${show(value)}`);

export const asString = (where: string, value: unknown): string =>
  typeof value === 'string' ? value : refuseData(`${where}: a text, got ${show(value)}`);

export const asNumbers = (where: string, value: unknown): number[] =>
  asList(where, value).map((one, i) => asNumber(`${where}[${i}]`, one));

export const asOneOf = <V extends string>(where: string, value: unknown, choices: readonly V[]): V =>
  choices.find((one) => one === value) ?? refuseData(`${where}: ${choices.join(' | ')}, got ${show(value)}`);

/** Names, all different: where they are tokens, a name must mean one id. */
function asNames(where: string, value: unknown): readonly string[] {
  const names =
    typeof value === 'string' ? [...value] : asList(where, value).map((one) => asString(where, one));
  if (new Set(names).size < names.length) refuseData(`${where}: a name stands there twice`);
  return names;
}

/** A value in a sentence, in few words. */
const show = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.slice(0, 20)}'`
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object' && value !== null
        ? 'an object'
        : String(value);
