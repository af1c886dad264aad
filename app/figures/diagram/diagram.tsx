import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { diagramMessages } from '../../i18n/messages/diagram.ts';
import { equationsMessages } from '../../i18n/messages/equations.ts';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import type { Operation } from '../shared/formula.ts';
import { type CellReading, useReading } from '../shared/reading.ts';
import { useCursorKeys } from '../shared/use-cursor-keys.ts';
import { formatValue, roleColour } from '../symbol/value.ts';
import styles from './diagram.module.css';
import { FormulaPanel } from './formula-panel.tsx';
import { LAYOUTS, type Layout, VIEW } from './layout.ts';
import { OperatorView } from './operator.tsx';
import { WireText, WireView } from './wire.tsx';

export interface CellDiagramProps {
  /** Only the drawing: no formula panel, operators are not buttons. Default false. */
  readonly compact?: boolean;
  /** The operator whose formula is open at first; null: none. Default `Z`. */
  readonly initialOperation?: Operation | null;
}

/** The GRU drawn, with the values of one unit at one timestep on its wires. */
export function CellDiagram({ compact = false, initialOperation = 'Z' }: CellDiagramProps) {
  const m = useMessages(diagramMessages);
  const id = useId();
  const keys = useCursorKeys(useExperimentStore());
  const reset = useExperiment((state) => state.config.reset);
  const reading = useReading();
  const training = useExperiment((state) => state.status === 'training');
  const [open, setOpen] = useState(compact ? null : initialOperation);
  const operators = useRef(new Map<Operation, SVGGElement>());
  const layout = LAYOUTS[reset];

  const close = () => {
    if (open === null) return;
    setOpen(null);
    operators.current.get(open)?.focus({ preventScroll: true });
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.code !== 'Escape' || open === null) return;
    event.stopPropagation();
    close();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is caught for the buttons and panel inside.
    <div className={styles.figure} onKeyDown={onEscape}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls. */}
      <div
        className={styles.surface}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the surface takes the figure's keys.
        tabIndex={0}
        aria-label={m.surface}
        aria-describedby={`${id}values`}
        {...keys}
      >
        <svg
          className={styles.svg}
          data-live={training || undefined}
          viewBox={`-6 22 ${VIEW.width + 12} ${VIEW.height - 16}`}
          focusable="false"
        >
          <title>{m.title}</title>
          <Wires layout={layout} reading={reading} />
          {layout.operators.map((operator) => (
            <OperatorView
              key={operator.op}
              operator={operator}
              open={open === operator.op}
              controls={`${id}panel`}
              onToggle={
                compact ? undefined : () => setOpen((now) => (now === operator.op ? null : operator.op))
              }
              register={(element) => {
                if (element) operators.current.set(operator.op, element);
                else operators.current.delete(operator.op);
              }}
            />
          ))}
        </svg>
        <VisuallyHidden id={`${id}values`}>
          <Description reading={reading} />
        </VisuallyHidden>
      </div>
      {!compact && (
        <>
          <FormulaPanel id={`${id}panel`} operation={open} reading={reading} onClose={close} />
          <p className={styles.note}>{m.note}</p>
        </>
      )}
    </div>
  );
}

/** The drawing below the operators; what it says is in the description. */
const Wires = ({ layout, reading }: { layout: Layout; reading: CellReading | null }) => {
  const numberOn = (wire: Layout['wires'][number]) =>
    wire.value && reading ? reading.numbers[wire.value] : null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in here takes focus.
    <g aria-hidden="true">
      {layout.wires.map((wire) => (
        <WireView key={wire.id} wire={wire} value={numberOn(wire)} />
      ))}
      {layout.joints.map(({ x, y, role }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={3.2} style={{ fill: roleColour(role) }} />
      ))}
      {layout.wires.map((wire) => (
        <WireText key={wire.id} wire={wire} value={numberOn(wire)} />
      ))}
      {reading && (
        <text className={styles.token} x={layout.token.x} y={layout.token.y}>
          “{reading.token}”
        </text>
      )}
    </g>
  );
};

const DESCRIBED = ['Hp', 'R', 'Z', 'Hc', 'H'] as const satisfies readonly SymbolId[];

/** What the drawing shows now, as one sentence. */
function Description({ reading }: { reading: CellReading | null }) {
  const lang = useLang();
  const m = useMessages(diagramMessages);
  const equations = useMessages(equationsMessages);
  if (!reading) return m.waiting;
  const values = DESCRIBED.map(
    (id) => `${SYMBOLS[id][lang]} ${SYMBOLS[id].text} = ${formatValue(reading.numbers[id])}`,
  );
  return m.describe(equations.at(reading.unit, reading.t, reading.token), values.join(m.separator));
}
