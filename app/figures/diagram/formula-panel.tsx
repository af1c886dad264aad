import { useMessages } from '../../i18n/lang.tsx';
import { diagramMessages } from '../../i18n/messages/diagram.ts';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import { Button } from '../../ui/button.tsx';
import { formulaOf, type Operation } from '../shared/formula.ts';
import { Formula } from '../shared/formula-view.tsx';
import type { CellReading } from '../shared/reading.ts';
import styles from './diagram.module.css';

export interface FormulaPanelProps {
  readonly id: string;
  /** Null: nothing is open. */
  readonly operation: Operation | null;
  readonly reading: CellReading | null;
  readonly onClose: () => void;
}

/** The open operator's formula with its numbers, below the drawing; its place is kept when nothing is open. */
export function FormulaPanel({ id, operation, reading, onClose }: FormulaPanelProps) {
  const m = useMessages(diagramMessages);
  const equations = useMessages(equationsMessages);
  if (!operation || !reading) {
    return <p className={`${styles.panel} ${styles.hint}`}>{reading ? m.hint : m.waiting}</p>;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls.
    <div role="group" className={styles.panel} id={id} aria-label={`${m.formula}: ${m[operation]}`}>
      <div className={styles.head}>
        <span className={styles.name}>{m[operation]}</span>
        <span className={styles.where}>{equations.at(reading.unit, reading.t, reading.token)}</span>
        <span className={styles.close}>
          <Button variant="icon" icon="close" label={m.close} onPress={onClose} />
        </span>
      </div>
      <div className={styles.formula}>
        <Formula parts={formulaOf(operation, reading.reset)} reading={reading} />
        {operation === 'product' && <span className={styles.where}> {m.productNote(reading.H)}</span>}
      </div>
    </div>
  );
}
