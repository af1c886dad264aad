/**
 * How long units remember. The gate that keeps the state (Z_t of a GRU, F_t of an LSTM) with mean m over the probe: if
 * it stood still there, what is kept would fall as mᵗ = e^(−t/τ), so τ = −1/ln m timesteps, about 1/(1 − m) near 1
 * (Tallec and Ollivier 2018, arXiv:1804.11188, §2, on gates as time constants). Of a gate that moves it is a summary.
 *
 * And the spectral radius ρ(W) of each recurrent matrix: the largest modulus of its eigenvalues, by which long products
 * of it grow or shrink (Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063).
 * Dimensions: T timesteps, H hidden size.
 */
import type { Floats } from '../math/floats.ts';
import { log } from '../math/special.ts';
import { spectralRadiusInPieces } from '../math/spectrum.ts';
import { finish, type Work } from '../network/pace.ts';
import type { Lane } from '../network/unroll.ts';
import { type Arena, inArena } from './arena.ts';
import { intervene } from './interventions.ts';
import { quantityOverTime } from './lanes.ts';
import { readProbe, stampOf } from './probe.ts';
import { passOver } from './trace.ts';
import type { Dynamics, LaneDynamics, Probe, Subject } from './types.ts';

/** In pieces. @throws EngineError as `tracing`; argument-invalid if a recurrent weight is not finite */
export function* dynamicsTracing(subject: Subject, probe: Probe): Work<Dynamics> {
  const read = readProbe(subject, probe);
  const stamp = stampOf(subject, read);
  return yield* inArena(subject, { T: read.T, B: 1, backward: false }, function* (arena) {
    yield* passOver(arena, read, intervene(arena.model, [], subject.config));
    const lanes: LaneDynamics[] = [];
    for (const lane of arena.u.lanes) {
      const { layer, direction } = lane;
      const keep = meanKept(arena, lane);
      const timeConstants = keep?.map(timeConstant) ?? null;
      lanes.push({ layer, direction, keep, timeConstants, spectralRadius: yield* radiiOf(arena, lane) });
    }
    return { ...stamp, lanes };
  });
}

/** `dynamicsTracing` without pause. */
export const dynamicsOf = (subject: Subject, probe: Probe): Dynamics =>
  finish(dynamicsTracing(subject, probe));

/** τ = −1/ln m of a mean m in [0, 1]: 0 of 0, ∞ of 1. */
export const timeConstant = (m: number): number => (m >= 1 ? Number.POSITIVE_INFINITY : -1 / log(m));

function meanKept(arena: Arena, lane: Lane): Float32Array | null {
  const { cell, H } = arena.model;
  if (!cell.keepGate) return null;
  const gate = quantityOverTime(arena, lane, cell.keepGate);
  return Float32Array.from({ length: H }, (_, unit) => meanOf(gate, unit, H));
}

function meanOf(gate: Floats, unit: number, H: number): number {
  let sum = 0;
  for (let i = unit; i < gate.length; i += H) sum += gate[i];
  return (sum * H) / gate.length;
}

function* radiiOf({ model }: Arena, lane: Lane): Work<Record<string, number>> {
  const radii: Record<string, number> = {};
  for (const { recurrent } of model.cell.terms) {
    radii[recurrent] = yield* spectralRadiusInPieces(model.values.views[lane.prefix + recurrent], model.H);
  }
  return radii;
}
