import { describe, expect, it } from 'vitest';
import { Batches, type Partition } from '../../../engine/data/batches.ts';
import { Rng } from '../../../engine/math/random.ts';
import { errorOf } from '../fixtures.ts';

const [T, B] = [5, 3];
const tokens = Uint16Array.from({ length: 203 }, (_, i) => i);

function collect(partition: Partition, count: number, row = tokens) {
  const batches = new Batches(row, partition, T, B, new Rng(1));
  const inputs = new Int32Array(T * B);
  const targets = new Int32Array(T * B);
  const list = Array.from({ length: count }, () => {
    const zero = batches.next(inputs, targets);
    const lanes = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => inputs[t * B + b]));
    return { zero, lanes, inputs: [...inputs], targets: [...targets] };
  });
  return { batches, list };
}

describe.each(['sequential', 'random'] as const)('%s partitioning', (partition) => {
  it('gives each token the one after it as its target', () => {
    for (const { inputs, targets } of collect(partition, 40).list) {
      expect(targets).toEqual(inputs.map((token) => token + 1));
    }
  });
  it('reads no token twice in an epoch, and leaves few unread', () => {
    const { batches, list } = collect(partition, 13);
    expect(batches.stepsPerEpoch).toBe(13);
    const read = list.flatMap(({ inputs }) => inputs);
    expect(new Set(read).size).toBe(read.length);
    expect(read.length).toBe(195);
  });
  it('starts each epoch at another offset, inside one window', () => {
    const { list } = collect(partition, 13 * 20);
    const smallest = Array.from({ length: 20 }, (_, e) =>
      list.slice(13 * e, 13 * (e + 1)).flatMap((x) => x.inputs),
    );
    const offsets = smallest.map((read) => Math.min(...read) % T);
    expect(new Set(offsets).size).toBeGreaterThan(1);
  });
  it('works with the fewest tokens it accepts, and refuses fewer', () => {
    const least = tokens.subarray(0, T * B + 1);
    expect(collect(partition, 5, least).batches.stepsPerEpoch).toBe(1);
    expect(errorOf(() => collect(partition, 1, least.subarray(1))).code).toBe('argument-invalid');
  });
  it('comes back to a state with the same minibatches', () => {
    const batches = new Batches(tokens, partition, T, B, new Rng(1));
    const inputs = new Int32Array(T * B);
    const targets = new Int32Array(T * B);
    for (let i = 0; i < 13; i++) {
      const { state } = batches;
      const zero = batches.next(inputs, targets);
      const first = [...inputs];
      batches.state = state;
      expect(batches.next(inputs, targets)).toBe(zero);
      expect([...inputs]).toEqual(first);
    }
  });
});

describe('sequential partitioning', () => {
  it('carries every lane on from minibatch to minibatch', () => {
    const { list } = collect('sequential', 13);
    for (let i = 1; i < 13; i++) {
      for (const [b, lane] of list[i].lanes.entries()) expect(lane[0]).toBe(list[i - 1].lanes[b]![T - 1] + 1);
    }
  });
  it('starts at the zero state once an epoch', () => {
    const zeros = collect('sequential', 27).list.map(({ zero }) => zero);
    expect(zeros.flatMap((zero, i) => (zero ? [i] : []))).toEqual([0, 13, 26]);
  });
});

describe('random partitioning', () => {
  it('starts every window at the zero state, in a shuffled order', () => {
    const { list } = collect('random', 13);
    expect(list.every(({ zero }) => zero)).toBe(true);
    const starts = list.flatMap(({ lanes }) => lanes.map((lane) => lane[0]));
    expect(starts).not.toEqual(starts.toSorted((a, b) => a - b));
  });
});
