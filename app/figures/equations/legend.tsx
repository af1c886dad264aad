import type { Face } from '../../../content/equations/gru.ts';
import { SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import type { CellReading } from '../shared/reading.ts';
import { useFocusHandlers } from '../symbol/focus.ts';
import { Letter } from '../symbol/letter.tsx';
import { formatValue } from '../symbol/value.ts';
import styles from './equations.module.css';
import { type Sizes, shapeText } from './slots.ts';

export interface LegendProps {
  readonly ids: readonly SymbolId[];
  readonly face: Face;
  readonly sizes: Sizes;
  readonly reading: CellReading | null;
  readonly open: SymbolId | null;
  readonly onToggle: (id: SymbolId) => void;
  /** id of the panel that a symbol opens. */
  readonly controls: string;
  /** Letters only, for the parameters. Default false. */
  readonly terse?: boolean;
}

const isTraced = (id: SymbolId): id is 'R' | 'Z' | 'Hc' | 'H' | 'Hp' =>
  id === 'Hp' || SYMBOLS[id].role === 'state' || 'quantity' in SYMBOLS[id];

/** The last column: what the chosen face is about. */
function fact(id: SymbolId, { face, sizes, reading }: LegendProps): string {
  if (face === 'shapes') return shapeText(id, sizes);
  if (face === 'symbols') return SYMBOLS[id].range;
  if (!reading) return '';
  if (id === 'X') return `“${reading.token}”`;
  // What the logits lead to, and named as such: a probability is no logit.
  if (id === 'O' && reading.next[0])
    return `p(“${reading.next[0].token}”) = ${formatValue(reading.next[0].p)}`;
  return isTraced(id) ? formatValue(reading.numbers[id]) : '';
}

function Entry({ id, ...props }: LegendProps & { readonly id: SymbolId }) {
  const m = useMessages(equationsMessages);
  const name = SYMBOLS[id][useLang()];
  const handlers = useFocusHandlers(id);
  return (
    <button
      type="button"
      className={props.terse ? styles.chip : styles.entry}
      aria-expanded={props.open === id}
      aria-controls={props.open === id ? props.controls : undefined}
      aria-label={props.terse ? `${SYMBOLS[id].text}${m.colon}${name}` : undefined}
      title={`${name} · ${m.rangeIs(SYMBOLS[id].range)} · ${m.shapeIs(shapeText(id, props.sizes))}`}
      onClick={() => props.onToggle(id)}
      {...handlers}
    >
      <span data-sym={id}>
        <Letter id={id} />
      </span>
      {!props.terse && (
        <>
          {' '}
          <span className={styles.name}>{name}</span>{' '}
          <span className={styles.fact}>{fact(id, { ...props })}</span>
        </>
      )}
    </button>
  );
}

/** The symbols as real buttons: the keyboard's and the screen reader's way to what the pointer finds in the equations. */
export const Legend = (props: LegendProps) => (
  <ul className={props.terse ? styles.chips : styles.entries}>
    {props.ids.map((id) => (
      <li key={id}>
        <Entry id={id} {...props} />
      </li>
    ))}
  </ul>
);
