/** Copies of matrices in the order in which the micro-kernel reads them: panels of 16 columns, k by k. */
import { bytes } from './lanes';

/** Columns of a panel, and the bytes of one of its rows: a cache line. */
export const PANEL_WIDTH: i32 = 16;
export const PANEL_STEP: usize = 64;

/** One panel [steps][16] of `columns` ≤ 16 columns that begin at `from`, rows `row` bytes apart; the rest zeros. */
export function packPanel(to: usize, from: usize, row: usize, steps: i32, columns: i32): void {
  const end = to + <usize>steps * PANEL_STEP;
  if (columns === PANEL_WIDTH) {
    for (; to < end; to += PANEL_STEP, from += row) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
    }
    return;
  }
  const used = bytes(columns);
  for (; to < end; to += PANEL_STEP, from += row) {
    let at: usize = 0;
    for (; at < used; at += 4) store<f32>(to + at, load<f32>(from + at));
    for (; at < PANEL_STEP; at += 4) store<f32>(to + at, 0);
  }
}

/** W [K, N] → panels [⌈N/16⌉][K][16]. */
export function pack(panels: usize, W: usize, K: i32, N: i32): void {
  for (let j = 0; j < N; j += PANEL_WIDTH) {
    packPanel(panels, W + bytes(j), bytes(N), K, min<i32>(PANEL_WIDTH, N - j));
    panels += <usize>K * PANEL_STEP;
  }
}

/** A block of 4 × 4 floats, transposed: rows `row` bytes apart become rows of a panel. */
@inline
function transpose4(to: usize, from: usize, row: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + row);
  const r2 = v128.load(from + 2 * row);
  const r3 = v128.load(from + 3 * row);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + PANEL_STEP, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * PANEL_STEP, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * PANEL_STEP, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** W [K, N] → panels of its transpose, [⌈K/16⌉][N][16]. */
export function packTransposed(panels: usize, W: usize, K: i32, N: i32): void {
  const row = bytes(N);
  const whole = N & ~3;
  for (let k = 0; k < K; k += PANEL_WIDTH) {
    const columns = min<i32>(PANEL_WIDTH, K - k);
    let column = 0;
    for (; column + 4 <= columns; column += 4) {
      let to = panels + bytes(column);
      let from = W + <usize>(k + column) * row;
      for (let n = 0; n < whole; n += 4, to += 4 * PANEL_STEP, from += 16) transpose4(to, from, row);
      for (let n = whole; n < N; n++, to += PANEL_STEP, from += 4) {
        for (let lane: usize = 0; lane < 4; lane++) store<f32>(to + 4 * lane, load<f32>(from + lane * row));
      }
    }
    for (; column < PANEL_WIDTH; column++) {
      let to = panels + bytes(column);
      let from = W + <usize>(k + column) * row;
      for (let n = 0; n < N; n++, to += PANEL_STEP, from += 4) {
        store<f32>(to, column < columns ? load<f32>(from) : 0);
      }
    }
    panels += <usize>N * PANEL_STEP;
  }
}
