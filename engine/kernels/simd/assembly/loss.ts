/** Softmax cross-entropy, and its derivative in place of the logits. */
import { all, bytes, loadOne, storeOne, sumOfLanes, wholeBytes } from './lanes';
import { expOfMinus, logOf } from './math';

/** max over row [V]; NaN is passed over, and comes out of the exponentials. */
@inline
function maxOf(row: usize, V: i32): f32 {
  const end = row + bytes(V);
  let largest = all(-Infinity);
  for (const whole = row + wholeBytes(V); row < whole; row += 16)
    largest = f32x4.pmax(largest, v128.load(row));
  for (; row < end; row += 4) largest = f32x4.pmax(largest, loadOne(row));
  largest = f32x4.pmax(largest, v128.shuffle<f32>(largest, largest, 2, 3, 0, 1));
  largest = f32x4.pmax(largest, v128.shuffle<f32>(largest, largest, 1, 0, 3, 2));
  return f32x4.extract_lane(largest, 0);
}

/** row = e^(row − largest), and the sum of it. */
@inline
function exponentiate(row: usize, V: i32, largest: f32): f32 {
  const end = row + bytes(V);
  const shift = all(largest);
  let sums = all(0);
  for (const whole = row + wholeBytes(V); row < whole; row += 16) {
    const e = expOfMinus(f32x4.sub(shift, v128.load(row)));
    v128.store(row, e);
    sums = f32x4.add(sums, e);
  }
  let sum = sumOfLanes(sums);
  for (; row < end; row += 4) {
    const e = expOfMinus(f32x4.sub(shift, loadOne(row)));
    storeOne(row, e);
    sum += f32x4.extract_lane(e, 0);
  }
  return sum;
}

/** row *= factor. */
@inline
function scaleRow(row: usize, V: i32, factor: f32): void {
  const end = row + bytes(V);
  const factors = all(factor);
  for (const whole = row + wholeBytes(V); row < whole; row += 16) {
    v128.store(row, f32x4.mul(v128.load(row), factors));
  }
  for (; row < end; row += 4) store<f32>(row, load<f32>(row) * factor);
}

/** Sums whose logarithm is taken at once, as that of their product: up to 65,536 classes it fits into a double. */
const TOGETHER: i32 = 8;

/**
 * Σ_i −log softmax(row i)[targets[i]] over logits [rows, V], rows with target −1 left out:
 * −log softmax(o)_y = log Σ_j e^(o_j − m) + m − o_y with m = max o; its derivative is softmax(o) − onehot(y),
 * here times `scale`, zero in the rows left out.
 */
export function crossEntropy(logits: usize, targets: usize, rows: i32, V: i32, scale: f32): f64 {
  let loss: f64 = 0;
  let product: f64 = 1;
  let factors: i32 = 0;
  const row = bytes(V);
  for (const end = logits + <usize>rows * row; logits < end; logits += row, targets += 4) {
    const target = load<i32>(targets);
    if (target < 0) {
      memory.fill(logits, 0, row);
      continue;
    }
    const at = logits + bytes(target);
    const largest = maxOf(logits, V);
    const chosen = load<f32>(at);
    const sum = exponentiate(logits, V, largest);
    loss += <f64>largest - <f64>chosen;
    product *= <f64>sum;
    factors++;
    if (factors == TOGETHER) {
      loss += logOf(product);
      product = 1;
      factors = 0;
    }
    scaleRow(logits, V, scale / sum);
    store<f32>(at, load<f32>(at) - scale);
  }
  return loss + logOf(product);
}
