/** A run again, from its record. */
import type { DataSpec } from '../data/data.ts';
import { check, EngineError } from '../errors.ts';
import { createSession, type Session } from './session.ts';
import type { RunRecord, SessionOptions } from './types.ts';

export interface Replayed {
  readonly session: Session;
  /** Loss of steps from + 1, from + 2, …, [steps]; of a step done twice (after a divergence) the last. */
  readonly loss: Float32Array;
}

/**
 * The same configuration, arithmetic, shards, and changes at their steps: the same curve, bit for bit. After a divergence
 * from which the reader went back, it goes back too.
 * @param steps how far, counted from the record's first step
 * @param options where the run began from a checkpoint: that checkpoint
 * @throws EngineError diverged, where the run itself diverged and nobody went back
 */
export function replay(
  record: RunRecord,
  data: DataSpec,
  steps: number,
  options: SessionOptions & { readonly checkpoint?: Uint8Array } = {},
): Replayed {
  const { config, arithmetic, shards, from, changes } = record;
  const { checkpoint } = options;
  const session = createSession({ config, data, arithmetic, shards, checkpoint }, options);
  check(session.step === from, 'replay', `the checkpoint of step ${from}`, session.step);
  const loss = new Float32Array(steps);
  const waiting = [...changes];
  while (session.step < from + steps) {
    while (waiting.length > 0 && waiting[0].step === session.step + 1 && waiting[0].key !== 'recover') {
      const { key, value } = waiting.shift()!;
      session.change(key as Exclude<typeof key, 'recover'>, value as never);
    }
    try {
      const [of] = session.trainSteps(1).loss;
      loss[session.step - from - 1] = of;
    } catch (error) {
      const isExpected = error instanceof EngineError && error.code === 'diverged';
      if (!isExpected || waiting[0]?.key !== 'recover') throw error;
      waiting.shift();
      session.recover();
    }
  }
  return { session, loss };
}
