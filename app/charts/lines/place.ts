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

/** Which labels of left edge `xs` and width `widths` can be written on one line, first come first served. */
export function fitting(xs: readonly number[], widths: readonly number[]): boolean[] {
  let end = Number.NEGATIVE_INFINITY;
  return xs.map((x, i) => {
    if (x < end + 6) return false;
    end = x + widths[i];
    return true;
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
