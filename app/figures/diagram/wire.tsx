import { Fragment } from 'react';
import { useFocusHandlers, useIsFocused } from '../symbol/focus.ts';
import { SvgLetter } from '../symbol/letter.tsx';
import { formatValue, roleColour } from '../symbol/value.ts';
import styles from './diagram.module.css';
import type { Label, Place, Wire } from './layout.ts';

/** Wire thickness in the drawing's units: a whole vector, and one unit's value of magnitude 0 … 1 (and beyond). */
const VECTOR = 1.25;
export const thickness = (value: number): number =>
  Number.isFinite(value) ? 1 + 6 * Math.min(1, Math.abs(value)) : 1;

const at = ({ x, y, anchor = 'middle' }: Place) => ({ x, y, textAnchor: anchor });

const Arrow = ({ arrow, width }: { arrow: NonNullable<Wire['arrow']>; width: number }) => {
  const half = 3.4 + width / 2;
  const turn = { right: 0, down: 90, up: -90 }[arrow.to];
  return (
    <path
      className={styles.arrow}
      d="M0 0 L-1.7 -1 V1 Z"
      transform={`translate(${arrow.x} ${arrow.y}) rotate(${turn}) scale(${half})`}
    />
  );
};

export const LabelText = ({ parts, place }: { parts: readonly Label[]; place: Place }) => (
  <text className={styles.label} {...at(place)}>
    {parts.map((part, index) => (
      <Fragment key={index}>{typeof part === 'string' ? part : <SvgLetter id={part.sym} />}</Fragment>
    ))}
  </text>
);

/** Ends the drawn line under the arrowhead, not at its tip, so that a thick line does not blunt it. */
function shorten(d: string, arrow: Wire['arrow'], width: number): string {
  if (!arrow) return d;
  const back = 3.4 + width / 2;
  const end = { right: `H${arrow.x - back}`, up: `V${arrow.y + back}`, down: `V${arrow.y - back}` }[arrow.to];
  return d.replace(/[HV][\d.]+$/, end);
}

/** One wire: its line as thick as its value, its letters and its number; pointing at it lights its symbol. */
export function WireView({ wire, value }: { wire: Wire; value: number | null }) {
  const width = value === null || !wire.value ? VECTOR : thickness(value);
  return (
    <g style={{ color: roleColour(wire.role) }}>
      {wire.symbol ? (
        <LitLine wire={wire} symbol={wire.symbol} width={width} />
      ) : (
        <Line wire={wire} width={width} lit={false} />
      )}
    </g>
  );
}

function LitLine({
  wire,
  symbol,
  width,
}: {
  wire: Wire;
  symbol: NonNullable<Wire['symbol']>;
  width: number;
}) {
  const { onPointerEnter, onPointerLeave } = useFocusHandlers(symbol);
  const lit = useIsFocused(symbol);
  return (
    <g onPointerEnter={onPointerEnter} onPointerLeave={onPointerLeave}>
      <Line wire={wire} width={width} lit={lit} />
      <path className={styles.hit} d={wire.d} />
    </g>
  );
}

const Line = ({ wire, width, lit }: { wire: Wire; width: number; lit: boolean }) => {
  const d = shorten(wire.d, wire.arrow, width);
  return (
    <>
      {wire.over && <path className={styles.bridge} d={d} style={{ strokeWidth: width + 7 }} />}
      <path className={styles.glow} d={d} style={{ strokeWidth: width + 9, opacity: lit ? 0.26 : 0 }} />
      <path className={styles.wire} d={d} style={{ strokeWidth: width }} />
      {wire.arrow && <Arrow arrow={wire.arrow} width={width} />}
    </>
  );
};

/** A wire's letters and number, drawn after all wires, with a halo of paper. */
export function WireText({ wire, value }: { wire: Wire; value: number | null }) {
  return (
    <g style={{ color: roleColour(wire.role) }}>
      {wire.label && wire.labelAt && <LabelText parts={wire.label} place={wire.labelAt} />}
      {wire.numberAt && value !== null && (
        <text className={styles.value} data-reading={wire.value} {...at(wire.numberAt)}>
          {formatValue(value)}
        </text>
      )}
    </g>
  );
}
