/** Runs one golden case through the engine and compares every quantity it states. */
import type { Machine } from '../../engine/kernels/machine.ts';
import type { Floats } from '../../engine/math/floats.ts';
import { exp } from '../../engine/math/special.ts';
import { backpropagate, type Cotangents, gradientNorms } from '../../engine/network/bptt.ts';
import { headForward } from '../../engine/network/head.ts';
import { finish } from '../../engine/network/pace.ts';
import {
  carryOn,
  finalState,
  initialGradient,
  initialState,
  type Lane,
  startAtZero,
  statesOverTime,
  type Unroll,
} from '../../engine/network/unroll.ts';
import { clipFactor } from '../../engine/train/clip.ts';
import { initOptimiser, type Rule, updating } from '../../engine/train/optimisers.ts';
import type { Backend } from './backends.ts';
import { Comparison, TOLERANCE } from './compare.ts';
import { compareParameters, gatesOf, type Setup, setUp } from './model.ts';
import type { CellsCase, CharlmCase, GoldenFile, Tensor, TrainCase } from './schema.ts';

type State = 'H' | 'C';
const STATES = ['H', 'C'] as const;

/** Runs case number `index` of a file with the kernels `machine` has for `backend`. */
export function runCase(file: GoldenFile, index: number, backend: Backend, machine: Machine): Comparison {
  const to = new Comparison(TOLERANCE[backend.dtype]);
  if (file.kind === 'cells') runCells(file.cases[index]!, backend, machine, to);
  else if (file.kind === 'train') runTrain(file.cases[index]!, backend, machine, to);
  else runCharlm(file.cases[index]!, backend, machine, to);
  return to;
}

const norm = ({ kernels }: Setup, x: Floats): number => Math.sqrt(kernels.sumOfSquares(x));

/** One of [L·D, B, H]. */
function part({ data }: Tensor, i: number, length: number): number[] {
  return data.slice(i * length, (i + 1) * length);
}

/** [B, H] of every lane, one after the other: [L·D, B, H]. */
const ofLanes = ({ lanes }: Unroll, of: (lane: Lane) => Floats): number[] =>
  lanes.flatMap((lane) => [...of(lane)]);

function runCells(golden: CellsCase, backend: Backend, machine: Machine, to: Comparison): void {
  const { T, B, hidden: H, outputs: V, input: I, directions: D } = golden;
  const setup = setUp(machine, backend, golden, 0);
  const { model, kernels, u } = setup;
  const size = B * H;
  u.vectors!.set(golden.x.data);
  u.targets.set(golden.targets.data);
  u.lanes.forEach((lane, i) => {
    initialState(u, lane, 'H').set(part(golden.h0, i, size));
    if (golden.c0) initialState(u, lane, 'C').set(part(golden.c0, i, size));
  });
  const ce = finish(backpropagate(model, u, cotangentsOf(golden, u)));

  const shape = [u.lanes.length, B, H];
  const hn = ofLanes(u, (lane) => finalState(u, lane, 'H'));
  const cn = golden.cn ? ofLanes(u, (lane) => finalState(u, lane, 'C')) : [];
  const final = dot(golden.cot_hn, hn) + dot(golden.cot_cn, cn);
  const logits = kernels.floats(T * B * V);
  headForward(kernels, model.values.head, u.joints.at(-1)!.values, logits);
  golden.layer_outputs.forEach((want, layer) => {
    to.tensor(`layer_outputs[${layer}]`, u.joints[layer]!.values, [T, B, D * H], want);
  });
  to.tensor('hn', hn, shape, golden.hn);
  if (golden.cn) to.tensor('cn', cn, shape, golden.cn);
  to.tensor('logits', logits, [T, B, V], golden.logits);
  to.number('ce', ce, golden.ce);
  to.number('final', final, golden.final);
  to.number('loss', ce + final, golden.loss);
  to.number('perplexity', exp(ce), golden.perplexity);

  compareParameters(to, 'grads', golden, model, 'gradients', golden.grads.params, golden.grads.head);
  to.tensor('grads.x', u.dVectors!, [T, B, I], golden.grads.x);
  to.tensor(
    'grads.h0',
    ofLanes(u, (lane) => initialGradient(u, lane, 'H')),
    shape,
    golden.grads.h0,
  );
  if (golden.grads.c0) {
    to.tensor(
      'grads.c0',
      ofLanes(u, (lane) => initialGradient(u, lane, 'C')),
      shape,
      golden.grads.c0,
    );
  }
  u.lanes.forEach((lane, i) => {
    compareLane(golden, setup, lane, i, to);
  });
  to.number('grad_norm_total', norm(setup, model.gradients!.all), golden.grad_norm_total);
}

/** Gates, states and their total derivatives at every timestep, in natural order. */
function compareLane(golden: CellsCase, { kernels, u }: Setup, lane: Lane, i: number, to: Comparison): void {
  const { T, B, hidden: H } = golden;
  const at = `[layer ${lane.layer}, direction ${lane.direction}]`;
  for (const [name, ours] of gatesOf(golden)) {
    const got = lane.arrays[ours] ?? statesOverTime(u, lane, lane.states[ours]!);
    to.tensor(`gates${at}.${name}`, got, [T, B, H], golden.gates[i]![name]!);
  }
  const norms = golden.grad_norm_h[i]!;
  to.list(`grad_norm_h${at}.norm`, gradientNorms(kernels, u, lane, 'H'), norms.norm);
  if (norms.norm_c) to.list(`grad_norm_h${at}.norm_c`, gradientNorms(kernels, u, lane, 'C'), norms.norm_c);
  if (golden.dL_dh) {
    to.tensor(`dL_dh${at}`, statesOverTime(u, lane, lane.dStates.H!), [T, B, H], golden.dL_dh[i]!);
  }
}

function cotangentsOf({ B, hidden: H, cot_hn, cot_cn }: CellsCase, { lanes }: Unroll): Cotangents | null {
  if (!cot_hn) return null;
  return lanes.map(({ states }, i) => {
    const of = (name: State): Tensor | undefined => (name === 'H' ? cot_hn : cot_cn);
    const zero = new Array<number>(B * H).fill(0);
    const pairs = STATES.filter((name) => states[name]).map((name) => {
      const given = of(name);
      return [name, Float64Array.from(given ? part(given, i, B * H) : zero)] as const;
    });
    return Object.fromEntries(pairs);
  });
}

const dot = (a: Tensor | undefined, b: readonly number[]): number =>
  a ? a.data.reduce((sum, x, i) => sum + x * b[i]!, 0) : 0;

/** torch.optim's arguments under the engine's names. */
function ruleOf(optimizer: TrainCase['optimizer']): Rule {
  const { name, lr: _, betas, weight_decay: weightDecay, ...rest } = optimizer;
  const [beta1, beta2] = (betas as number[] | undefined) ?? [];
  return {
    ...{ name, ...rest },
    ...(betas ? { beta1, beta2 } : {}),
    ...(weightDecay === undefined ? {} : { weightDecay }),
  } as Rule;
}

/** Arrays as long as the parameters that an optimiser keeps at most: mean, variance and momentum. */
const SLOTS = 3;

/**
 * A trajectory.
 * @param step places the batch of a step and makes its gradients
 * @param after sees the parameters after the update
 */
function train(
  setup: Setup,
  golden: TrainCase | CharlmCase,
  step: (s: number) => number,
  after: (s: number) => void,
  to: Comparison,
): number[] {
  const { model, kernels } = setup;
  const { all: g } = model.gradients!;
  const { all: p } = model.values;
  const rule = ruleOf(golden.optimizer);
  const state = initOptimiser(rule, () => kernels.floats(p.length));
  const losses: number[] = [];
  const norms: number[] = [];
  for (let s = 0; s < golden.steps; s++) {
    losses.push(step(s));
    norms.push(norm(setup, g));
    if (s === 0 && 'first_grads' in golden) {
      const { params, head } = golden.first_grads;
      compareParameters(to, 'first_grads', golden, model, 'gradients', params, head);
    }
    const scale = golden.clip ? clipFactor(norms[s]!, golden.clip.max_norm, golden.clip.kind) : 1;
    const factor = finish(updating(kernels, rule, state, p, g, golden.optimizer.lr, scale));
    kernels.addScaled(p, g, -factor);
    kernels.changed();
    after(s);
  }
  to.list('loss', losses, golden.loss);
  to.list('grad_norm', norms, golden.grad_norm);
  compareParameters(to, 'final_params', golden, model, 'values', golden.final_params, golden.final_head);
  return losses;
}

function runTrain(golden: TrainCase, backend: Backend, machine: Machine, to: Comparison): void {
  const setup = setUp(machine, backend, golden, SLOTS);
  const { model, u } = setup;
  const step = (s: number): number => {
    const batch = golden.inputs[s % golden.inputs.length]!;
    u.vectors!.set(batch.x.data);
    u.targets.set(batch.targets.data);
    startAtZero(u);
    return finish(backpropagate(model, u));
  };
  const after = (s: number): void => {
    if (s > 0 || !golden.params_after_1) return;
    const { params_after_1: params, head_after_1: head } = golden;
    compareParameters(to, 'params_after_1', golden, model, 'values', params, head!);
  };
  train(setup, golden, step, after, to);
}

/** A golden case carries the states of both directions; the engine's backward lanes start at zero always. */
function carryAll(u: Unroll): void {
  carryOn(u);
  for (const lane of u.lanes) {
    for (const name of STATES) {
      if (lane.direction === 1 && lane.states[name])
        initialState(u, lane, name).set(finalState(u, lane, name));
    }
  }
}

function runCharlm(golden: CharlmCase, backend: Backend, machine: Machine, to: Comparison): void {
  const setup = setUp(machine, backend, golden, SLOTS);
  const { model, u } = setup;
  const step = (s: number): number => {
    const k = s % golden.inputs.length;
    u.tokens.set(golden.inputs[k]!.tokens.data);
    u.targets.set(golden.inputs[k]!.targets.data);
    if (golden.state === 'zero' || k === 0) startAtZero(u);
    else carryAll(u);
    return finish(backpropagate(model, u));
  };
  const losses = train(setup, golden, step, () => {}, to);
  to.list('perplexity', losses.map(exp), golden.perplexity);
}
