/**
 * The output layer: O = H W_hq + b_q, logits or predicted numbers.
 * Dimensions: N rows (timesteps times sequences, or sequences), D·H width of the states it reads, V outputs.
 */
import type { ParameterView, Shapes } from '../cells/cell.ts';
import type { Kernels, Matrix } from '../kernels/kernels.ts';
import type { Floats } from '../math/floats.ts';

export interface HeadParameters {
  /** [D·H, V] */
  readonly Whq: Matrix;
  /** [V] */
  readonly bq: Floats;
}

export const headShapes = (width: number, V: number): Shapes => ({ Whq: [width, V], bq: [V] });
export const headParameters = ({ matrix, vector }: ParameterView): HeadParameters => ({
  Whq: matrix('Whq'),
  bq: vector('bq'),
});

/** out [N, V] = H [N, D·H] W_hq + b_q. */
export function headForward(k: Kernels, p: HeadParameters, H: Floats, out: Floats): void {
  k.setRows(out, p.bq, null);
  k.addAB([out], H, [p.Whq], out.length / p.bq.length);
}

/** dH += dO W_hqᵀ. */
export function headBackward(k: Kernels, p: HeadParameters, dOut: Floats, dH: Floats): void {
  k.addABt(dH, [dOut], [p.Whq], dOut.length / p.bq.length);
}

/** dW_hq += Hᵀ dO, db_q += Σ dO. */
export function headGradients(k: Kernels, d: HeadParameters, H: Floats, dOut: Floats): void {
  k.addAtB([d.Whq.values], H, [dOut], dOut.length / d.bq.length);
  k.addRowSums(d.bq, dOut);
}
