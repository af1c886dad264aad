import { describe, expect, it } from 'vitest';
import { type AnyCell, type Hook, QUANTITIES } from '../../../engine/cells/cell.ts';
import { CELL_NAMES, type CellChoice, cellOf } from '../../../engine/cells/registry.ts';
import { createScalarKernels } from '../../../engine/kernels/scalar/index.ts';
import type { Floats } from '../../../engine/math/floats.ts';
import { Rng } from '../../../engine/math/random.ts';
import { createStore } from '../../../engine/network/layout.ts';
import { CELLS, expectClose, expectSame } from '../network/networks.ts';

const [N, I, H] = [3, 2, 4];
const kernels = createScalarKernels('float64');

/** One timestep of one cell, its arrays by name, with random numbers. */
function timestep(choice: CellChoice, seed = 1) {
  const cell = cellOf(choice);
  const rng = new Rng(seed);
  const random = (length: number): Floats => {
    const x = kernels.floats(length);
    rng.fillUniform(x, -1, 1);
    return x;
  };
  const store = createStore(kernels, cell.shapes(I, H), true);
  rng.fillUniform(store.all, -1, 1);
  const arrays: Record<string, Floats> = {};
  for (const name of cell.states) {
    arrays[`${name}0`] = random(N * H);
    for (const other of [name, `d${name}`, `d${name}0`]) arrays[other] = kernels.floats(N * H);
  }
  for (const name of [...cell.forwardNames, ...cell.backwardNames]) arrays[name] = kernels.floats(N * H);
  const X = { tokens: null, vectors: random(N * I), gradient: kernels.floats(N * I) };
  const step = cell.step((name) => arrays[name], X, N);
  return { cell, store, arrays, X, step, parameters: cell.parameters(store.part('')) };
}

type Timestep = ReturnType<typeof timestep>;
type Rows = number[][];

const rowsOf = (x: Floats, width: number): Rows =>
  Array.from({ length: x.length / width }, (_, i) => Array.from(x.subarray(i * width, (i + 1) * width)));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The equations, number by number: what a timestep should have by name, [N, H]. */
function equations(choice: CellChoice, { store, arrays, X }: Timestep): Record<string, Rows> {
  const at = (name: string): Floats => store.views[name];
  const product = (a: Rows, name: string): Rows => {
    const W = rowsOf(at(name), H);
    return a.map((row) => W[0].map((_, j) => row.reduce((sum, x, i) => sum + x * W[i][j], 0)));
  };
  const map = (f: (...xs: number[]) => number, ...of: Rows[]): Rows =>
    of[0].map((row, i) => row.map((_, j) => f(...of.map((x) => x[i][j]))));
  const bias = (name: string): Rows => {
    const b = at(name);
    return Array.from({ length: N }, () => (b ? Array.from(b) : new Array<number>(H).fill(0)));
  };
  const add = (...of: Rows[]): Rows => map((...xs) => xs.reduce((sum, x) => sum + x), ...of);
  const [x, h] = [rowsOf(X.vectors, I), rowsOf(arrays.H0, H)];
  const sum = (gate: string, second: string): Rows =>
    add(product(x, `Wx${gate}`), product(h, `Wh${gate}`), bias(`b${gate}`), bias(second));

  if (choice.cell === 'rnn') {
    const phi = choice.activation === 'tanh' ? Math.tanh : (a: number) => Math.max(a, 0);
    return { H: map(phi, sum('h', 'bhh')) };
  }
  if (choice.cell === 'gru') {
    const R = map(sigmoid, sum('r', 'bhr'));
    const Z = map(sigmoid, sum('z', 'bhz'));
    const multiply = (a: number, b: number): number => a * b;
    const hidden =
      choice.reset === 'before'
        ? add(product(map(multiply, R, h), 'Whh'), bias('bhn'))
        : map(multiply, R, add(product(h, 'Whh'), bias('bhn')));
    const C = map(Math.tanh, add(product(x, 'Wxh'), bias('bh'), hidden));
    return { R, Z, C, H: map((z, before, c) => z * before + (1 - z) * c, Z, h, C) };
  }
  const [input, forget, output] = ['i', 'f', 'o'].map((gate) => map(sigmoid, sum(gate, `bh${gate}`)));
  const G = map(Math.tanh, sum('c', 'bhc'));
  const C = map((f, c, i, g) => f * c + i * g, forget, rowsOf(arrays.C0, H), input, G);
  return { I: input, F: forget, O: output, G, C, H: map((o, c) => o * Math.tanh(c), output, C) };
}

const arrayOf = (cell: AnyCell, quantity: string): string =>
  cell.quantities[quantity as keyof typeof cell.quantities]!;

describe.each(Object.entries(CELLS))('%s', (_, choice) => {
  it('computes its equation', () => {
    const given = timestep(choice);
    given.cell.forward(kernels, given.parameters, given.step, null);
    for (const [name, want] of Object.entries(equations(choice, given))) {
      expectClose(given.arrays[name], want.flat(), 1e-14, name);
    }
  });

  it('takes a token for its one-hot vector', () => {
    const [a, b] = [timestep(choice), timestep(choice)];
    a.X.vectors.set([1, 0, 0, 1, 1, 0]);
    const tokens = { tokens: Int32Array.of(0, 1, 0), vectors: null, gradient: null };
    const step = b.cell.step((name) => b.arrays[name], tokens, N);
    a.cell.forward(kernels, a.parameters, a.step, null);
    b.cell.forward(kernels, b.parameters, step, null);
    expectClose(b.arrays.H, a.arrays.H, 1e-15);
  });

  it('lists every quantity in the order it is computed, and lets each be clamped', () => {
    const given = timestep(choice);
    const calls: string[] = [];
    const hook: Hook = {
      forward: (name, values) => {
        calls.push(name);
        values.fill(0.25);
      },
      backward: (name) => {
        calls.push(`d${name}`);
      },
    };
    const names = Object.values(given.cell.quantities);
    expect(Object.keys(given.cell.quantities).every((name) => QUANTITIES.includes(name as 'cell'))).toBe(
      true,
    );
    given.cell.forward(kernels, given.parameters, given.step, hook);
    expect(calls).toEqual(names);
    for (const name of names) expect(given.arrays[name].every((x) => x === 0.25)).toBe(true);
    calls.length = 0;
    given.cell.backward(kernels, given.parameters, given.step, hook);
    expect([...calls].sort()).toEqual(names.map((name) => `d${name}`).sort());
    expect(calls[0]).toBe('dH');
  });

  it('tells of which terms a pre-activation is the sum', () => {
    const given = timestep(choice);
    const { cell, arrays, store, X } = given;
    cell.forward(kernels, given.parameters, given.step, null);
    for (const { quantity, input, recurrent, biases, of, product } of cell.terms) {
      const sum = kernels.floats(N * H);
      const matrix = store.part('').matrix;
      if (product) kernels.multiply(sum, arrays.R, arrays[product]);
      else kernels.addAB([sum], arrays[of ?? 'H0'], [matrix(recurrent)], N);
      kernels.addAB([sum], X.vectors, [matrix(input)], N);
      for (const name of biases) {
        const rows = kernels.floats(N * H);
        kernels.setRows(rows, store.views[name], null);
        kernels.addScaled(sum, rows, 1);
      }
      const isTanh = quantity === 'candidate' || quantity === 'candidateCell' || quantity === 'hidden';
      if (!isTanh) kernels.sigmoid(sum);
      else if (choice.activation === 'relu') kernels.relu(sum);
      else kernels.tanh(sum);
      expectClose(sum, arrays[arrayOf(cell, quantity)], 1e-14, quantity);
    }
  });

  it('has as many recurrent products as it says, and names its bias and its gate of keeping', () => {
    const { cell, store } = timestep(choice);
    const shapes = Object.entries(cell.shapes(7, 5));
    const recurrent = shapes.filter(([name, shape]) => name.startsWith('Wh') && shape.join() === '5,5');
    expect(recurrent).toHaveLength(cell.products);
    expect(shapes.filter(([, shape]) => shape.join() === '7,5')).toHaveLength(cell.products);
    expect(shapes.every(([, shape]) => shape.length === 2 || shape.join() === '5')).toBe(true);
    if (cell.keepBias) expect(store.views[cell.keepBias]).toHaveLength(H);
    if (cell.keepGate) expect(cell.forwardNames).toContain(arrayOf(cell, cell.keepGate));
    expect(cell.keepBias === null).toBe(cell.keepGate === null);
  });

  it('keeps its state when the bias of keeping is large', () => {
    const given = timestep(choice);
    const { cell, arrays, store } = given;
    if (!cell.keepBias) return;
    store.views[cell.keepBias].fill(50);
    if (store.views.bi) store.views.bi.fill(-50);
    cell.forward(kernels, given.parameters, given.step, null);
    const carried = cell.states.at(-1)!;
    expectClose(arrays[carried], arrays[`${carried}0`], 1e-12);
  });

  it('adds to the derivatives by the state before and by the input, and to the gradients', () => {
    const given = timestep(choice);
    const { cell, arrays, X } = given;
    const gradients = createStore(kernels, cell.shapes(I, H), false);
    const run = (): number[] => {
      cell.forward(kernels, given.parameters, given.step, null);
      arrays.dH.fill(0.5);
      if (arrays.dC0) arrays.dC.fill(0.25);
      cell.backward(kernels, given.parameters, given.step, null);
      cell.gradients(kernels, cell.parameters(gradients.part('')), given.step);
      return [...arrays.dH0, ...X.gradient, ...gradients.all];
    };
    const once = run();
    expectClose(
      run(),
      once.map((x) => 2 * x),
      1e-14,
    );
  });
});

describe('two biases', () => {
  it.each(['rnn', 'gru', 'lstm'] as const)('are the function of one, their sum (%s)', (cell) => {
    const choice: CellChoice = { cell, activation: 'tanh', reset: 'before', biases: 'two' };
    const two = timestep(choice);
    const one = timestep({ ...choice, biases: 'one' });
    for (const name of Object.keys(one.store.views)) one.store.views[name].set(two.store.views[name]);
    const second = { bh: cell === 'rnn' ? 'bhh' : 'bhn', br: 'bhr', bz: 'bhz' } as Record<string, string>;
    for (const name of Object.keys(one.store.views).filter((name) => name.startsWith('b'))) {
      const other = two.store.views[second[name] ?? `bh${name.slice(1)}`];
      kernels.addScaled(one.store.views[name], other, 1);
    }
    for (const name of two.cell.states) one.arrays[`${name}0`].set(two.arrays[`${name}0`]);
    one.X.vectors.set(two.X.vectors);
    for (const { cell, parameters, step } of [one, two]) cell.forward(kernels, parameters, step, null);
    expectClose(one.arrays.H, two.arrays.H, 1e-14);
  });
});

describe('the reset gate', () => {
  it('acts alike before and after the product where a unit reads only itself', () => {
    const states = (['before', 'after'] as const).map((reset) => {
      const given = timestep({ cell: 'gru', activation: 'tanh', reset, biases: 'two' });
      given.store.views.Whh.fill(0);
      for (let j = 0; j < H; j++) given.store.views.Whh[j * H + j] = 1 - j;
      given.store.views.bhn.fill(0);
      given.cell.forward(kernels, given.parameters, given.step, null);
      return given.arrays.H;
    });
    expectClose(states[0], states[1], 1e-14);
  });

  it('acts otherwise where units read each other', () => {
    const [before, after] = (['before', 'after'] as const).map((reset) => {
      const given = timestep({ cell: 'gru', activation: 'tanh', reset, biases: 'two' });
      given.cell.forward(kernels, given.parameters, given.step, null);
      return given.arrays.H;
    });
    expect(Math.max(...before.map((x, i) => Math.abs(x - after[i])))).toBeGreaterThan(0.01);
  });
});

describe('the registry', () => {
  it('has every cell by name', () => {
    expect(CELL_NAMES).toEqual(['rnn', 'gru', 'lstm']);
    for (const cell of CELL_NAMES) {
      const { states } = cellOf({ cell, activation: 'tanh', reset: 'before', biases: 'one' });
      expectSame([states.length], [cell === 'lstm' ? 2 : 1]);
    }
  });
});
