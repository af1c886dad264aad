/** Small networks with random parameters, as subjects of traces. */
import type { CellName } from '../../../engine/config.ts';
import type { Machine } from '../../../engine/kernels/machine.ts';
import { Rng } from '../../../engine/math/random.ts';
import { createModel } from '../../../engine/network/model.ts';
import { Arenas } from '../../../engine/trace/arena.ts';
import type { LaneTrace, Subject, Trace } from '../../../engine/trace/types.ts';
import { nodeMachine } from '../../../scripts/machine.ts';
import { architectureOf, kernelsOf, type Spec } from '../network/networks.ts';

const node = await nodeMachine();

/** Letters as tokens: 'a' is 1, 'b' is 2, …; others are 0. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
export const VOCABULARY = {
  encode: (text: string) => Uint16Array.from(text, (letter) => LETTERS.indexOf(letter) + 1),
  decode: (ids: Iterable<number>) => Array.from(ids, (id) => LETTERS[id - 1] ?? '□').join(''),
};

/** Shapes of a network: layers, directions. */
export const SHAPES = [
  [1, 1],
  [2, 1],
  [1, 2],
  [2, 2],
] as const;

export interface SubjectSpec extends Spec {
  /** Whether it reads a text. */
  readonly text?: boolean;
  readonly machine?: Machine;
}

/** Yields as often as the network is to. */
const machineOf = ({ pace }: Spec): Machine => ({
  ...node,
  kernels: (arithmetic, need, dtype) => {
    const kernels = node.kernels(arithmetic, need, dtype);
    return pace === undefined ? kernels : { ...kernels, pace };
  },
});

export function subjectOf(spec: SubjectSpec): Subject {
  const model = createModel(architectureOf(spec), kernelsOf(spec), true);
  new Rng(spec.seed ?? 1).fillUniform(model.values.all, -0.9, 0.9);
  const cell = spec.cell.slice(0, spec.cell.search(/[ ,]/)) as CellName;
  const activation = spec.cell.includes('relu') ? 'relu' : 'tanh';
  return {
    ...{ runId: 'run', step: 3, config: { cell, activation, seed: 7 }, model },
    ...{ machine: spec.machine ?? machineOf(spec), arenas: new Arenas() },
    vocabulary: spec.text ? VOCABULARY : null,
  };
}

/** A network that reads letters and answers with the next one: 'abcdef' and the unknown symbol. */
export const languageModel = (
  cell: string,
  [L, D]: readonly [number, 1 | 2] = [1, 1],
  more?: Partial<Spec>,
): Subject => subjectOf({ cell, input: 'tokens', I: 7, V: 7, H: 5, text: true, L, D, ...more });

export const laneOf = ({ lanes, D }: Trace, layer: number, direction: number): LaneTrace =>
  lanes[layer * D + direction];

/** A lane's state before timestep t: of t − 1, or running backward of t + 1. */
export function stateBefore(lane: LaneTrace, T: number, t: number, name: 'hidden' | 'cell'): Float32Array {
  const { length } = lane.initial[name]!;
  const before = lane.direction === 0 ? t - 1 : t + 1;
  if (before < 0 || before >= T) return lane.initial[name]!;
  return lane.values[name].subarray(before * length, (before + 1) * length);
}
