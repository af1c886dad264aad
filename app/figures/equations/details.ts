/** What opens when a symbol is chosen: its formula, or a sentence about it, at (t, unit). */
import { SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import type { equationsMessages } from '../../i18n/messages/equations.ts';
import { formulaOf, type Part, STATE_UPDATE } from '../shared/formula.ts';
import type { CellReading } from '../shared/reading.ts';
import { formatAdded, formatValue } from '../symbol/value.ts';

type Messages = (typeof equationsMessages)['en'] | (typeof equationsMessages)['zh'];

const sym = (id: SymbolId): Part => ({ sym: id });

/** Chinese brackets are full-width. */
const aside = (text: string, m: Messages): string => (m.open === '（' ? `（${text}）` : ` (${text})`);

function product(id: SymbolId, reading: CellReading, m: Messages): readonly Part[] | null {
  const { reset } = reading;
  switch (id) {
    case 'Wxr':
      return [sym('X'), ' ', sym('Wxr'), ' = ', { number: 'R.input' }];
    case 'Whr':
      return [sym('Hp'), ' ', sym('Whr'), ' = ', { number: 'R.recurrent' }];
    case 'br':
      return [sym('br'), ' = ', { number: 'R.bias' }];
    case 'Wxz':
      return [sym('X'), ' ', sym('Wxz'), ' = ', { number: 'Z.input' }];
    case 'Whz':
      return [sym('Hp'), ' ', sym('Whz'), ' = ', { number: 'Z.recurrent' }];
    case 'bz':
      return [sym('bz'), ' = ', { number: 'Z.bias' }];
    case 'Wxh':
      return [sym('X'), ' ', sym('Wxh'), ' = ', { number: 'Hc.input' }];
    case 'Whh':
    case 'bhn':
      return [...formulaOf('product', reset), aside(m.allUnits(reading.H), m)];
    case 'bh':
      return [sym('bh'), ' = ', { number: 'Hc.bias' }];
    default:
      return null;
  }
}

/** The parts to draw for `id`. */
export function detailOf(id: SymbolId, reading: CellReading, V: number, m: Messages): readonly Part[] {
  switch (id) {
    case 'R':
    case 'Z':
    case 'Hc':
      return formulaOf(id, reading.reset);
    case 'H':
      return STATE_UPDATE;
    case 'X':
      return [sym('X'), m.colon, m.oneHot(reading.token, reading.tokenId, V)];
    case 'Hp':
      return [
        sym('Hp'),
        ' = ',
        { number: 'Hp', of: 'Hp' },
        aside(
          reading.previousToken === null
            ? m.initialState
            : m.stateAfter(reading.t - 1, reading.previousToken),
          m,
        ),
      ];
    case 'O':
      return ['softmax(', sym('O'), ')', m.colon, nextText(reading)];
    default:
      return product(id, reading, m) ?? [sym(id), m.colon, m.notTraced];
  }
}

/** The likeliest next tokens with their probabilities: “s” 0.390  “p” 0.190. */
export const nextText = (reading: CellReading): string =>
  reading.next
    .slice(0, 3)
    .map(({ token, p }) => `“${token}” ${formatValue(p)}`)
    .join('  ');

/** A formula as a line of text. */
export const partsText = (parts: readonly Part[], reading: CellReading, m: Messages): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('sym' in part) return SYMBOLS[part.sym].text;
      const value = reading.numbers[part.number];
      return (part.term ? `${m[part.term]} ` : '') + (part.added ? formatAdded(value) : formatValue(value));
    })
    .join('');
