import { type PointerEvent, useRef } from 'react';
import type { StoreApi } from 'zustand';
import { cellAt } from '../../charts/heatmap/cells.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { GUTTER } from './panels.ts';

export interface Cell {
  readonly column: number;
  readonly row: number;
}

interface PointerOptions {
  readonly store: StoreApi<ExperimentState>;
  readonly T: number;
  readonly H: number;
  /** Row → unit. */
  readonly order: Int32Array;
  /** What the pointer is over; null when it leaves. */
  readonly onHover: (cell: Cell | null) => void;
}

/** A finger that has moved so far (CSS pixels) sideways scrubs; less is a tap. */
const TAP = 6;

/**
 * Pointer handlers of one panel. A mouse chooses the cell under it, pressed or dragged. A finger taps a cell,
 * or scrubs through time keeping the unit: a row is too thin to hold under it. Vertical swipes scroll the page.
 */
export function usePointer({ store, T, H, order, onHover }: PointerOptions) {
  const start = useRef<{ x: number; scrubbing: boolean } | null>(null);

  const cellUnder = (event: PointerEvent<HTMLElement>): Cell => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      column: cellAt(event.clientX - box.left - GUTTER, T, box.width - 2 * GUTTER),
      row: cellAt(event.clientY - box.top, H, box.height),
    };
  };
  const choose = ({ column, row }: Cell, unitToo: boolean) =>
    store.getState().setCursor(unitToo ? { t: column, unit: order[row] } : { t: column });

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      start.current = { x: event.clientX, scrubbing: event.pointerType !== 'touch' };
      if (event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture?.(event.pointerId);
      choose(cellUnder(event), true);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const cell = cellUnder(event);
      if (event.pointerType !== 'touch') onHover(cell);
      if (!start.current) return;
      if (Math.abs(event.clientX - start.current.x) > TAP) start.current.scrubbing = true;
      if (start.current.scrubbing) choose(cell, event.pointerType !== 'touch');
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (start.current && !start.current.scrubbing) choose(cellUnder(event), true);
      start.current = null;
    },
    onPointerCancel() {
      start.current = null;
    },
    onPointerLeave() {
      onHover(null);
    },
  };
}
