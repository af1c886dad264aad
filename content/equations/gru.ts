/**
 * The GRU's equations in TeX, for both reset conventions, each with three faces. KaTeX runs at build time only
 * (build/equations.ts); what depends on the run is a slot that the figure fills as text.
 * Source: Cho et al. 2014 for the gates, with the reset gate inside the product (before) or, as cuDNN and PyTorch
 * have it, on the product (after). DESIGN: equations.
 */
import type { ResetConvention } from '../../engine/index.ts';
import { SYMBOLS, type SymbolId } from '../symbols.ts';

export const FACES = ['symbols', 'shapes', 'numbers'] as const;
export type Face = (typeof FACES)[number];

/** The numbers of one unit at one timestep that an equation, or a wire of the diagram, can show. */
export const NUMBERS = [
  'Hp',
  'R',
  'Z',
  'Hc',
  'H',
  'R.input',
  'R.recurrent',
  'R.bias',
  'Z.input',
  'Z.recurrent',
  'Z.bias',
  'Hc.input',
  'Hc.recurrent',
  'Hc.bias',
  /** What the reset gate lets through: R ⊙ H_{t−1} (before), R ⊙ (H_{t−1} W_hh + b_hn) (after). */
  'gated',
  /** Z ⊙ H_{t−1}, 1 − Z, (1 − Z) ⊙ H̃. */
  'kept',
  'fresh',
  'written',
] as const;
export type NumberId = (typeof NUMBERS)[number];

/**
 * What a slot is filled with: `=R.input` a number with its own sign, `+R.bias` one with its operator in front,
 * `[X` a symbol's shape, `next` the likeliest next tokens.
 */
export type SlotId = `=${NumberId}` | `+${NumberId}` | `[${SymbolId}` | 'next';

/** One equation; `id` is the symbol it defines. Values are TeX with \sym{id}{tex} and \slot{id}. */
export type Equation = { readonly id: SymbolId } & Readonly<Record<Face, string>>;

const slot = (id: SlotId): string => `\\slot{${id}}`;
const sym = (id: SymbolId): string => `\\sym{${id}}{${SYMBOLS[id].tex}}`;
/** The symbol with its shape beneath. */
const shaped = (id: SymbolId): string =>
  `\\underset{\\rule{0pt}{0.95em}${slot(`[${id}`)}}{\\smash[b]{${sym(id)}}}`;
const number = (id: SymbolId & NumberId): string => `\\sym{${id}}{${slot(`=${id}`)}}`;

type Write = (id: SymbolId) => string;
const faces = (id: SymbolId, write: (s: Write) => string, numbers: string): Equation => ({
  id,
  symbols: write(sym),
  shapes: write(shaped),
  numbers,
});

const sum = (id: 'R' | 'Z' | 'Hc'): string =>
  `${slot(`=${id}.input`)}${slot(`+${id}.recurrent`)}${slot(`+${id}.bias`)}`;

const gate = (id: 'R' | 'Z', Wx: SymbolId, Wh: SymbolId, b: SymbolId): Equation =>
  faces(
    id,
    (s) => `${s(id)} = \\sigma(${s('X')} ${s(Wx)} + ${s('Hp')} ${s(Wh)} + ${s(b)})`,
    `${sym(id)} = \\sigma(${sum(id)}) = ${number(id)}`,
  );

const candidate: Readonly<Record<ResetConvention, Equation>> = {
  before: faces(
    'Hc',
    (s) =>
      `${s('Hc')} = \\tanh(${s('X')} ${s('Wxh')} + (${s('R')} \\odot ${s('Hp')}) ${s('Whh')} + ${s('bh')})`,
    `${sym('Hc')} = \\tanh(${sum('Hc')}) = ${number('Hc')}`,
  ),
  after: faces(
    'Hc',
    (s) =>
      `${s('Hc')} = \\tanh(${s('X')} ${s('Wxh')} + ${s('bh')} + ${s('R')} \\odot (${s('Hp')} ${s('Whh')} + ${s('bhn')}))`,
    `${sym('Hc')} = \\tanh(${slot('=Hc.input')}${slot('+Hc.bias')} + ${number('R')} \\times ${slot('=Hc.recurrent')}) = ${number('Hc')}`,
  ),
};

const equations = (reset: ResetConvention): readonly Equation[] => [
  gate('R', 'Wxr', 'Whr', 'br'),
  gate('Z', 'Wxz', 'Whz', 'bz'),
  candidate[reset],
  faces(
    'H',
    (s) => `${s('H')} = ${s('Z')} \\odot ${s('Hp')} + (1 - ${s('Z')}) \\odot ${s('Hc')}`,
    `${sym('H')} = ${number('Z')} \\times ${number('Hp')} + \\sym{Z}{${slot('=fresh')}} \\times ${number('Hc')} = ${number('H')}`,
  ),
  faces(
    'O',
    (s) => `${s('O')} = ${s('H')} ${s('Whq')} + ${s('bq')}`,
    `\\operatorname{softmax}(${sym('O')}) = ${slot('next')}`,
  ),
];

export const GRU_EQUATIONS: Readonly<Record<ResetConvention, readonly Equation[]>> = {
  before: equations('before'),
  after: equations('after'),
};
