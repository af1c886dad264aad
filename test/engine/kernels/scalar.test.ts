import { describe, expect, it } from 'vitest';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import type { Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import { expectClose, expectSame } from '../network/networks.ts';

const k = createScalarKernels('float64');

function random(seed: number, length: number, low = -3, high = 3): Floats {
  const x = k.floats(length);
  new Rng(seed).fillUniform(x, low, high);
  return x;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('memory', () => {
  it('is zeros of the kernels’ own precision, and matrices are views of it', () => {
    expect(createScalarKernels().floats(3)).toEqual(new Float32Array(3));
    expect(k.floats(3)).toEqual(new Float64Array(3));
    expect(k.ids(2)).toEqual(new Int32Array(2));
    const values = random(1, 6);
    expect(k.matrix(values, 2, 3)).toEqual({ values, rows: 2, columns: 3 });
    expect(k.matrix(values, 2, 3).values).toBe(values);
  });
});

describe('rows', () => {
  it('are set, added to and summed', () => {
    const out = k.floats(4);
    k.setRows(out, Float64Array.of(1, 2), null);
    expect([...out]).toEqual([1, 2, 1, 2]);
    k.setRows(out, Float64Array.of(1, 2), Float64Array.of(10, 20));
    expect([...out]).toEqual([11, 22, 11, 22]);
    const sum = Float64Array.of(1, 1);
    k.addRowSums(sum, out);
    expect([...sum]).toEqual([23, 45]);
  });

  it('go side by side into wider rows, and are added back', () => {
    const wide = k.floats(6);
    k.setColumns(wide, 3, 0, Float64Array.of(1, 2), 1);
    k.setColumns(wide, 3, 1, Float64Array.of(3, 4, 5, 6), 2);
    expect([...wide]).toEqual([1, 3, 4, 2, 5, 6]);
    const back = Float64Array.of(10, 20, 30, 40);
    k.addColumns(back, 2, wide, 3, 1);
    expect([...back]).toEqual([13, 24, 35, 46]);
  });

  it('gathered are the product with a one-hot matrix plus a bias, and scattered the product with its transpose', () => {
    const tokens = Int32Array.of(2, 0, 2);
    const oneHot = Float64Array.of(0, 0, 1, 1, 0, 0, 0, 0, 1);
    const [W, b] = [random(4, 3 * 5), random(5, 5)];
    const [gathered, product] = [random(6, 15), k.floats(15)];
    k.setGathered(gathered, W, b, null, tokens);
    k.setRows(product, b, null);
    k.addAB([product], oneHot, [k.matrix(W, 3, 5)], 3);
    expectSame(gathered, product);
    const start = random(7, 15);
    const [scattered, transposed] = [start.slice(), start.slice()];
    k.scatterAdd(scattered, W, tokens, 5);
    k.addAtB([transposed], oneHot, [W], 3);
    expectClose(scattered, transposed, 1e-14);
  });
});

describe('activations', () => {
  const x = random(8, 50, -8, 8);

  it.each([
    ['sigmoid', k.sigmoid, sigmoid],
    ['tanh', k.tanh, Math.tanh],
    ['relu', k.relu, (a: number) => Math.max(a, 0)],
  ] as const)('%s is its definition', (_, apply, definition) => {
    const y = x.slice();
    apply(y);
    expectClose(y, x.map(definition), 1e-14);
  });

  it.each([
    ['sigmoid', k.sigmoid, k.sigmoidBackward],
    ['tanh', k.tanh, k.tanhBackward],
    ['relu', k.relu, k.reluBackward],
  ] as const)('%s has the slope of finite differences', (_, apply, backward) => {
    const at = (shift: number): Floats => {
      const y = x.map((a) => a + shift);
      apply(y);
      return y;
    };
    const h = 1e-5;
    const [above, below] = [at(h), at(-h)];
    const d = random(9, x.length);
    const want = d.map((v, i) => (v * (above[i] - below[i])) / (2 * h));
    backward(d, at(0));
    expectClose(d, want, 1e-9);
  });

  it('keep what is not a number, so that a diverged network is seen as one', () => {
    for (const apply of [k.sigmoid, k.tanh, k.relu]) {
      const y = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
      apply(y);
      expect(y[0]).toBeNaN();
      expect(y[1]).toBe(apply === k.relu ? Number.POSITIVE_INFINITY : 1);
    }
  });
});

describe('elementwise products', () => {
  it('multiply, and add to what is there', () => {
    const [a, b, out] = [random(1, 9), random(2, 9), random(3, 9)];
    const want = out.map((o, i) => o + a[i] * b[i]);
    k.addMultiply(out, a, b);
    expectSame(out, want);
    k.multiply(out, a, b);
    expectSame(
      out,
      a.map((x, i) => x * b[i]),
    );
    k.multiply(out, out, b);
    expectSame(
      out,
      a.map((x, i) => x * b[i] * b[i]),
    );
  });

  it('mix two by a third, and take the derivative apart', () => {
    const [z, a, b, d] = [random(1, 9, 0, 1), random(2, 9), random(3, 9), random(4, 9)];
    const out = k.floats(9);
    k.mix(out, z, a, b);
    expectClose(
      out,
      z.map((x, i) => x * a[i] + (1 - x) * b[i]),
      1e-15,
    );
    const [dz, da, db] = [random(5, 9), random(6, 9), random(7, 9)];
    const before = da.slice();
    k.mixBackward(d, z, a, b, dz, da, db);
    expectClose(
      dz,
      d.map((x, i) => x * (a[i] - b[i])),
      1e-15,
    );
    expectClose(
      da,
      d.map((x, i) => before[i] + x * z[i]),
      1e-15,
    );
    expectClose(
      db,
      d.map((x, i) => x * (1 - z[i])),
      1e-15,
    );
  });

  it('scale, and add what is scaled', () => {
    const [x, y] = [random(1, 9), random(2, 9)];
    const want = y.map((v, i) => v + 0.5 * x[i]);
    k.addScaled(y, x, 0.5);
    expectSame(y, want);
    k.scale(y, -2);
    expectSame(
      y,
      want.map((v) => -2 * v),
    );
  });
});

describe('a sum of squares', () => {
  it('goes on where another ended, to the same bits in parts as in one go', () => {
    expect(k.sumOfSquares(Float64Array.of(3, 4))).toBe(25);
    const x = random(1, 3000);
    const parts = k.sumOfSquares(x.subarray(2048), k.sumOfSquares(x.subarray(0, 2048)));
    expect(parts).toBe(k.sumOfSquares(x));
  });
});

describe('cross-entropy', () => {
  it('is −log softmax at the target, and its derivative softmax − one-hot', () => {
    const logits = Float64Array.of(1, 2, 3, 1000, 0, -1000);
    const p = [1, 2, 3].map((x) => Math.exp(x) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    const loss = k.crossEntropy(logits, Int32Array.of(0, 1), 3, 0.5);
    expect(loss).toBeCloseTo(-Math.log(p[0]) + 1000, 10);
    expectClose(logits, [0.5 * (p[0] - 1), 0.5 * p[1], 0.5 * p[2], 0.5, -0.5, 0], 1e-14);
  });

  it('leaves out the rows that are not asked for', () => {
    const logits = Float64Array.of(1, 2, 5, 7, 1, 2);
    const alone = Float64Array.of(1, 2);
    const loss = k.crossEntropy(logits, Int32Array.of(0, -1, 0), 2, 1);
    expect(loss).toBe(2 * k.crossEntropy(alone, Int32Array.of(0), 2, 1));
    expectSame(logits, [...alone, 0, 0, ...alone]);
  });

  it('is not a number where a logit is none', () => {
    expect(k.crossEntropy(Float64Array.of(1, Number.NaN), Int32Array.of(0), 2, 1)).toBeNaN();
  });
});

describe('Adam’s step', () => {
  it('is its formula', () => {
    const s = { factor: 0.5, beta1: 0.9, beta2: 0.99, eps: 1e-8, size: 0.01, root: 0.3 };
    const [g, m, v] = [random(1, 9), random(2, 9), random(3, 9, 0, 2)];
    const wantM = m.map((x, i) => 0.9 * x + 0.1 * 0.5 * g[i]);
    const wantV = v.map((x, i) => 0.99 * x + 0.01 * (0.5 * g[i]) ** 2);
    const want = wantM.map((x, i) => (0.01 * x) / (Math.sqrt(wantV[i]) / 0.3 + 1e-8));
    k.adam(g, m, v, s);
    expectClose(m, wantM, 1e-14);
    expectClose(v, wantV, 1e-14);
    expectClose(g, want, 1e-14);
  });
});
