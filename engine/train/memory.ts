/** How many bytes a session takes, before it is made. */
import type { RunConfig } from '../config.ts';
import type { Problem } from '../data/types.ts';
import { EngineError } from '../errors.ts';
import type { Arithmetic } from '../kernels/kernels.ts';
import { addNeeds, type Machine, type Need } from '../kernels/machine.ts';
import { BYTES, type Dtype } from '../math/floats.ts';
import { architectureOf } from '../network/architecture.ts';
import { totalOf } from '../network/layout.ts';
import { modelNeed, modelShapes } from '../network/model.ts';
import { gradientNeeds } from './gradient.ts';
import { replicaNeeds, shardSizes } from './shard.ts';
import { snapshotBytes } from './snapshots.ts';
import { SLOTS } from './updater.ts';

/** More is refused: 1 GiB. */
export const MEMORY_LIMIT = 2 ** 30;

export interface SessionSize {
  readonly config: RunConfig;
  readonly problem: Problem;
  /** T of a minibatch. */
  readonly T: number;
  readonly shards: number;
  /** Threads that help with shards, each with a replica of the network; none unless given. */
  readonly helpers?: number;
  readonly arithmetic: Arithmetic;
  readonly dtype: Dtype;
}

/** What a session asks of its kernels: model, gradients, optimiser, and the unrolled windows of its shards. */
export function sessionNeed({ config, problem, T, shards }: SessionSize): Need {
  const { batch: B, dropout, seed } = config;
  const architecture = architectureOf(config, problem);
  const parameters = totalOf(modelShapes(architecture));
  const slots = { floats: SLOTS * parameters, ids: 0, arrays: SLOTS, matrices: [], widest: 0 };
  const gradients = gradientNeeds(architecture, { T, B, shards, dropout, seed }, parameters);
  return addNeeds(modelNeed(architecture, true), slots, ...gradients);
}

/**
 * Bytes of a session as it begins: the data itself, what traces take beside it, and snapshots (see `snapshotBytes`) not
 * counted.
 */
export function sessionBytes(machine: Machine, size: SessionSize): number {
  const { arithmetic, dtype, config, problem, helpers = 0 } = size;
  const good = totalOf(modelShapes(architectureOf(config, problem))) * BYTES[dtype];
  const own = machine.bytes(arithmetic, sessionNeed(size), dtype) + good;
  return helpers === 0 ? own : own + helpers * helperBytes(machine, size);
}

/** Of a thread that helps: its replica, and the array in which parameters go to it and gradients come back. */
function helperBytes(
  machine: Machine,
  { config, problem, T, shards, arithmetic, dtype }: SessionSize,
): number {
  const architecture = architectureOf(config, problem);
  const needs = replicaNeeds(architecture, { T, dropout: config.dropout }, shardSizes(config.batch, shards));
  const passed = totalOf(modelShapes(architecture)) * BYTES[dtype];
  return machine.bytes(arithmetic, addNeeds(...needs), dtype) + passed;
}

/** Bytes a session may come to take, all the snapshots it may keep among them. */
export function mostBytes(machine: Machine, size: SessionSize): number {
  const parameters = totalOf(modelShapes(architectureOf(size.config, size.problem)));
  return sessionBytes(machine, size) + snapshotBytes(parameters);
}

/**
 * @returns the session's bytes as it begins
 * @throws EngineError out-of-memory if it would take more than 1 GiB with all the snapshots it may come to keep
 */
export function checkMemory(machine: Machine, size: SessionSize): number {
  const needed = mostBytes(machine, size);
  if (needed > MEMORY_LIMIT) throw new EngineError('out-of-memory', { needed, limit: MEMORY_LIMIT });
  return sessionBytes(machine, size);
}
