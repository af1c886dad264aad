/** Traces of a language model of one layer that runs forward, from what a test makes up of it. */
import type { LaneTrace, Trace } from '../../../engine/index.ts';

/** What GRU figures read of a lane. */
export const GRU_NAMES = ['reset', 'update', 'candidate'].flatMap((name) => [
  name,
  `${name}.input`,
  `${name}.recurrent`,
]);
export const GRU_VALUES = [...GRU_NAMES, 'hidden'];

/** Zeros, or `value`, by name: [T, H] of every quantity of a GRU and of the terms in it. */
export const gruValues = (T: number, H: number, value = 0): Record<string, Float32Array> =>
  Object.fromEntries(GRU_VALUES.map((name) => [name, new Float32Array(T * H).fill(value)]));

export const gruBias = (H: number): Record<string, Float32Array> =>
  Object.fromEntries(['reset', 'update', 'candidate'].map((name) => [name, new Float32Array(H)]));

interface Made extends Pick<Trace, 'runId' | 'step' | 'tokens' | 'T' | 'H' | 'next'> {
  readonly probe: string;
  readonly values: LaneTrace['values'];
  readonly bias?: LaneTrace['bias'];
  readonly surprise?: Float32Array;
}

export function oneLane({ values, bias, surprise, ...made }: Made): Trace {
  const { T, H, tokens } = made;
  return {
    ...made,
    ...{ probeId: null, clamps: [], outOfRange: [], cell: 'gru', L: 1, D: 1 },
    lanes: [
      { layer: 0, direction: 0, values, bias: bias ?? gruBias(H), initial: { hidden: new Float32Array(H) } },
    ],
    answers: T,
    targets: Int32Array.from({ length: T }, (_, t) => tokens[t + 1] ?? -1),
    outputs: null,
    surprise: surprise ?? new Float32Array(T).fill(1),
    loss: 1,
  };
}
