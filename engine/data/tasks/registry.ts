/** The synthetic tasks. Another one is a file and a line here. */
import { adding } from './adding.ts';
import { brackets } from './brackets.ts';
import { copy } from './copy.ts';
import { echo } from './echo.ts';
import { latch } from './latch.ts';
import { lookAhead } from './look-ahead.ts';
import { parity } from './parity.ts';
import { recall } from './recall.ts';
import { sines } from './sines.ts';
import { checkParameter, type Parameter, refuse, type Task, type TaskDefinition } from './task.ts';

export const TASKS = {
  adding,
  copy,
  echo,
  'look-ahead': lookAhead,
  recall,
  parity,
  latch,
  brackets,
  sines,
};

export type TaskName = keyof typeof TASKS;

type SpecOf<D> = D extends TaskDefinition<infer N, infer P> ? { readonly name: N } & Readonly<P> : never;

/** A task as plain data: its name and all its parameters. */
export type TaskSpec = { [N in TaskName]: SpecOf<(typeof TASKS)[N]> }[TaskName];

/** A task's parameters, for whoever does not know which task it is. */
export const parametersOf = (name: TaskName): Readonly<Record<string, Parameter>> => TASKS[name].parameters;

/** A task with every parameter at its preset. */
export function presetTask<N extends TaskName>(name: N): Extract<TaskSpec, { name: N }> {
  const presets = Object.entries(parametersOf(name)).map(([key, { preset }]) => [key, preset]);
  return { name, ...Object.fromEntries(presets) };
}

/** Returns `spec` if there is such a task and every parameter is accepted. @throws EngineError config-invalid */
export function validateTask(spec: TaskSpec): TaskSpec {
  const names = Object.keys(TASKS);
  if (!names.includes(spec.name)) refuse('task', spec.name, names.join(' | '));
  const values: Readonly<Record<string, unknown>> = { ...spec };
  for (const [key, parameter] of Object.entries(parametersOf(spec.name))) {
    checkParameter(key, values[key], parameter);
  }
  return spec;
}

/** @throws EngineError config-invalid */
export function createTask(spec: TaskSpec): Task {
  validateTask(spec);
  // A task and its own parameters: the types cannot say that the two go together.
  const { create } = TASKS[spec.name] as TaskDefinition<TaskName, TaskSpec>;
  return create(spec);
}
