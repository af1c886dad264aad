/**
 * The output layer at every timestep: O_t = H_t W_hq + b_q, unnormalised log-probabilities (logits).
 * Dimensions: N rows (timesteps times sequences), H hidden size, V outputs.
 */
import type { Shapes, View } from '../cells/cell.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';

export interface HeadParameters {
  /** [H, V] */
  readonly Whq: Floats;
  /** [V] */
  readonly bq: Floats;
}

export const headShapes = (H: number, V: number): Shapes => ({ Whq: [H, V], bq: [V] });
export const headParameters = (view: View): HeadParameters => ({ Whq: view('Whq'), bq: view('bq') });

/** logits [N, V] = H [N, H] W_hq + b_q. */
export function headForward(k: Kernels, p: HeadParameters, H: Floats, logits: Floats): void {
  const V = p.bq.length;
  k.setRows(logits, p.bq);
  k.addAB(logits, H, p.Whq, logits.length / V, p.Whq.length / V, V);
}

/** dH += dO W_hqᵀ. */
export function headBackward(k: Kernels, p: HeadParameters, dLogits: Floats, dH: Floats): void {
  const V = p.bq.length;
  k.addABt(dH, dLogits, p.Whq, dLogits.length / V, V, p.Whq.length / V);
}

/** dW_hq += Hᵀ dO, db_q += Σ dO. */
export function headGradients(k: Kernels, d: HeadParameters, H: Floats, dLogits: Floats): void {
  const V = d.bq.length;
  k.addAtB(d.Whq, H, dLogits, d.Whq.length / V, dLogits.length / V, V);
  k.addRowSums(d.bq, dLogits);
}
