import { Fragment } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import { Letter } from '../symbol/letter.tsx';
import '../symbol/symbol.css';
import { formatAdded, formatValue, roleColour } from '../symbol/value.ts';
import styles from './formula.module.css';
import { type Part, roleOf } from './formula.ts';
import type { CellReading } from './reading.ts';

type NumberPart = Extract<Part, { number: unknown }>;

function Value({ part, reading }: { part: NumberPart; reading: CellReading }) {
  const m = useMessages(equationsMessages);
  const value = reading.numbers[part.number];
  const text = part.added ? formatAdded(value) : formatValue(value);
  const number = (
    <span className={styles.number} style={{ color: roleColour(roleOf(part.of)) }} data-reading={part.number}>
      {text}
    </span>
  );
  if (!part.term) return number;
  // Read as "input −0.040"; drawn with the name under the number.
  return (
    <span className={styles.term}>
      <span className={styles.name}>{m[part.term]} </span>
      {number}
    </span>
  );
}

/** A formula with the numbers of one unit at one timestep. */
export function Formula({ parts, reading }: { parts: readonly Part[]; reading: CellReading }) {
  return (
    <span className={styles.formula}>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {typeof part === 'string' ? (
            part
          ) : 'sym' in part ? (
            <span data-sym={part.sym}>
              <Letter id={part.sym} />
            </span>
          ) : (
            <Value part={part} reading={reading} />
          )}
        </Fragment>
      ))}
    </span>
  );
}
