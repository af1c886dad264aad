/** Runs one golden case through the engine and compares every quantity it states. */
import type { Dtype, Floats } from '../../engine/math/floats.ts';
import { zeros } from '../../engine/math/floats.ts';
import { exp } from '../../engine/math/special.ts';
import { backpropagate, finish, hiddenGradientNorms } from '../../engine/network/bptt.ts';
import { headForward } from '../../engine/network/head.ts';
import { createUnroll } from '../../engine/network/unroll.ts';
import { clipByNorm } from '../../engine/train/clip.ts';
import { initOptimiser, type Rule, updateOptimiser } from '../../engine/train/optimisers.ts';
import { Comparison, TOLERANCE } from './compare.ts';
import { compareParameters, type GruModel, modelOf } from './model.ts';
import type { CellsCase, CharlmCase, GoldenFile, TrainCase } from './schema.ts';

/** Runs case number `index` of a file in `dtype`. */
export function runCase(file: GoldenFile, index: number, dtype: Dtype): Comparison {
  const to = new Comparison(TOLERANCE[dtype]);
  if (file.kind === 'cells') runCells(file.cases[index], dtype, to);
  else if (file.kind === 'train') runTrain(file.cases[index], dtype, to);
  else runCharlm(file.cases[index], dtype, to);
  return to;
}

const norm = (model: GruModel, x: Floats): number => Math.sqrt(model.kernels.sumOfSquares(x));

function runCells(golden: CellsCase, dtype: Dtype, to: Comparison): void {
  const { T, B, hidden: H, outputs: V, input: I } = golden;
  const model = modelOf(golden, dtype);
  const u = createUnroll(model, { T, B, input: 'vectors', backward: true });
  u.vectors!.set(golden.x.data);
  u.hidden.set(golden.h0.data);
  u.targets.set(golden.targets.data);
  const cotangent = golden.cot_hn ? Float64Array.from(golden.cot_hn.data) : null;
  const ce = finish(backpropagate(model, u, cotangent));

  const y = u.hidden.subarray(B * H);
  const hn = u.hidden.subarray(T * B * H);
  const final = cotangent ? cotangent.reduce((sum, c, i) => sum + c * hn[i], 0) : 0;
  const logits = zeros(dtype, T * B * V);
  headForward(model.kernels, model.values.head, y, logits);
  to.tensor('layer_outputs', y, [T, B, H], golden.layer_outputs[0]);
  to.tensor('hn', hn, [1, B, H], golden.hn);
  to.tensor('logits', logits, [T, B, V], golden.logits);
  to.number('ce', ce, golden.ce);
  to.number('final', final, golden.final);
  to.number('loss', ce + final, golden.loss);
  to.number('perplexity', exp(ce), golden.perplexity);

  const gates = golden.gates[0];
  const ours = { r: 'R', z: 'Z', n: 'C', hn: 'G' } as const;
  for (const name of ['r', 'z', 'n', 'hn'] as const) {
    if (gates[name]) to.tensor(`gates.${name}`, u.arrays[ours[name]], [T, B, H], gates[name]);
  }
  to.tensor('gates.h', y, [T, B, H], gates.h);

  compareParameters(to, 'grads', model, model.gradients!, golden.grads.params, golden.grads.head);
  to.tensor('grads.x', u.dVectors!, [T, B, I], golden.grads.x);
  to.tensor('grads.h0', u.dHidden.subarray(0, B * H), [1, B, H], golden.grads.h0);
  to.list('grad_norm_h', hiddenGradientNorms(model, u), golden.grad_norm_h[0].norm);
  if (golden.dL_dh) to.tensor('dL_dh', u.dHidden.subarray(B * H), [T, B, H], golden.dL_dh[0]);
  to.number('grad_norm_total', norm(model, model.gradients!.all), golden.grad_norm_total);
}

/** torch.optim's arguments under the engine's names. */
function ruleOf(optimizer: TrainCase['optimizer']): Rule {
  const { name, lr: _, betas, weight_decay: weightDecay, ...rest } = optimizer;
  const [beta1, beta2] = (betas as number[] | undefined) ?? [];
  return { name, ...rest, ...(betas ? { beta1, beta2 } : {}), ...(weightDecay ? { weightDecay } : {}) } as Rule;
}

/** A trajectory: `load(s)` places the batch of step s, `after(s, loss)` sees the gradients before clip and update. */
function train(
  model: GruModel,
  golden: TrainCase | CharlmCase,
  step: (s: number) => number,
  after: (s: number) => void,
  to: Comparison,
): number[] {
  const { all: g } = model.gradients!;
  const { all: p } = model.values;
  const rule = ruleOf(golden.optimizer);
  const state = initOptimiser(rule, model.dtype, p.length);
  const losses: number[] = [];
  const norms: number[] = [];
  for (let s = 0; s < golden.steps; s++) {
    losses.push(step(s));
    norms.push(norm(model, g));
    if (s === 0 && 'first_grads' in golden) {
      compareParameters(to, 'first_grads', model, model.gradients!, golden.first_grads.params, golden.first_grads.head);
    }
    if (golden.clip) clipByNorm(g, norms[s], golden.clip.max_norm, golden.clip.kind);
    updateOptimiser(rule, state, p, g, golden.optimizer.lr);
    for (let i = 0; i < p.length; i++) p[i] -= g[i];
    after(s);
  }
  to.list('loss', losses, golden.loss);
  to.list('grad_norm', norms, golden.grad_norm);
  compareParameters(to, 'final_params', model, model.values, golden.final_params, golden.final_head);
  return losses;
}

function runTrain(golden: TrainCase, dtype: Dtype, to: Comparison): void {
  const { T, B } = golden;
  const model = modelOf(golden, dtype);
  const u = createUnroll(model, { T, B, input: 'vectors', backward: true });
  const step = (s: number): number => {
    const batch = golden.inputs[s % golden.inputs.length];
    u.vectors!.set(batch.x.data);
    u.targets.set(batch.targets.data);
    return finish(backpropagate(model, u));
  };
  const after = (s: number): void => {
    if (s > 0 || !golden.params_after_1) return;
    compareParameters(to, 'params_after_1', model, model.values, golden.params_after_1, golden.head_after_1!);
  };
  train(model, golden, step, after, to);
}

function runCharlm(golden: CharlmCase, dtype: Dtype, to: Comparison): void {
  const { T, B, hidden: H } = golden;
  const model = modelOf(golden, dtype);
  const u = createUnroll(model, { T, B, input: 'tokens', backward: true });
  const step = (s: number): number => {
    const k = s % golden.inputs.length;
    u.tokens.set(golden.inputs[k].tokens.data);
    u.targets.set(golden.inputs[k].targets.data);
    if (golden.state === 'zero' || k === 0) u.hidden.fill(0, 0, B * H);
    return finish(backpropagate(model, u));
  };
  const losses = train(model, golden, step, () => u.hidden.copyWithin(0, T * B * H), to);
  to.list('perplexity', losses.map(exp), golden.perplexity);
}
