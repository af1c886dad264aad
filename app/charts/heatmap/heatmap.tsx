import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import styles from './heatmap.module.css';
import { createHeatmapPainter, type HeatmapPainter, type HeatmapPicture } from './painter.ts';

export interface HeatmapHandle {
  /** Draws another matrix of the same shape without a render: for traces that come ten times a second. */
  draw(matrix: Float32Array): void;
}

export interface HeatmapProps extends Partial<Pick<HeatmapPicture, 'order' | 'column' | 'row' | 'hover'>> {
  /** [T, H], row-major by t; null keeps the place empty. */
  readonly matrix: Float32Array | null;
  readonly T: number;
  readonly H: number;
  readonly table: HeatmapPicture['table'];
  /** Values at the table's ends. */
  readonly domain: HeatmapPicture['domain'];
  /** CSS pixels. The width is the container's. */
  readonly height: number;
  /** Room left and right of the cells for the row's pointers, CSS pixels. Default 8. */
  readonly gutter?: number;
  readonly ref?: Ref<HeatmapHandle>;
}

/** A matrix as coloured cells on a canvas. It draws arrays and says nothing: the text is its owner's. */
export function Heatmap({ height, ref, ...rest }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<HeatmapPainter>(null);
  const picture: HeatmapPicture = { order: null, column: null, row: null, hover: null, gutter: 8, ...rest };

  // The first run makes the painter; the effect below ends it.
  useEffect(() => {
    if (canvas.current) painter.current ??= createHeatmapPainter(canvas.current, picture);
    painter.current?.set(picture);
  });
  useEffect(
    () => () => {
      painter.current?.destroy();
      painter.current = null;
    },
    [],
  );
  useImperativeHandle(ref, () => ({ draw: (matrix) => painter.current?.set({ matrix }) }), []);

  return (
    <div className={styles.frame} style={{ height }} aria-hidden="true">
      <canvas ref={canvas} className={styles.canvas} />
    </div>
  );
}
