/**
 * A pretrained model's trace on its preset's probe, as a small JSON file: what every figure shows before the
 * worker has started. Typed arrays travel as base64 of their little-endian bytes, so no bit is lost.
 */
import * as v from 'valibot';
import { GRU_QUANTITIES, type Trace } from '../../engine/index.ts';

const packed = v.pipe(v.string(), v.base64());
const schema = v.object({
  version: v.literal(1),
  preset: v.string(),
  heldOut: v.number(),
  parameters: v.number(),
  vocabulary: v.array(v.string()),
  trace: v.object({
    step: v.number(),
    probe: v.string(),
    T: v.number(),
    H: v.number(),
    K: v.number(),
    tokens: packed,
    values: v.record(v.picklist(GRU_QUANTITIES), packed),
    bias: v.object({ reset: packed, update: packed, candidate: packed }),
    initial: packed,
    ids: packed,
    p: packed,
    surprise: packed,
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

const mapValues = <K extends string, A, B>(record: Readonly<Record<K, A>>, f: (a: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([key, a]) => [key, f(a)])) as Record<K, B>;

export function encodeStoredTrace(preset: string, stored: StoredTrace): StoredTraceFile {
  const { trace } = stored;
  return {
    version: 1,
    preset,
    heldOut: stored.heldOut,
    parameters: stored.parameters,
    vocabulary: [...stored.vocabulary],
    trace: {
      step: trace.step,
      probe: trace.probe,
      T: trace.T,
      H: trace.H,
      K: trace.next.K,
      tokens: pack(trace.tokens),
      values: mapValues(trace.values, pack),
      bias: mapValues(trace.bias, pack),
      initial: pack(trace.initial),
      ids: pack(trace.next.ids),
      p: pack(trace.next.p),
      surprise: pack(trace.surprise),
    },
  };
}

/** @throws valibot's ValiError if the file is not of this form. */
export function decodeStoredTrace(file: unknown): StoredTrace {
  const { trace, heldOut, parameters, vocabulary } = v.parse(schema, file);
  return {
    heldOut,
    parameters,
    vocabulary,
    trace: {
      runId: 'stored',
      step: trace.step,
      probe: trace.probe,
      T: trace.T,
      H: trace.H,
      tokens: ints(trace.tokens),
      values: mapValues(trace.values as Record<(typeof GRU_QUANTITIES)[number], string>, floats),
      bias: mapValues(trace.bias, floats),
      initial: floats(trace.initial),
      next: { K: trace.K, ids: ints(trace.ids), p: floats(trace.p) },
      surprise: floats(trace.surprise),
    },
  };
}
