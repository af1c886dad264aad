import type { ColourTable } from '../tables.ts';
import { currentTheme, onThemeChange } from '../theme.ts';
import { paintCells } from './cells.ts';
import { drawMarks } from './marks.ts';

/** What a heatmap shows. Columns are timesteps, rows are units. */
export interface HeatmapPicture {
  /** [T, H], row-major by t; null draws nothing but keeps the place. */
  readonly matrix: Float32Array | null;
  readonly T: number;
  readonly H: number;
  /** Row `r` shows unit `order[r]`; null: units in their own order. */
  readonly order: Int32Array | null;
  readonly table: ColourTable;
  /** Values at the table's ends; beyond them the end colour. */
  readonly domain: readonly [number, number];
  /** The cursor's column, [0, T), and displayed row, [0, H); null: none. */
  readonly column: number | null;
  readonly row: number | null;
  /** The cell under the pointer. */
  readonly hover: { readonly column: number; readonly row: number } | null;
  /** Room left and right of the cells for the row's pointers, CSS pixels. */
  readonly gutter: number;
}

export interface HeatmapPainter {
  /** Takes what changed; draws once, at the next animation frame. */
  set(patch: Partial<HeatmapPicture>): void;
  destroy(): void;
}

const CELL_KEYS: readonly (keyof HeatmapPicture)[] = ['matrix', 'T', 'H', 'order', 'table', 'domain'];

/**
 * Draws on `canvas` at the screen's own resolution and keeps to its size and the page's theme. The cells are
 * coloured one pixel each off screen and scaled up without smoothing, so a frame costs T·H look-ups and one
 * drawImage; moving the cursor recolours nothing.
 */
export function createHeatmapPainter(canvas: HTMLCanvasElement, initial: HeatmapPicture): HeatmapPainter {
  let picture = initial;
  let frame = 0;
  let cellsStale = true;
  let size = { width: 0, height: 0 };
  let cells: HTMLCanvasElement | null = null;
  let image: ImageData | null = null;

  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(draw);
  };

  function colourCells(columns: number, rows: number): void {
    const { matrix, T, H, order, domain, table } = picture;
    cells ??= document.createElement('canvas');
    const context = cells.getContext('2d');
    if (!context || !matrix) return;
    if (!image || image.width !== columns || image.height !== rows) {
      cells.width = columns;
      cells.height = rows;
      image = context.createImageData(columns, rows);
    }
    const colours = table.rgba(currentTheme());
    paintCells({ matrix, T, H, order, domain, colours }, columns, rows, new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
  }

  function draw(): void {
    frame = 0;
    const { width, height } = size;
    if (width === 0 || height === 0) return;
    const context = canvas.getContext('2d');
    if (!context) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.clearRect(0, 0, width, height);
    const ratio = width / (canvas.clientWidth || width);
    const left = Math.round(picture.gutter * ratio);
    const inner = { x: left, width: width - 2 * left, height };
    if (!picture.matrix || inner.width <= 0) return;
    const columns = Math.min(picture.T, inner.width);
    const rows = Math.min(picture.H, height);
    if (cellsStale || image?.width !== columns || image?.height !== rows) colourCells(columns, rows);
    cellsStale = false;
    if (!cells) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(cells, inner.x, 0, inner.width, height);
    drawMarks(context, picture, inner, ratio);
  }

  const resized = (entry: ResizeObserverEntry) => {
    const box = entry.devicePixelContentBoxSize?.[0];
    const ratio = window.devicePixelRatio;
    size = box
      ? { width: box.inlineSize, height: box.blockSize }
      : {
          width: Math.round(entry.contentRect.width * ratio),
          height: Math.round(entry.contentRect.height * ratio),
        };
    schedule();
  };
  const observer =
    typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(([entry]) => resized(entry));
  observer?.observe(canvas);
  const offTheme = onThemeChange(() => {
    cellsStale = true;
    schedule();
  });

  return {
    set(patch) {
      const keys = (Object.keys(patch) as (keyof HeatmapPicture)[]).filter((k) => patch[k] !== picture[k]);
      if (keys.length === 0) return;
      if (keys.some((key) => CELL_KEYS.includes(key))) cellsStale = true;
      picture = { ...picture, ...patch };
      schedule();
    },
    destroy() {
      cancelAnimationFrame(frame);
      observer?.disconnect();
      offTheme();
    },
  };
}
