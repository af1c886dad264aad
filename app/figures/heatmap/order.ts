/** Orders of the H units for display. Row `r` shows unit `order[r]`. All are deterministic. */

export const indexOrder = (H: number): Int32Array => Int32Array.from({ length: H }, (_, unit) => unit);

/** Where each unit stands: `positions[order[r]] = r`. */
export function positionsOf(order: Int32Array): Int32Array {
  const positions = new Int32Array(order.length);
  order.forEach((unit, row) => {
    positions[unit] = row;
  });
  return positions;
}

/** Largest mean over time first; equal means by number. `values` is [T, H]. */
export function meanOrder(values: Float32Array, T: number, H: number): Int32Array {
  const sums = new Float64Array(H);
  for (let t = 0; t < T; t++) for (let u = 0; u < H; u++) sums[u] += values[t * H + u];
  return indexOrder(H).sort((a, b) => sums[b] - sums[a] || a - b);
}

/**
 * Units that move together stand together: a chain that starts from the most correlated pair and grows, at
 * whichever end fits better, by the nearest unit left. O(H²T). `values` is [T, H].
 */
export function similarityOrder(values: Float32Array, T: number, H: number): Int32Array {
  if (H < 3) return indexOrder(H);
  const likeness = correlations(values, T, H);
  const left = new Set(indexOrder(H));
  const nearest = (unit: number) => {
    let best = -1;
    for (const other of left) {
      if (best < 0 || likeness[unit * H + other] > likeness[unit * H + best]) best = other;
    }
    return best;
  };
  let [head, tail] = closestPair(likeness, H);
  const [before, after] = [[head], [tail]];
  left.delete(head);
  left.delete(tail);
  while (left.size > 0) {
    const [h, t] = [nearest(head), nearest(tail)];
    if (likeness[head * H + h] > likeness[tail * H + t]) {
      before.push(h);
      head = h;
      left.delete(h);
    } else {
      after.push(t);
      tail = t;
      left.delete(t);
    }
  }
  return Int32Array.from([...before.reverse(), ...after]);
}

/** Pearson's correlation over time of every pair of units, [H, H]; zero for a unit that never moves. */
function correlations(values: Float32Array, T: number, H: number): Float64Array {
  const rows = Array.from({ length: H }, (_, u) => standardised(values, T, H, u));
  const matrix = new Float64Array(H * H);
  for (let a = 0; a < H; a++) {
    for (let b = a; b < H; b++) {
      let dot = 0;
      for (let t = 0; t < T; t++) dot += rows[a][t] * rows[b][t];
      matrix[a * H + b] = dot;
      matrix[b * H + a] = dot;
    }
  }
  return matrix;
}

function standardised(values: Float32Array, T: number, H: number, unit: number): Float64Array {
  const row = Float64Array.from({ length: T }, (_, t) => values[t * H + unit]);
  const mean = row.reduce((sum, v) => sum + v, 0) / T;
  const norm = Math.sqrt(row.reduce((sum, v) => sum + (v - mean) ** 2, 0));
  return row.map((v) => (norm > 0 ? (v - mean) / norm : 0));
}

function closestPair(likeness: Float64Array, H: number): [number, number] {
  let best: [number, number] = [0, 1];
  for (let a = 0; a < H; a++) {
    for (let b = a + 1; b < H; b++) {
      if (likeness[a * H + b] > likeness[best[0] * H + best[1]]) best = [a, b];
    }
  }
  return best;
}
