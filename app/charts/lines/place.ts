/** Moves labels at heights `ys` apart to at least `gap`, keeping their order and staying inside [top, bottom]. */
export function spread(ys: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = ys.map((_, i) => i).sort((a, b) => ys[a] - ys[b]);
  const placed = ys.slice();
  let floor = top;
  for (const i of order) {
    placed[i] = Math.max(placed[i], floor);
    floor = placed[i] + gap;
  }
  let ceiling = bottom;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i], ceiling);
    ceiling = placed[i] - gap;
  }
  return placed;
}

/**
 * In which of `rows` lines each label of left edge `xs` and width `widths` can be written, the first being 0; −1
 * where none has room. First come first served.
 */
export function rowsOf(xs: readonly number[], widths: readonly number[], rows: number): number[] {
  const ends = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  return xs.map((x, i) => {
    const row = ends.findIndex((end) => x >= end + 6);
    if (row >= 0) ends[row] = x + widths[i];
    return row;
  });
}

/** An SVG path through pixel positions, broken where one is not finite. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  let open = false;
  let path = '';
  for (const [x, y] of points) {
    const finite = Number.isFinite(x) && Number.isFinite(y);
    if (finite) path += `${open ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    open = finite;
  }
  return path;
}

/** About how wide a label is at 12 px: Chinese characters are square. */
export const textWidth = (text: string): number =>
  Array.from(text).reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) > 0x2e7f ? 12 : 6.8), 0);
