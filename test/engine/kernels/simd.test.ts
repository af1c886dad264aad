import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type { Kernels } from '../../../engine/kernels/kernels.ts';
import { createSimdKernels, simdBytes } from '../../../engine/kernels/simd/index.ts';
import { probeModules } from '../../../engine/kernels/simd/probe.ts';
import type { Floats } from '../../../engine/math/floats.ts';
import { buildKernels } from '../../../scripts/kernels.mjs';

setFlagsFromString('--experimental-wasm-relaxed-simd');

type Build = 'simd' | 'fma';
const BUILDS = ['simd', 'fma'] as const;
const modules: Partial<Record<Build, WebAssembly.Module>> = {};

beforeAll(async () => {
  const paths = await buildKernels();
  for (const build of BUILDS) modules[build] = new WebAssembly.Module(readFileSync(paths[build]));
});

const MEGABYTE = 2 ** 20;
const kernels = (build: Build, bytes = 8 * MEGABYTE): Kernels =>
  createSimdKernels(modules[build]!, build, { bytes });

/** Reproducible numbers in [−1, 1). */
function randomNumbers(length: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
}

/** An array in the kernels' memory, its front moved by `shift` floats so that vectors straddle cache lines. */
function put(k: Kernels, numbers: readonly number[], shift = 0): Floats {
  const view = k.floats(numbers.length + shift).subarray(shift);
  view.set(numbers);
  return view;
}

function putIds(k: Kernels, ids: readonly number[]): Int32Array {
  const view = k.ids(ids.length);
  view.set(ids);
  return view;
}

/** Each number to within `tolerance` of what it should be, relative to the size of the terms it is made of. */
function expectClose(got: Floats, wanted: readonly number[], tolerance = 1e-5, size = 1): void {
  expect(got.length).toBe(wanted.length);
  for (let i = 0; i < got.length; i++) {
    const bound = tolerance * Math.max(size, Math.abs(wanted[i]));
    if (!(Math.abs(got[i] - wanted[i]) <= bound)) expect([i, got[i]]).toEqual([i, wanted[i]]);
  }
}

const bits = (numbers: Floats): number[] => [
  ...new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length),
];

const shape = fc.record({
  M: fc.integer({ min: 1, max: 41 }),
  K: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 270 })),
  N: fc.integer({ min: 1, max: 70 }),
  seed: fc.nat(),
  shift: fc.integer({ min: 0, max: 3 }),
});
const runs = { numRuns: 40 };

describe.each(BUILDS)('the %s build', (build) => {
  it('multiplies matrices of any shape', () => {
    fc.assert(
      fc.property(shape, ({ M, K, N, seed, shift }) => {
        const k = kernels(build);
        const a = randomNumbers(M * K, seed);
        const ws = [1, 2].map((n) => randomNumbers(K * N, seed + n));
        const start = randomNumbers(M * N, seed + 3);
        const Cs = ws.map(() => put(k, start, shift));
        const Ws = ws.map((w) => k.matrix(put(k, w, shift), K, N));
        k.addAB(Cs, put(k, a, shift), Ws, M);
        ws.forEach((w, n) => {
          const wanted = start.map((c, at) => {
            let sum = c;
            const i = Math.floor(at / N);
            for (let l = 0; l < K; l++) sum += a[i * K + l] * w[l * N + (at % N)];
            return sum;
          });
          expectClose(Cs[n], wanted, 1e-6, K);
        });
      }),
      runs,
    );
  });

  it('multiplies with the transposes of several matrices into one', () => {
    fc.assert(
      fc.property(shape, ({ M, K, N, seed, shift }) => {
        const k = kernels(build);
        const as = [1, 2].map((n) => randomNumbers(M * N, seed + n));
        const ws = [3, 4].map((n) => randomNumbers(K * N, seed + n));
        const start = randomNumbers(M * K, seed);
        const C = put(k, start, shift);
        k.addABt(
          C,
          as.map((a) => put(k, a, shift)),
          ws.map((w) => k.matrix(put(k, w), K, N)),
          M,
        );
        const wanted = start.map((c, at) => {
          let sum = c;
          const i = Math.floor(at / K);
          as.forEach((a, n) => {
            for (let j = 0; j < N; j++) sum += a[i * N + j] * ws[n][(at % K) * N + j];
          });
          return sum;
        });
        expectClose(C, wanted, 1e-6, 2 * N);
      }),
      runs,
    );
  });

  it('multiplies a transpose with several matrices', () => {
    fc.assert(
      fc.property(shape, ({ M: K, K: M, N, seed, shift }) => {
        const k = kernels(build);
        const a = randomNumbers(M * K, seed);
        const bs = [1, 2].map((n) => randomNumbers(M * N, seed + n));
        const start = randomNumbers(K * N, seed + 3);
        const Cs = bs.map(() => put(k, start, shift));
        k.addAtB(
          Cs,
          put(k, a, shift),
          bs.map((b) => put(k, b, shift)),
          M,
        );
        bs.forEach((b, n) => {
          const wanted = start.map((c, at) => {
            let sum = c;
            for (let m = 0; m < M; m++) sum += a[m * K + Math.floor(at / N)] * b[m * N + (at % N)];
            return sum;
          });
          expectClose(Cs[n], wanted, 1e-6, M);
        });
      }),
      runs,
    );
  });

  it('adds nothing where the left operand is all zeros, or its first rows are', () => {
    const [M, K, N] = [3, 4, 5];
    for (const zeros of [0, K, 2 * K, M * K]) {
      const k = kernels(build);
      const a = randomNumbers(M * K, 1).fill(0, 0, zeros);
      const b = randomNumbers(M * N, 2);
      const C = put(k, randomNumbers(K * N, 3));
      const wanted = Array.from(C, (c, at) => {
        let sum = c;
        for (let m = 0; m < M; m++) sum += a[m * K + Math.floor(at / N)] * b[m * N + (at % N)];
        return sum;
      });
      k.addAtB([C], put(k, a), [put(k, b)], M);
      expectClose(C, wanted, 1e-6, M);
    }
  });

  it('gives the same bits row by row as all rows at once, before and after packing', () => {
    fc.assert(
      fc.property(shape, ({ M, K, N, seed }) => {
        const k = kernels(build);
        const A = put(k, randomNumbers(M * K, seed));
        const D = put(k, randomNumbers(M * N, seed + 1));
        const W = k.matrix(put(k, randomNumbers(K * N, seed + 2)), K, N);
        const rowByRow = () => {
          const C = k.floats(M * N);
          const G = k.floats(M * K);
          for (let i = 0; i < M; i++) {
            k.addAB([C.subarray(i * N, (i + 1) * N)], A.subarray(i * K, (i + 1) * K), [W], 1);
            k.addABt(G.subarray(i * K, (i + 1) * K), [D.subarray(i * N, (i + 1) * N)], [W], 1);
          }
          return [...bits(C), ...bits(G)];
        };
        const before = rowByRow();
        const C = k.floats(M * N);
        const G = k.floats(M * K);
        k.addAB([C], A, [W], M);
        k.addABt(G, [D], [W], M);
        const whole = [...bits(C), ...bits(G)];
        expect(before).toEqual(whole);
        expect(rowByRow()).toEqual(whole);
      }),
      runs,
    );
  });

  it('gives the same bits for a gradient in pieces of rows as in one go', () => {
    const [M, K, N] = [777, 19, 21];
    const k = kernels(build);
    const A = put(k, randomNumbers(M * K, 1));
    const B = put(k, randomNumbers(M * N, 2));
    const whole = k.floats(K * N);
    k.addAtB([whole], A, [B], M);
    const pieces = k.floats(K * N);
    for (const [from, to] of [
      [0, 1],
      [1, 300],
      [300, 777],
    ]) {
      k.addAtB([pieces], A.subarray(from * K, to * K), [B.subarray(from * N, to * N)], to - from);
    }
    expect(bits(pieces)).toEqual(bits(whole));
  });

  it('packs again once values have changed', () => {
    const k = kernels(build);
    const W = put(k, randomNumbers(20 * 20, 1));
    const matrix = k.matrix(W, 20, 20);
    const A = put(k, randomNumbers(3 * 20, 2));
    const C = k.floats(3 * 20);
    const D = k.floats(3 * 20);
    k.addAB([C], A, [matrix], 3);
    k.addABt(D, [A], [matrix], 3);
    W.fill(0);
    k.changed();
    C.fill(0);
    D.fill(0);
    k.addAB([C], A, [matrix], 3);
    k.addABt(D, [A], [matrix], 3);
    expect([...C, ...D].every((c) => c === 0)).toBe(true);
  });

  it('writes nowhere but where it should', () => {
    fc.assert(
      fc.property(shape, ({ M, K, N, seed }) => {
        const k = kernels(build);
        const first = k.floats(1).fill(7);
        const A = put(k, randomNumbers(M * K, seed));
        const B = put(k, randomNumbers(M * N, seed + 1));
        const W = put(k, randomNumbers(K * N, seed + 2));
        const before = [...A, ...B, ...W];
        const fenced = (length: number) => {
          const all = k.floats(length + 32).fill(7);
          return {
            fences: [all.subarray(0, 16), all.subarray(length + 16)],
            inner: all.subarray(16, length + 16),
          };
        };
        const [AB, ABt, AtB] = [fenced(M * N), fenced(M * K), fenced(K * N)];
        const matrix = k.matrix(W, K, N);
        k.addAB([AB.inner], A, [matrix], M);
        k.addABt(ABt.inner, [B], [matrix], M);
        k.addAtB([AtB.inner], A, [B], M);
        expect([...A, ...B, ...W]).toEqual(before);
        expect(first[0]).toBe(7);
        for (const { fences } of [AB, ABt, AtB]) {
          for (const fence of fences) expect(fence.every((x) => x === 7)).toBe(true);
        }
      }),
      runs,
    );
  });

  it('keeps its scratch in front of the first array, whatever the number of rows', () => {
    for (const M of [255, 256, 257, 512, 513]) {
      const k = kernels(build);
      const first = k.floats(16).fill(7);
      const [A, B, C] = [k.floats(M * 3), k.floats(M * 20), k.floats(3 * 20)];
      A.fill(1);
      B.fill(2);
      k.addAtB([C], A, [B], M);
      expect([...first].every((x) => x === 7)).toBe(true);
      expect([...C].every((x) => x === 2 * M)).toBe(true);
    }
  });

  const pointwise = fc.record({
    length: fc.integer({ min: 1, max: 37 }),
    seed: fc.nat(),
    shift: fc.integer({ min: 0, max: 3 }),
  });

  it('works element by element on arrays of any length', () => {
    fc.assert(
      fc.property(pointwise, ({ length, seed, shift }) => {
        const k = kernels(build);
        const [x, y, z, w] = [1, 2, 3, 4].map((n) => randomNumbers(length, seed + n));
        const of = (numbers: readonly number[]) => put(k, numbers, shift);
        const after = (change: (d: Floats) => void, start = x) => {
          const d = of(start);
          change(d);
          return d;
        };
        const map = (f: (x: number, y: number, z: number, w: number) => number) =>
          x.map((_, i) => f(x[i], y[i], z[i], w[i]));
        const [Y, Z, W] = [y, z, w].map(of);

        expectClose(
          after(k.relu),
          map((x) => Math.max(x, 0)),
        );
        expectClose(
          after((d) => k.sigmoidBackward(d, Y)),
          map((x, y) => x * y * (1 - y)),
        );
        expectClose(
          after((d) => k.tanhBackward(d, Y)),
          map((x, y) => x * (1 - y * y)),
        );
        expectClose(
          after((d) => k.reluBackward(d, Y)),
          map((x, y) => (y > 0 ? x : 0)),
        );
        expectClose(
          after((d) => k.multiply(d, Y, Z)),
          map((_, y, z) => y * z),
        );
        expectClose(
          after((d) => k.addMultiply(d, Y, Z)),
          map((x, y, z) => x + y * z),
        );
        expectClose(
          after((d) => k.setTanh(d, Y)),
          map((_, y) => Math.tanh(y)),
        );
        expectClose(
          after((d) => k.sumOfProducts(d, Y, Z, W, Y)),
          map((_, y, z, w) => y * z + w * y),
        );
        expectClose(
          after((d) => k.mix(d, Y, Z, W)),
          map((_, y, z, w) => y * z + (1 - y) * w),
        );
        expectClose(
          after((d) => k.scale(d, 0.3)),
          map((x) => 0.3 * x),
        );
        expectClose(
          after((d) => k.addScaled(d, Y, 0.3)),
          map((x, y) => x + 0.3 * y),
        );

        const [left, right] = [of(x), of(x)];
        k.multiplyBackward(of(x), Y, Z, left, right);
        expectClose(
          left,
          map((x, _, z) => x * z),
        );
        expectClose(
          right,
          map((x, y) => x * y),
        );

        const dz = of(x);
        const da = of(x);
        const db = of(x);
        k.mixBackward(of(x), Y, Z, W, dz, da, db);
        expectClose(
          dz,
          map((x, _, z, w) => x * (z - w)),
        );
        expectClose(
          da,
          map((x, y) => x + x * y),
        );
        expectClose(
          db,
          map((x, y) => x * (1 - y)),
        );
      }),
      runs,
    );
  });

  it('works on rows of any length', () => {
    const rowsCase = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      N: fc.integer({ min: 1, max: 35 }),
      seed: fc.nat(),
      shift: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(rowsCase, ({ rows, N, seed, shift }) => {
        const k = kernels(build);
        const V = 4;
        const d = randomNumbers(rows * N, seed);
        const b = randomNumbers(N, seed + 1);
        const w = randomNumbers(V * N, seed + 2);
        const ids = Array.from({ length: rows }, (_, i) => (i * 3 + seed) % V);
        const tokens = putIds(k, ids);
        const B = put(k, b, shift);
        const out = put(k, d, shift);
        const at = (f: (row: number, column: number) => number) =>
          d.map((_, i) => f(Math.floor(i / N), i % N));

        const W = put(k, w, shift);
        const more = put(k, w.slice(0, N), shift);
        k.setRows(out, B, null);
        expectClose(
          out,
          at((_, j) => b[j]),
        );
        k.setRows(out, B, more);
        expectClose(
          out,
          at((_, j) => b[j] + w[j]),
        );
        k.setGathered(out, W, B, null, tokens);
        expectClose(
          out,
          at((row, j) => w[ids[row] * N + j] + b[j]),
        );
        k.setGathered(out, W, B, more, tokens);
        expectClose(
          out,
          at((row, j) => w[ids[row] * N + j] + b[j] + w[j]),
        );

        const wide = put(k, randomNumbers(rows * (N + 5), seed + 3), shift);
        const before = [...wide];
        const start = seed % 6;
        k.setColumns(wide, N + 5, start, put(k, d, shift), N);
        expectClose(
          wide,
          before.map((x, i) => {
            const j = (i % (N + 5)) - start;
            return j >= 0 && j < N ? d[Math.floor(i / (N + 5)) * N + j] : x;
          }),
        );
        const narrow = put(k, d, shift);
        k.addColumns(narrow, N, wide, N + 5, start);
        expectClose(
          narrow,
          d.map((x) => 2 * x),
        );

        const dW = put(k, w, shift);
        k.scatterAdd(dW, put(k, d, shift), tokens, N);
        const scattered = [...w];
        d.forEach((value, i) => {
          scattered[ids[Math.floor(i / N)] * N + (i % N)] += value;
        });
        expectClose(dW, scattered);

        const sum = put(k, b, shift);
        k.addRowSums(sum, put(k, d, shift));
        expectClose(
          sum,
          b.map((value, j) => d.reduce((total, x, i) => (i % N === j ? total + x : total), value)),
        );
      }),
      runs,
    );
  });

  it('takes the cross-entropy of rows, and its derivative, leaving rows without a target out', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 1, max: 9 }),
          V: fc.integer({ min: 1, max: 70 }),
          seed: fc.nat(),
          size: fc.constantFrom(1, 30),
        }),
        ({ rows, V, seed, size }) => {
          const k = kernels(build);
          const logits = randomNumbers(rows * V, seed).map((x) => Math.fround(size * x));
          const targets = Array.from({ length: rows }, (_, i) => (i % 4 === 2 ? -1 : (i * 5 + seed) % V));
          const L = put(k, logits, 1);
          const loss = k.crossEntropy(L, putIds(k, targets), V, 0.5);
          let wantedLoss = 0;
          const wanted = logits.map(() => 0);
          targets.forEach((target, i) => {
            if (target < 0) return;
            const row = logits.slice(i * V, (i + 1) * V);
            const sum = row.reduce((total, x) => total + Math.exp(x), 0);
            wantedLoss += Math.log(sum) - row[target];
            row.forEach((x, j) => {
              wanted[i * V + j] = 0.5 * (Math.exp(x) / sum - (j === target ? 1 : 0));
            });
          });
          expect(Math.abs(loss - wantedLoss)).toBeLessThanOrEqual(1e-6 * Math.max(1, wantedLoss));
          expectClose(L, wanted, 1e-6);
        },
      ),
      runs,
    );
  });

  it('says that a loss is not a number', () => {
    const k = kernels(build);
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(k.crossEntropy(put(k, [0, 1, broken, 0, 2]), putIds(k, [1]), 5, 1)).toBeNaN();
    }
  });

  it('sums squares, in parts as in one go', () => {
    const k = kernels(build);
    for (const length of [1, 3, 1023, 1024, 5000]) {
      const numbers = randomNumbers(length, length);
      const x = put(k, numbers);
      const whole = k.sumOfSquares(x);
      expect(whole).toBeCloseTo(
        numbers.reduce((sum, x) => sum + x * x, 0),
        3,
      );
      const split = Math.min(length, 2048);
      expect(k.sumOfSquares(x.subarray(split), k.sumOfSquares(x.subarray(0, split)))).toBe(whole);
    }
    expect(k.sumOfSquares(put(k, [1, Number.NaN, 2, 3, 4]))).toBeNaN();
    expect(k.sumOfSquares(put(k, [1, 2, 3, 4, Number.NEGATIVE_INFINITY]))).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes Adam’s step', () => {
    const k = kernels(build);
    const s = { factor: 0.5, beta1: 0.9, beta2: 0.999, eps: 1e-8, size: 0.01, root: 0.3 };
    for (const length of [1, 4, 11]) {
      const [g, m] = [1, 2].map((seed) => randomNumbers(length, seed));
      const v = randomNumbers(length, 3).map(Math.abs);
      const [G, M, V] = [g, m, v].map((numbers) => put(k, numbers));
      k.adam(G, M, V, s);
      const newM = g.map((x, i) => 0.9 * m[i] + 0.1 * 0.5 * x);
      const newV = g.map((x, i) => 0.999 * v[i] + 0.001 * (0.5 * x) ** 2);
      expectClose(M, newM);
      expectClose(V, newV);
      expectClose(
        G,
        newM.map((m, i) => (0.01 * m) / (Math.sqrt(newV[i]) / 0.3 + 1e-8)),
      );
    }
  });

  it.each([
    ['sigmoid', (x: number) => 1 / (1 + Math.exp(-x))],
    ['tanh', Math.tanh],
  ] as const)('has %s to a relative error of 4e-7, tails included', (name, exact) => {
    const k = kernels(build);
    const points: number[] = [];
    for (let x = -87; x <= 87; x += 0.00173) points.push(Math.fround(x));
    for (let x = -1; x <= 1; x += 0.0000517) points.push(Math.fround(x));
    for (let e = -126; e < 6; e++) points.push(2 ** e, -1.75 * 2 ** e);
    const x = put(k, points);
    k[name](x);
    let worst = 0;
    points.forEach((point, i) => {
      const wanted = exact(point);
      if (Math.abs(wanted) > 2 ** -126) worst = Math.max(worst, Math.abs(x[i] / wanted - 1));
    });
    expect(worst).toBeLessThan(4e-7);
    expect(x.every((y) => Math.abs(y) <= 1)).toBe(true);
  });

  it('keeps to the ends of sigmoid and tanh, and lets NaN through', () => {
    const k = kernels(build);
    const far = [Number.NEGATIVE_INFINITY, -1e30, -200, 200, 1e30, Number.POSITIVE_INFINITY, Number.NaN];
    const s = put(k, far);
    k.sigmoid(s);
    expect([...s]).toEqual([0, 0, 0, 1, 1, 1, Number.NaN]);
    const t = put(k, far);
    k.tanh(t);
    expect([...t]).toEqual([-1, -1, -1, 1, 1, 1, Number.NaN]);
    const r = put(k, [Number.NaN, -1]);
    k.relu(r);
    expect([...r]).toEqual([Number.NaN, 0]);
  });

  it('hands out exactly what was counted, then says that memory is out', () => {
    const need = { floats: 1000 + 7, ids: 50, arrays: 3, matrices: [[30, 50]] as const };
    const k = kernels(build, simdBytes(need));
    const values = k.floats(1000);
    k.floats(7);
    k.ids(50);
    k.matrix(values, 30, 50);
    try {
      for (let i = 0; i < 40; i++) k.floats(64);
      expect.unreachable('more than was counted');
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      expect(error).toMatchObject({ code: 'out-of-memory', params: { limit: simdBytes(need) } });
    }
  });
});

describe('the simd build alone', () => {
  it('gives the same bits on every machine', () => {
    const k = kernels('simd');
    const [M, K, N] = [13, 37, 29];
    const A = put(k, randomNumbers(M * K, 1));
    const W = put(k, randomNumbers(K * N, 2));
    const C = put(k, randomNumbers(M * N, 3));
    const targets = putIds(
      k,
      Array.from({ length: M }, (_, i) => (i * 7) % N),
    );
    k.tanh(A);
    k.addAB([C], A, [k.matrix(W, K, N)], M);
    k.sigmoid(W);
    k.addABt(A, [C], [k.matrix(W, K, N)], M);
    const loss = k.crossEntropy(C, targets, N, 1 / M);
    k.addAtB([W], A, [C], M);
    const digest = createHash('sha256');
    for (const numbers of [A, W, C, Float64Array.of(loss, k.sumOfSquares(W))]) {
      digest.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    }
    expect(digest.digest('hex').slice(0, 16)).toBe('f56fb8d9231a2d62');
  });
});

describe('both builds', () => {
  it('are found to work by the probe', () => {
    expect(probeModules(modules)).toEqual({ available: ['simd', 'fma'] });
  });

  it('are told apart by the probe, which never throws', () => {
    expect(probeModules({ simd: modules.fma, fma: modules.simd })).toEqual({ available: [] });
    expect(probeModules({})).toEqual({ available: [] });
    expect(probeModules({ simd: {} as WebAssembly.Module })).toEqual({ available: [] });
  });
});
