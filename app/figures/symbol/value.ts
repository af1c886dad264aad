import type { ColourRole } from '../../../content/symbols.ts';
import { formatFixed, formatSigned } from '../../i18n/numbers.ts';

/** Decimals of every value read off a trace: the same string wherever it shows. */
export const VALUE_DIGITS = 3;

/** A gate, state or term as every figure prints it: 0.420, −2.350. */
export const formatValue = (value: number): string => formatFixed(value, VALUE_DIGITS);

/** As formatValue, as a further term of a sum, with the operator in front: `+ 2.050`, `− 2.350`. */
export function formatAdded(value: number): string {
  const text = formatSigned(value, VALUE_DIGITS);
  return `${text[0]} ${text.slice(1)}`;
}

/** The CSS colour of a role (tokens.css). */
export const roleColour = (role: ColourRole): string => `var(--c-${role})`;
