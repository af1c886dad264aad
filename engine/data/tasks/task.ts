/** What a synthetic task is made of: parameters with their ranges, and a rule that writes one sequence. */
import { EngineError } from '../../errors.ts';
import type { Rng } from '../../math/random.ts';
import type { Problem } from '../types.ts';

/** A number's interval (closed), whether it is whole, and a value to start from. */
export interface NumberParameter {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly preset: number;
}

/** One of a few names, and the one to start from. */
export interface ChoiceParameter<V extends string = string> {
  readonly kind: 'choice';
  readonly choices: readonly V[];
  readonly preset: V;
}

export type Parameter = NumberParameter | ChoiceParameter;

/** The kind of parameter that holds values of a type. */
type ParameterOf<V> = V extends number ? NumberParameter : V extends string ? ChoiceParameter<V> : never;

/** The parameters of a task with values `P`. */
type Parameters<P> = {
  readonly [K in keyof P]: [P[K]] extends [string] ? ChoiceParameter<P[K]> : ParameterOf<P[K]>;
};

/** A task with its parameters set. All its sequences are T long. */
export interface Task {
  readonly problem: Problem;
  readonly T: number;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  /**
   * Writes a new sequence. `input`: token ids [T], or vectors [T, I], zeros on entry. `target`: classes, −1 on entry, or
   * `size` numbers each, 0 on entry; [T] of them, or one unless read at every timestep.
   */
  write(rng: Rng, input: Float64Array, target: Float64Array): void;
}

/** A kind of task. `P`: its parameters and their values' types. */
export interface TaskDefinition<N extends string, P> {
  readonly name: N;
  readonly parameters: Parameters<P>;
  /** @param values validated */
  create(values: P): Task;
}

/** Types a definition by its name and its parameters' values. */
export const defineTask =
  <P>() =>
  <N extends string>(definition: TaskDefinition<N, P>): TaskDefinition<N, P> =>
    definition;

export const whole = (min: number, max: number, preset: number): NumberParameter => ({
  ...{ kind: 'number', whole: true },
  ...{ min, max, preset },
});

export const real = (min: number, max: number, preset: number): NumberParameter => ({
  ...{ kind: 'number', whole: false },
  ...{ min, max, preset },
});

export const choice = <V extends string>(preset: V, ...others: V[]): ChoiceParameter<V> => ({
  ...{ kind: 'choice', preset },
  choices: [preset, ...others],
});

/** @throws EngineError config-invalid, naming the parameter, its value and what is accepted */
export function refuse(key: string, value: unknown, expected: string): never {
  throw new EngineError('config-invalid', { key, value: String(value), expected });
}

/** Throws unless `value` is what the parameter accepts. */
export function checkParameter(key: string, value: unknown, parameter: Parameter): void {
  if (parameter.kind === 'choice') {
    const { choices } = parameter;
    if (!choices.some((one) => one === value)) refuse(key, value, choices.join(' | '));
    return;
  }
  const { min, max } = parameter;
  const isInside = typeof value === 'number' && value >= min && value <= max;
  if (!isInside || (parameter.whole && !Number.isInteger(value))) refuse(key, value, `[${min}, ${max}]`);
}

/** Names of the token ids of an alphabet: A, B, C … and then what is given. At most 26 letters. */
export const letters = (count: number, ...more: readonly string[]): string[] => [
  ...Array.from({ length: count }, (_, i) => String.fromCharCode(65 + i)),
  ...more,
];

/** Most letters an alphabet has. */
export const MOST_LETTERS = 26;

/** Most timesteps a task's sequence may have. */
export const LONGEST = 1024;
