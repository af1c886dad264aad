import { cellEdge } from './cells.ts';
import type { HeatmapPicture } from './painter.ts';

interface Inner {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The cursor over the cells: a box round the column, and round the row a pair of lines with a pointer at both
 * ends, so that the unit is found at a glance in rows of any height. Lengths in device pixels.
 */
export function drawMarks(
  context: CanvasRenderingContext2D,
  picture: HeatmapPicture,
  inner: Inner,
  ratio: number,
): void {
  const { T, H, column, row, hover } = picture;
  const style = getComputedStyle(context.canvas);
  const ink = style.getPropertyValue('--ink') || '#000';
  const paper = style.getPropertyValue('--paper') || '#fff';
  const px = Math.max(1, Math.round(ratio));
  const columnBox = (c: number) => {
    const from = cellEdge(c, T, inner.width);
    return { x: inner.x + from, width: cellEdge(c + 1, T, inner.width) - from };
  };
  const rowBox = (r: number) => {
    const y = cellEdge(r, H, inner.height);
    return { y, height: Math.max(px, cellEdge(r + 1, H, inner.height) - y) };
  };
  /** A frame of `line` pixels just outside the box. */
  const frame = (x: number, y: number, w: number, h: number, line: number, colour: string) => {
    context.fillStyle = colour;
    context.fillRect(x - line, y - line, w + 2 * line, line);
    context.fillRect(x - line, y + h, w + 2 * line, line);
    context.fillRect(x - line, y, line, h);
    context.fillRect(x + w, y, line, h);
  };

  if (row !== null) {
    const { y, height } = rowBox(row);
    context.fillStyle = ink;
    // Lines would hide rows as thin as they are: there the pointers do alone.
    if (height >= 3 * px) {
      // Ink with paper beyond it: one of the two stands out from any cell.
      const halo = Math.max(1, Math.floor(px / 2));
      context.fillStyle = paper;
      context.fillRect(inner.x, y - px - halo, inner.width, halo);
      context.fillRect(inner.x, y + height + px, inner.width, halo);
      context.fillStyle = ink;
      context.fillRect(inner.x, y - px, inner.width, px);
      context.fillRect(inner.x, y + height, inner.width, px);
    }
    const middle = y + height / 2;
    const half = Math.max(4 * px, height / 2 + px);
    const gap = 2 * px;
    for (const [tip, base] of [
      [inner.x - gap, 0],
      [inner.x + inner.width + gap, 2 * inner.x + inner.width],
    ]) {
      context.beginPath();
      context.moveTo(tip, middle);
      context.lineTo(base, middle - half);
      context.lineTo(base, middle + half);
      context.fill();
    }
  }
  if (column !== null) {
    const { x, width } = columnBox(column);
    frame(x - px, 0, width + 2 * px, inner.height, px, paper);
    frame(x, 0, width, inner.height, px, ink);
  }
  if (column !== null && row !== null) {
    const [c, r] = [columnBox(column), rowBox(row)];
    frame(c.x, r.y, c.width, r.height, 2 * px, ink);
  }
  if (hover !== null) {
    const [c, r] = [columnBox(hover.column), rowBox(hover.row)];
    frame(c.x - px, r.y - px, c.width + 2 * px, r.height + 2 * px, px, paper);
    frame(c.x, r.y, c.width, r.height, px, ink);
  }
}
