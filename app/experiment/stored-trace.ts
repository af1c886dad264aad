/**
 * A pretrained model's trace on its preset's probe, as a small JSON file: what every figure shows before the
 * worker has started. Typed arrays travel as base64 of their little-endian bytes, so no bit is lost.
 */
import * as v from 'valibot';
import type { LaneTrace, Trace } from '../../engine/index.ts';

const packed = v.pipe(v.string(), v.base64());
const lane = v.object({
  layer: v.number(),
  direction: v.picklist([0, 1]),
  values: v.record(v.string(), packed),
  bias: v.record(v.string(), packed),
  initial: v.object({ hidden: packed, cell: v.optional(packed) }),
});
const schema = v.object({
  version: v.literal(2),
  preset: v.string(),
  heldOut: v.number(),
  parameters: v.number(),
  vocabulary: v.array(v.string()),
  trace: v.object({
    step: v.number(),
    probe: v.string(),
    cell: v.picklist(['rnn', 'gru', 'lstm']),
    T: v.number(),
    H: v.number(),
    L: v.number(),
    D: v.picklist([1, 2]),
    answers: v.number(),
    K: v.number(),
    tokens: packed,
    lanes: v.pipe(v.array(lane), v.minLength(1)),
    targets: packed,
    ids: packed,
    p: packed,
    outputs: v.nullable(packed),
    surprise: packed,
    loss: v.number(),
  }),
});
export type StoredTraceFile = v.InferOutput<typeof schema>;

export interface StoredTrace {
  readonly heldOut: number;
  readonly parameters: number;
  readonly vocabulary: readonly string[];
  readonly trace: Trace;
}

const pack = (array: Float32Array | Int32Array): string => {
  let binary = '';
  for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
};
const unpack = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
const floats = (text: string) => new Float32Array(unpack(text));
const ints = (text: string) => new Int32Array(unpack(text));

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, a]) => [key, f(a)]));

const packLane = ({ layer, direction, values, bias, initial: { hidden, cell } }: LaneTrace) => ({
  layer,
  direction,
  values: mapValues(values, pack),
  bias: mapValues(bias, pack),
  initial: { hidden: pack(hidden), ...(cell && { cell: pack(cell) }) },
});

const unpackLane = ({
  layer,
  direction,
  values,
  bias,
  initial: { hidden, cell },
}: v.InferOutput<typeof lane>): LaneTrace => ({
  layer,
  direction,
  values: mapValues(values, floats),
  bias: mapValues(bias, floats),
  initial: { hidden: floats(hidden), ...(cell !== undefined && { cell: floats(cell) }) },
});

/** Of a trace of a text, nothing clamped. */
export function encodeStoredTrace(preset: string, stored: StoredTrace): StoredTraceFile {
  const { heldOut, parameters, vocabulary, trace } = stored;
  const { step, cell, T, H, L, D, answers, next, loss } = trace;
  return {
    version: 2,
    ...{ preset, heldOut, parameters, vocabulary: [...vocabulary] },
    trace: {
      ...{ step, probe: trace.probe ?? '', cell, T, H, L, D, answers, K: next.K, loss },
      tokens: pack(trace.tokens),
      lanes: trace.lanes.map(packLane),
      targets: pack(trace.targets),
      ids: pack(next.ids),
      p: pack(next.p),
      outputs: trace.outputs && pack(trace.outputs),
      surprise: pack(trace.surprise),
    },
  };
}

/** @throws valibot's ValiError if the file is not of this form. */
export function decodeStoredTrace(file: unknown): StoredTrace {
  const { trace, heldOut, parameters, vocabulary } = v.parse(schema, file);
  const { step, probe, cell, T, H, L, D, answers, K, loss } = trace;
  return {
    ...{ heldOut, parameters, vocabulary },
    trace: {
      ...{ runId: 'stored', step, probe, probeId: null, clamps: [], outOfRange: [] },
      ...{ cell, T, H, L, D, answers, loss },
      tokens: ints(trace.tokens),
      lanes: trace.lanes.map(unpackLane),
      targets: ints(trace.targets),
      next: { K, ids: ints(trace.ids), p: floats(trace.p) },
      outputs: trace.outputs === null ? null : floats(trace.outputs),
      surprise: floats(trace.surprise),
    },
  };
}
