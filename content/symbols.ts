/**
 * THE table of symbols. Every equation, diagram, heatmap, legend and sentence draws its symbols from here:
 * one id, one TeX form, one colour, one name a language.
 */
import type { Quantity } from '../engine/index.ts';

/** Roles share a hue across cells (DESIGN: colour carries meaning); each is a CSS custom property `--c-<role>`. */
export type ColourRole = 'input' | 'kept' | 'let-in' | 'proposed' | 'state' | 'prediction' | 'parameter';

export interface SymbolEntry {
  /** TeX without the \sym wrapper, e.g. `\mathbf{R}_t`. */
  readonly tex: string;
  /** Plain text with Unicode subscripts where they exist, for SVG text and labels, e.g. `Rₜ`. */
  readonly text: string;
  readonly role: ColourRole;
  readonly zh: string;
  readonly en: string;
  /** Interval of values, in interval notation. */
  readonly range: string;
  /** Shape in the dimensions B, I (= V for tokens), H, V. */
  readonly shape: readonly ('B' | 'I' | 'H' | 'V')[];
  /** The trace quantity that holds its values, where there is one. */
  readonly quantity?: Quantity;
}

const symbol = (entry: SymbolEntry): SymbolEntry => entry;
const weight = (
  sub: string,
  from: 'input' | 'hidden',
  zh: string,
  en: string,
  shape: SymbolEntry['shape'],
): SymbolEntry => ({
  tex: `\\mathbf{W}_{${sub}}`,
  text: `W${sub}`,
  role: 'parameter',
  zh: `${from === 'input' ? '输入' : '隐状态'}到${zh}的权重`,
  en: `weights from the ${from === 'input' ? 'input' : 'hidden state'} to the ${en}`,
  range: '(−∞, ∞)',
  shape,
});
const bias = (sub: string, zh: string, en: string): SymbolEntry => ({
  tex: `\\mathbf{b}_{${sub}}`,
  text: `b${sub}`,
  role: 'parameter',
  zh: `${zh}的偏置`,
  en: `bias of the ${en}`,
  range: '(−∞, ∞)',
  shape: ['H'],
});

export const SYMBOLS = {
  X: symbol({
    tex: '\\mathbf{X}_t',
    text: 'Xₜ',
    role: 'input',
    zh: '输入',
    en: 'input',
    range: '{0, 1}',
    shape: ['B', 'I'],
  }),
  Hp: symbol({
    tex: '\\mathbf{H}_{t-1}',
    text: 'Hₜ₋₁',
    role: 'state',
    zh: '上一隐状态',
    en: 'previous hidden state',
    range: '(−1, 1)',
    shape: ['B', 'H'],
  }),
  R: symbol({
    tex: '\\mathbf{R}_t',
    text: 'Rₜ',
    role: 'let-in',
    zh: '重置门',
    en: 'reset gate',
    range: '(0, 1)',
    shape: ['B', 'H'],
    quantity: 'reset',
  }),
  Z: symbol({
    tex: '\\mathbf{Z}_t',
    text: 'Zₜ',
    role: 'kept',
    zh: '更新门',
    en: 'update gate',
    range: '(0, 1)',
    shape: ['B', 'H'],
    quantity: 'update',
  }),
  Hc: symbol({
    tex: '\\tilde{\\mathbf{H}}_t',
    text: 'H̃ₜ',
    role: 'proposed',
    zh: '候选隐状态',
    en: 'candidate hidden state',
    range: '(−1, 1)',
    shape: ['B', 'H'],
    quantity: 'candidate',
  }),
  H: symbol({
    tex: '\\mathbf{H}_t',
    text: 'Hₜ',
    role: 'state',
    zh: '隐状态',
    en: 'hidden state',
    range: '(−1, 1)',
    shape: ['B', 'H'],
    quantity: 'hidden',
  }),
  O: symbol({
    tex: '\\mathbf{O}_t',
    text: 'Oₜ',
    role: 'prediction',
    zh: '未归一化输出',
    en: 'logits',
    range: '(−∞, ∞)',
    shape: ['B', 'V'],
  }),
  Wxr: weight('xr', 'input', '重置门', 'reset gate', ['I', 'H']),
  Whr: weight('hr', 'hidden', '重置门', 'reset gate', ['H', 'H']),
  br: bias('r', '重置门', 'reset gate'),
  Wxz: weight('xz', 'input', '更新门', 'update gate', ['I', 'H']),
  Whz: weight('hz', 'hidden', '更新门', 'update gate', ['H', 'H']),
  bz: bias('z', '更新门', 'update gate'),
  Wxh: weight('xh', 'input', '候选隐状态', 'candidate', ['I', 'H']),
  Whh: weight('hh', 'hidden', '候选隐状态', 'candidate', ['H', 'H']),
  bh: bias('h', '候选隐状态', 'candidate'),
  bhn: bias('hn', '候选隐状态中循环项', 'candidate’s hidden product'),
  Whq: weight('hq', 'hidden', '输出', 'output', ['H', 'V']),
  bq: { ...bias('q', '输出', 'output'), shape: ['V'] },
} as const satisfies Record<string, SymbolEntry>;

export type SymbolId = keyof typeof SYMBOLS;

export const isSymbolId = (id: string): id is SymbolId => Object.hasOwn(SYMBOLS, id);
