/** A run again, from its record. */
import type { DataSpec } from '../data/data.ts';
import { check, EngineError } from '../errors.ts';
import { createSession, type Session } from './session.ts';
import type { RunRecord, SessionOptions } from './types.ts';

/** A recorded divergence that has not come so many steps after the end will not come: it is another run's record. */
const PATIENCE = 10_000;

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
 * @throws EngineError diverged, where the run itself diverged and nobody went back; argument-invalid, where the record is
 * another run's
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
  const end = from + steps;
  // The run had come further before it went back to there, or to before it.
  const willGoBack = (): boolean =>
    waiting.some(({ key, value }) => key === 'recover' && Number(value) <= end);
  while (session.step < end || willGoBack()) {
    check(
      session.step < end + PATIENCE,
      'replay',
      'a divergence, as recorded',
      `none until step ${session.step}`,
    );
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
