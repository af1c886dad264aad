/** The loops of the scalar kernels that go row by row. Shapes and formulas: ../kernels.ts. */
import type { Floats } from '../../math/floats.ts';
import { exp, log } from '../../math/special.ts';

export function setRows(out: Floats, b: Floats, more: Floats | null): void {
  const N = b.length;
  for (let row = 0; row < out.length; row += N) {
    for (let j = 0; j < N; j++) out[row + j] = more ? b[j] + more[j] : b[j];
  }
}

export function setGathered(
  out: Floats,
  W: Floats,
  b: Floats,
  more: Floats | null,
  tokens: Int32Array,
): void {
  const N = b.length;
  for (let i = 0, row = 0; i < tokens.length; i++, row += N) {
    const from = tokens[i] * N;
    for (let j = 0; j < N; j++) out[row + j] = W[from + j] + (more ? b[j] + more[j] : b[j]);
  }
}

export function setColumns(out: Floats, W: number, at: number, x: Floats, N: number): void {
  for (let to = at, from = 0; from < x.length; to += W, from += N) {
    for (let j = 0; j < N; j++) out[to + j] = x[from + j];
  }
}

export function addColumns(x: Floats, N: number, d: Floats, W: number, at: number): void {
  for (let to = 0, from = at; to < x.length; to += N, from += W) {
    for (let j = 0; j < N; j++) x[to + j] += d[from + j];
  }
}

export function scatterAdd(dW: Floats, d: Floats, tokens: Int32Array, N: number): void {
  for (let i = 0, row = 0; i < tokens.length; i++, row += N) {
    const to = tokens[i] * N;
    for (let j = 0; j < N; j++) dW[to + j] += d[row + j];
  }
}

export function addRowSums(sum: Floats, d: Floats): void {
  const N = sum.length;
  for (let j = 0; j < N; j++) {
    let total = 0;
    for (let at = j; at < d.length; at += N) total += d[at];
    sum[j] += total;
  }
}

/** −log softmax(o)_y = log Σ_j e^(o_j − m) + m − o_y with m = max o; its derivative is softmax(o) − onehot(y). */
export function crossEntropy(logits: Floats, targets: Int32Array, V: number, scale: number): number {
  let loss = 0;
  for (let i = 0, row = 0; i < targets.length; i++, row += V) {
    if (targets[i] < 0) {
      logits.fill(0, row, row + V);
      continue;
    }
    const target = row + targets[i];
    let max = logits[row];
    for (let j = row + 1; j < row + V; j++) if (logits[j] > max) max = logits[j];
    const shifted = logits[target] - max;
    let sum = 0;
    for (let j = row; j < row + V; j++) {
      const e = exp(logits[j] - max);
      logits[j] = e;
      sum += e;
    }
    loss += log(sum) - shifted;
    const factor = scale / sum;
    for (let j = row; j < row + V; j++) logits[j] *= factor;
    logits[target] -= scale;
  }
  return loss;
}
