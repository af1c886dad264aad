import type { KeyboardEvent } from 'react';
import { useMessages } from '../../i18n/lang.tsx';
import { diagramMessages } from '../../i18n/messages/diagram.ts';
import { SYMBOL_OF } from '../shared/formula.ts';
import { useFocusHandlers } from '../symbol/focus.ts';
import { SvgLetter } from '../symbol/letter.tsx';
import { roleColour } from '../symbol/value.ts';
import styles from './diagram.module.css';
import { GATE, NODE, type Operator, WEIGHTS } from './layout.ts';

const GLYPHS = {
  R: 'σ',
  Z: 'σ',
  Hc: 'tanh',
  gated: '×',
  kept: '×',
  written: '×',
  fresh: '1−',
  H: '+',
} as const;

const Box = ({ width, height, className }: { width: number; height: number; className?: string }) => (
  <rect className={className} x={-width / 2} y={-height / 2} width={width} height={height} rx={4} />
);

/** The operator's outline, grown by `by` on every side. */
const Outline = ({
  kind,
  by = 0,
  className,
}: {
  kind: Operator['kind'];
  by?: number;
  className?: string;
}) => {
  if (kind === 'node') return <circle className={className} r={NODE + by} />;
  const { width, height } = kind === 'gate' ? GATE : WEIGHTS;
  return <Box className={className} width={width + 2 * by} height={height + 2 * by} />;
};

/** × and + as strokes: a font's glyphs sit off the centre. */
const Glyph = ({ op }: { op: Operator['op'] }) => {
  if (op === 'product') {
    return (
      <text className={styles.weightGlyph} dy="0.3em">
        <SvgLetter id="Whh" />
      </text>
    );
  }
  const glyph = GLYPHS[op];
  if (glyph === '×')
    return <path className={styles.glyphStroke} d="M-5.5 -5.5 L5.5 5.5 M5.5 -5.5 L-5.5 5.5" />;
  if (glyph === '+') return <path className={styles.glyphStroke} d="M-7 0 H7 M0 -7 V7" />;
  if (glyph === 'σ') {
    return (
      <text className={`${styles.gateGlyph} ${styles.sigma}`} dy="0.22em">
        σ
      </text>
    );
  }
  return (
    <text className={glyph === '1−' ? styles.nodeGlyph : styles.gateGlyph} dy="0.32em">
      {glyph}
    </text>
  );
};

export interface OperatorViewProps {
  readonly operator: Operator;
  /** Opens and closes its formula; absent: only drawn. */
  readonly onToggle?: (() => void) | undefined;
  readonly open: boolean;
  readonly controls: string;
  readonly register?: (element: SVGGElement | null) => void;
}

/** A box or a node of the cell: a button that opens its formula. */
export function OperatorView({ operator, onToggle, open, controls, register }: OperatorViewProps) {
  const m = useMessages(diagramMessages);
  const handlers = useFocusHandlers(SYMBOL_OF[operator.op]);
  const { op, x, y, kind, role } = operator;
  const drawing = (
    <>
      <Outline kind={kind} by={9} className={styles.target} />
      <Outline kind={kind} by={4} className={styles.ring} />
      <Outline kind={kind} className={styles.outline} />
      <Glyph op={op} />
    </>
  );
  const place = { transform: `translate(${x} ${y})`, style: { color: roleColour(role) } };
  if (!onToggle) {
    return (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: without a formula to open it takes no focus.
      <g className={styles.operator} aria-hidden="true" {...place} {...handlers}>
        {drawing}
      </g>
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code !== 'Enter' && event.code !== 'NumpadEnter' && event.code !== 'Space') return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) onToggle();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element.
    <g
      ref={register}
      className={`${styles.operator} ${styles.button} ${open ? styles.open : ''}`}
      role="button"
      tabIndex={0}
      aria-label={m[op]}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
      onKeyDown={onKeyDown}
      {...place}
      {...handlers}
    >
      {drawing}
    </g>
  );
}
