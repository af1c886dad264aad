/** What an operator or a symbol does at (t, unit), spelled out: pure data, drawn by formula-view.tsx. */
import type { NumberId } from '../../../content/equations/gru.ts';
import { type ColourRole, SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import type { ResetConvention } from '../../../engine/index.ts';

/** A term's name under its number. */
export type TermName = 'input' | 'recurrent' | 'bias' | 'kept' | 'written';

export type Part =
  | string
  | { readonly sym: SymbolId }
  /** A number of the reading, in the colour of `of`; `added`: with its operator in front. */
  | {
      readonly number: NumberId;
      readonly of?: SymbolId;
      readonly term?: TermName;
      readonly added?: boolean;
    };

/** The operators of the cell, by what each one makes. */
export const OPERATIONS = ['R', 'Z', 'Hc', 'product', 'gated', 'kept', 'fresh', 'written', 'H'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The symbol that an operator belongs to: what lights up with it. */
export const SYMBOL_OF: Readonly<Record<Operation, SymbolId>> = {
  R: 'R',
  Z: 'Z',
  Hc: 'Hc',
  product: 'Whh',
  gated: 'R',
  kept: 'Z',
  fresh: 'Z',
  written: 'Hc',
  H: 'H',
};

const sym = (id: SymbolId): Part => ({ sym: id });
const num = (number: NumberId, of?: SymbolId): Part => (of ? { number, of } : { number });
const value = (id: SymbolId & NumberId): Part => num(id, id);

const activation = (id: 'R' | 'Z' | 'Hc', f: string): readonly Part[] => [
  sym(id),
  ` = ${f}(`,
  { number: `${id}.input`, term: 'input' },
  ' ',
  { number: `${id}.recurrent`, term: 'recurrent', added: true },
  ' ',
  { number: `${id}.bias`, term: 'bias', added: true },
  ') = ',
  value(id),
];

const candidateAfter: readonly Part[] = [
  sym('Hc'),
  ' = tanh(',
  { number: 'Hc.input', term: 'input' },
  ' ',
  { number: 'Hc.bias', term: 'bias', added: true },
  ' + ',
  { number: 'R', of: 'R' },
  ' × ',
  { number: 'Hc.recurrent', term: 'recurrent' },
  ') = ',
  value('Hc'),
];

/** The product inside the candidate, as a formula: what W_hh multiplies. */
const productOf: Readonly<Record<ResetConvention, readonly Part[]>> = {
  before: ['(', sym('R'), ' ⊙ ', sym('Hp'), ') ', sym('Whh')],
  after: [sym('Hp'), ' ', sym('Whh'), ' + ', sym('bhn')],
};

/** An operator's formula with the numbers of the reading. */
export function formulaOf(operation: Operation, reset: ResetConvention): readonly Part[] {
  switch (operation) {
    case 'R':
    case 'Z':
      return activation(operation, 'σ');
    case 'Hc':
      return reset === 'before' ? activation('Hc', 'tanh') : candidateAfter;
    case 'product':
      return [...productOf[reset], ' = ', num('Hc.recurrent')];
    case 'gated':
      return reset === 'before'
        ? [sym('R'), ' ⊙ ', sym('Hp'), ' = ', value('R'), ' × ', value('Hp'), ' = ', num('gated', 'Hp')]
        : [
            sym('R'),
            ' ⊙ (',
            ...productOf.after,
            ') = ',
            value('R'),
            ' × ',
            num('Hc.recurrent'),
            ' = ',
            num('gated', 'Hp'),
          ];
    case 'kept':
      return [sym('Z'), ' ⊙ ', sym('Hp'), ' = ', value('Z'), ' × ', value('Hp'), ' = ', num('kept', 'Hp')];
    case 'fresh':
      return ['1 − ', sym('Z'), ' = 1 − ', value('Z'), ' = ', num('fresh', 'R')];
    case 'written':
      return [
        '(1 − ',
        sym('Z'),
        ') ⊙ ',
        sym('Hc'),
        ' = ',
        num('fresh', 'R'),
        ' × ',
        value('Hc'),
        ' = ',
        num('written', 'Hc'),
      ];
    case 'H':
      return [
        sym('H'),
        ' = ',
        { number: 'kept', of: 'Hp', term: 'kept' },
        ' ',
        { number: 'written', of: 'Hc', term: 'written', added: true },
        ' = ',
        value('H'),
      ];
  }
}

/** H_t in one line, from the gate and the two states. */
export const STATE_UPDATE: readonly Part[] = [
  sym('H'),
  ' = ',
  value('Z'),
  ' × ',
  value('Hp'),
  ' + ',
  num('fresh', 'R'),
  ' × ',
  value('Hc'),
  ' = ',
  value('H'),
];

/** A number's colour role. */
export const roleOf = (id: SymbolId | undefined): ColourRole => (id ? SYMBOLS[id].role : 'parameter');
