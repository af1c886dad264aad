import { gruEquations, type RenderedEquation } from 'virtual:equations';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { FACES, type Face } from '../../../content/equations/gru.ts';
import { isSymbolId, SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import { useExperiment } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Formula } from '../shared/formula-view.tsx';
import { type CellReading, useReading } from '../shared/reading.ts';
import { symbolOf, useSymbolScope } from '../symbol/focus.ts';
import '../symbol/symbol.css';
import { detailOf, partsText } from './details.ts';
import { EquationLine } from './equation-line.tsx';
import styles from './equations.module.css';
import { Legend } from './legend.tsx';
import { type Sizes, shapeText } from './slots.ts';

export interface EquationsProps {
  /** The face shown first. Default `symbols`. */
  readonly face?: Face;
}

const QUANTITIES = ['X', 'Hp', 'R', 'Z', 'Hc', 'H', 'O'] as const;
const PARAMETERS = [
  'Wxr',
  'Whr',
  'br',
  'Wxz',
  'Whz',
  'bz',
  'Wxh',
  'Whh',
  'bh',
  'bhn',
  'Whq',
  'bq',
] as const satisfies readonly SymbolId[];

function useSizes(): Sizes {
  const B = useExperiment((state) => state.config.batch);
  const H = useExperiment((state) => state.config.hidden);
  const V = useExperiment((state) => state.vocabulary.length);
  return { B, H, V };
}

/** The GRU's equations under the configured reset convention, as symbols, shapes or numbers. */
export function Equations({ face: initial = 'symbols' }: EquationsProps) {
  const m = useMessages(equationsMessages);
  const id = useId();
  const [face, setFace] = useState<Face>(initial);
  const [open, setOpen] = useState<SymbolId | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const reset = useExperiment((state) => state.config.reset);
  const reading = useReading(face === 'numbers' || open !== null);
  const sizes = useSizes();
  const scope = useSymbolScope();

  const toggle = (symbol: SymbolId) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setOpen((now) => (now === symbol ? null : symbol));
  };
  const close = () => {
    setOpen(null);
    if (root.current?.contains(opener.current)) opener.current?.focus({ preventScroll: true });
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.code !== 'Escape' || open === null) return;
    event.stopPropagation();
    close();
  };
  const notes = {
    symbols: m.note,
    shapes: m.noteShapes,
    numbers: reset === 'before' ? m.noteNumbers : m.noteNumbersAfter,
  };
  // The faces with slots have no MathML; this is what a screen reader has of them.
  const spoken = (equation: RenderedEquation, shown: Face): string | null => {
    if (shown === 'symbols') return null;
    if (shown === 'shapes') return shapesText(equation.symbols, sizes);
    return reading && partsText(detailOf(equation.id, reading, sizes.V, m), reading, m);
  };
  const legend = { face, sizes, reading, open, onToggle: toggle, controls: `${id}panel` };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls; a landmark a figure would be too many.
    <div
      ref={root}
      role="group"
      className={styles.figure}
      aria-label={m.title}
      onKeyDown={onEscape}
      {...scope}
    >
      <div className={styles.bar}>
        <Segmented
          bare
          label={m.face}
          value={face}
          options={FACES.map((value) => ({ value, label: m[value] }))}
          onCommit={setFace}
        />
        {face === 'numbers' && reading && (
          <span className={styles.where}>{m.at(reading.unit, reading.t, reading.token)}</span>
        )}
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the typeset symbols take the pointer only; the legend takes the keyboard. */}
      <ul
        className={styles.equations}
        data-face={face}
        onClick={(event) => {
          const symbol = symbolOf(event.target);
          if (symbol) toggle(symbol);
        }}
      >
        {gruEquations[reset].map((equation) => (
          <EquationLine
            key={equation.id}
            html={equation[face]}
            sizes={sizes}
            reading={reading}
            text={spoken(equation, face)}
          />
        ))}
      </ul>
      <Panel id={`${id}panel`} symbol={open} reading={reading} V={sizes.V} onClose={close} />
      <p className={styles.note}>{notes[face]}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="group" aria-label={m.legend} className={styles.legend}>
        <Legend ids={QUANTITIES} {...legend} />
        <p className={styles.parameters}>{m.parameters}</p>
        <Legend
          ids={PARAMETERS.filter((symbol) => symbol !== 'bhn' || reset === 'after')}
          terse
          {...legend}
        />
      </div>
    </div>
  );
}

/** The symbols of a typeset equation with their shapes. */
function shapesText(html: string, sizes: Sizes): string {
  const ids = new Set(Array.from(html.matchAll(/data-sym="(\w+)"/g), ([, id]) => id));
  return [...ids]
    .filter((id) => id !== undefined && isSymbolId(id))
    .map((id) => `${SYMBOLS[id].text} ${shapeText(id, sizes)}`)
    .join(' · ');
}

interface PanelProps {
  readonly id: string;
  readonly symbol: SymbolId | null;
  readonly reading: CellReading | null;
  readonly V: number;
  readonly onClose: () => void;
}

/** The chosen symbol in numbers at (t, unit). */
function Panel({ id, symbol, reading, V, onClose }: PanelProps) {
  const m = useMessages(equationsMessages);
  const lang = useLang();
  if (!symbol) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div id={id} role="group" className={styles.panel} aria-label={SYMBOLS[symbol][lang]}>
      <div className={styles.head}>
        <span className={styles.panelName}>{SYMBOLS[symbol][lang]}</span>
        {reading && <span className={styles.where}>{m.at(reading.unit, reading.t, reading.token)}</span>}
        <span className={styles.close}>
          <Button variant="icon" icon="close" label={m.close} onPress={onClose} />
        </span>
      </div>
      {reading ? <Formula parts={detailOf(symbol, reading, V, m)} reading={reading} /> : m.waiting}
    </div>
  );
}
