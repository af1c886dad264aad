/**
 * From numbers to colours and from pixels to cells, without a canvas.
 * Dimensions: T columns, H rows; a matrix is [T, H], row-major by t.
 */

/** The first pixel of cell `i` when `n` cells share `size` pixels, as scaling without smoothing lays them out. */
export const cellEdge = (i: number, n: number, size: number): number => Math.ceil((i * size) / n - 0.5);

/** The cell under `position` when `n` cells share `size`; positions outside belong to the nearest cell. */
export const cellAt = (position: number, n: number, size: number): number =>
  Math.max(0, Math.min(n - 1, Math.floor((position / size) * n)));

/** The table's entry for `value` in `domain`, clamped, [0, 255]. */
export function entryOf(value: number, [low, high]: readonly [number, number]): number {
  const entry = Math.round(((value - low) / (high - low)) * 255);
  return entry < 0 ? 0 : entry > 255 ? 255 : entry;
}

export interface Cells {
  /** [T, H]. */
  readonly matrix: Float32Array;
  readonly T: number;
  readonly H: number;
  /** Row `r` shows unit `order[r]`; null: units in their own order. */
  readonly order: Int32Array | null;
  readonly domain: readonly [number, number];
  /** 256 colours, RGBA words. */
  readonly colours: Uint32Array;
}

/**
 * Colours `rows` × `columns` picture cells into `out`, row by row. With fewer rows than units (columns than
 * timesteps) a cell is the mean of what it covers. A value that is not a number stays transparent.
 */
export function paintCells(cells: Cells, columns: number, rows: number, out: Uint32Array): void {
  const { matrix, T, H, order, domain, colours } = cells;
  const exact = columns === T && rows === H;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = exact ? matrix[c * H + (order ? order[r] : r)] : meanOf(cells, c, columns, r, rows);
      out[r * columns + c] = Number.isNaN(value) ? 0 : colours[entryOf(value, domain)];
    }
  }
}

function meanOf({ matrix, T, H, order }: Cells, c: number, columns: number, r: number, rows: number): number {
  const t0 = Math.floor((c * T) / columns);
  const t1 = Math.floor(((c + 1) * T) / columns);
  const r0 = Math.floor((r * H) / rows);
  const r1 = Math.floor(((r + 1) * H) / rows);
  let sum = 0;
  for (let t = t0; t < t1; t++) {
    for (let row = r0; row < r1; row++) sum += matrix[t * H + (order ? order[row] : row)];
  }
  return sum / ((t1 - t0) * (r1 - r0));
}
