/** The golden files as types (vectors/SCHEMA.md), and how one is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export type CellName = 'rnn_tanh' | 'gru' | 'gru_d2l' | 'lstm';

/**
 * PyTorch's layout: blocks (h; r, z, n; i, f, g, o) in the rows of W [blocks · H, in]. `gru_d2l` has `b`, the others
 * `b_ih` and `b_hh`.
 */
export interface LayerParams {
  readonly layer: number;
  readonly direction: number;
  readonly W_ih: Tensor;
  readonly W_hh: Tensor;
  readonly b?: Tensor;
  readonly b_ih?: Tensor;
  readonly b_hh?: Tensor;
}

export interface HeadParams {
  readonly W_hq: Tensor;
  readonly b_q: Tensor;
}

interface Common {
  readonly id: string;
  readonly cell: CellName;
  readonly layers: number;
  readonly directions: 1 | 2;
  readonly T: number;
  readonly B: number;
  readonly input: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly params: readonly LayerParams[];
  readonly head: HeadParams;
}

export interface CellsCase extends Common {
  readonly full_dh: boolean;
  readonly x: Tensor;
  readonly h0: Tensor;
  readonly targets: Tensor;
  /** Of an LSTM. */
  readonly c0?: Tensor;
  readonly cot_hn?: Tensor;
  readonly cot_cn?: Tensor;
  readonly layer_outputs: readonly Tensor[];
  readonly hn: Tensor;
  readonly cn?: Tensor;
  readonly logits: Tensor;
  readonly ce: number;
  readonly final: number;
  readonly loss: number;
  readonly perplexity: number;
  /** By layer and direction: tensors [T, B, H] by name. */
  readonly gates: readonly Readonly<Record<string, Tensor | undefined>>[];
  readonly grads: {
    readonly params: readonly LayerParams[];
    readonly head: HeadParams;
    readonly x: Tensor;
    readonly h0: Tensor;
    readonly c0?: Tensor;
  };
  readonly grad_norm_h: readonly { readonly norm: readonly number[]; readonly norm_c?: readonly number[] }[];
  readonly dL_dh?: readonly Tensor[];
  readonly grad_norm_total: number;
}

interface Trajectory extends Common {
  readonly steps: number;
  readonly optimizer: Readonly<Record<string, unknown>> & { readonly name: string; readonly lr: number };
  readonly clip: { readonly kind: 'torch' | 'd2l'; readonly max_norm: number } | null;
  readonly loss: readonly number[];
  readonly grad_norm: readonly number[];
  readonly final_params: readonly LayerParams[];
  readonly final_head: HeadParams;
}

export interface TrainCase extends Trajectory {
  readonly inputs: readonly { readonly x: Tensor; readonly targets: Tensor }[];
  readonly params_after_1?: readonly LayerParams[];
  readonly head_after_1?: HeadParams;
}

export interface CharlmCase extends Trajectory {
  readonly vocab: number;
  readonly state: 'zero' | 'carry';
  readonly inputs: readonly { readonly tokens: Tensor; readonly targets: Tensor }[];
  readonly perplexity: readonly number[];
  readonly first_grads: { readonly params: readonly LayerParams[]; readonly head: HeadParams };
}

export type AnyCase = CellsCase | TrainCase | CharlmCase;

export type GoldenFile =
  | { readonly kind: 'cells'; readonly cases: readonly CellsCase[] }
  | { readonly kind: 'train'; readonly cases: readonly TrainCase[] }
  | { readonly kind: 'charlm'; readonly cases: readonly CharlmCase[] };

/** The folder's golden files, by name. Empty if it holds none or is not there. */
export function readGolden(folder: string): { name: string; file: GoldenFile }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, file: JSON.parse(readFileSync(join(folder, name), 'utf8')) as GoldenFile }));
}
