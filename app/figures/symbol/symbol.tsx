import type { ReactNode } from 'react';
import type { SymbolId } from '../../../content/symbols.ts';
import { useFocusHandlers, useIsFocused } from './focus.ts';
import { Letter } from './letter.tsx';
import './symbol.css';
import styles from './symbol.module.css';

export interface SymProps {
  readonly id: SymbolId;
  /** The words that stand for the symbol; default: its letter. */
  readonly children?: ReactNode;
  /** Also a stop of the Tab key. Default false: prose would be full of stops, and the legends are the keyboard's way. */
  readonly focusable?: boolean;
}

/** A symbol in a sentence: in its colour, and alight wherever the same symbol is pointed at. */
export function Sym({ id, children, focusable = false }: SymProps) {
  const handlers = useFocusHandlers(id);
  const lit = useIsFocused(id);
  return (
    <span
      className={styles.sym}
      data-sym={id}
      data-lit={lit ? id : undefined}
      tabIndex={focusable ? 0 : undefined}
      {...handlers}
    >
      {children ?? <Letter id={id} />}
    </span>
  );
}
