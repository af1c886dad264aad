import { describe, expect, it } from 'vitest';
import { GATE_DARK, GATE_LIGHT, STATE_DARK, STATE_LIGHT } from '../../app/charts/colours.ts';
import { cellAt, cellEdge, entryOf, paintCells } from '../../app/charts/heatmap/cells.ts';
import { rowsOf, spread } from '../../app/charts/lines/place.ts';
import { smooth, thin } from '../../app/charts/smooth.ts';
import { GATE_TABLE } from '../../app/charts/tables.ts';
import { lossAxis, perplexityTicks, positionOn, stepAxis } from '../../app/charts/ticks.ts';

type Lab = readonly [L: number, a: number, b: number];

/** sRGB to OKLab (Ottosson, 2020), written out again so that the table is not judged by its own maker. */
function oklab(hex: string): Lab {
  const [r, g, b] = [0, 2, 4].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const labs = (hex: string): Lab[] =>
  Array.from({ length: 256 }, (_, i) => oklab(hex.slice(6 * i, 6 * i + 6)));
const difference = (p: Lab, q: Lab) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** Path lengths of 16 stretches of 15 steps: longer than the rounding to whole bytes, short enough to be local. */
const stretches = (table: readonly Lab[]) =>
  Array.from({ length: 16 }, (_, s) => difference(table[s * 15], table[s * 15 + 15]));

describe('the colour tables', () => {
  const tables = { GATE_LIGHT, GATE_DARK, STATE_LIGHT, STATE_DARK };

  it.each(Object.entries(tables))('%s has 256 colours in near-uniform steps', (name, hex) => {
    expect(hex).toHaveLength(256 * 6);
    const lengths = stretches(labs(hex)).filter((_, s) => !name.startsWith('STATE') || s !== 8);
    const mean = lengths.reduce((sum, d) => sum + d, 0) / lengths.length;
    for (const length of lengths) expect(Math.abs(length / mean - 1)).toBeLessThan(0.12);
  });

  it.each(['GATE_LIGHT', 'GATE_DARK'] as const)('%s is monotone in lightness', (name) => {
    const L = labs(tables[name]).map(([lightness]) => (name === 'GATE_LIGHT' ? -lightness : lightness));
    for (let i = 1; i < 256; i++) expect(L[i] - L[i - 1]).toBeGreaterThan(-1e-3);
    for (let i = 4; i < 256; i += 4) expect(L[i]).toBeGreaterThan(L[i - 4]);
  });

  it.each(['STATE_LIGHT', 'STATE_DARK'] as const)(
    '%s is neutral at zero and differs from it in lightness on both sides',
    (name) => {
      const table = labs(tables[name]);
      const away = table.map(([L]) => (name === 'STATE_LIGHT' ? -L : L));
      expect(Math.hypot(table[127][1], table[127][2])).toBeLessThan(0.025);
      for (let i = 131; i < 256; i += 4) expect(away[i]).toBeGreaterThan(away[i - 4]);
      for (let i = 124; i >= 0; i -= 4) expect(away[i]).toBeGreaterThan(away[i + 4]);
      // Orange against blue: the yellow–blue axis, which red-green blindness leaves.
      expect(table[0][2]).toBeGreaterThan(0.07);
      expect(table[255][2]).toBeLessThan(-0.04);
    },
  );
});

describe('heatmap cells', () => {
  it('covers every pixel exactly once', () => {
    for (const [n, size] of [
      [40, 382],
      [24, 361],
      [7, 7],
    ]) {
      const edges = Array.from({ length: n + 1 }, (_, i) => cellEdge(i, n, size));
      expect(edges[0]).toBeCloseTo(0, 12);
      expect(edges[n]).toBe(size);
      for (let i = 0; i < n; i++) expect(edges[i + 1]).toBeGreaterThan(edges[i]);
      expect(cellAt(size - 0.01, n, size)).toBe(n - 1);
      expect(cellAt(-5, n, size)).toBe(0);
    }
  });

  it('puts unit order[r] in row r, and clamps to the table', () => {
    const colours = GATE_TABLE.rgba('light');
    // T = 2, H = 3; rows show units 2, 0, 1.
    const matrix = Float32Array.from([0, 0.5, 1, 2, -1, Number.NaN]);
    const out = new Uint32Array(6);
    const order = Int32Array.from([2, 0, 1]);
    paintCells({ matrix, T: 2, H: 3, order, domain: [0, 1], colours }, 2, 3, out);
    expect([...out]).toEqual([colours[255], 0, colours[0], colours[255], colours[128], colours[0]]);
    expect(entryOf(0.25, [-1, 1])).toBe(159);
  });

  it('averages rows thinner than a pixel', () => {
    const colours = Uint32Array.from({ length: 256 }, (_, i) => i);
    const matrix = Float32Array.from([0, 1, 0.2, 0.4]);
    const out = new Uint32Array(2);
    paintCells({ matrix, T: 1, H: 4, order: null, domain: [0, 1], colours }, 1, 2, out);
    expect([...out]).toEqual([128, 77]);
  });
});

describe('chart axes', () => {
  it('names round perplexities at the height of their logarithm', () => {
    const axis = lossAxis(1.6, Math.log(33), Math.log(33), 'linear');
    const ticks = perplexityTicks(axis);
    expect(ticks.map(({ label }) => label)).toEqual(expect.arrayContaining(['5', '10', '20']));
    for (const { y, label } of ticks) expect(Math.exp(y)).toBeCloseTo(Number(label), 9);
  });

  it('lets an exploding run leave at the top instead of flattening the rest', () => {
    expect(lossAxis(1.5, 1e9, 3.5, 'linear').domain[1]).toBeLessThan(8);
    const log = lossAxis(1.5, 3.6, 3.5, 'log');
    expect(positionOn(log, log.domain[1])).toBeCloseTo(1);
  });

  it('starts the step axis where the run starts', () => {
    expect(stepAxis(3000, 3000).domain[0]).toBe(3000);
    expect(stepAxis(0, 1592)).toEqual({ domain: [0, 2000], ticks: [0, 500, 1000, 1500, 2000] });
  });
});

describe('curves', () => {
  it('smooths without moving a straight line or a constant', () => {
    const constant = Array.from({ length: 30 }, (_, x) => ({ x, y: 2 }));
    for (const { y } of smooth(constant, 8)) expect(y).toBeCloseTo(2, 12);
    const line = smooth(
      Array.from({ length: 201 }, (_, x) => ({ x, y: x })),
      5,
    );
    expect(line[100].y).toBeCloseTo(100, 6);
  });

  it('thins by means and keeps the last step', () => {
    const points = Array.from({ length: 401 }, (_, i) => ({ x: i + 1, y: 1 }));
    const thinned = thin(points, 200);
    expect(thinned.length).toBeLessThanOrEqual(200);
    expect(thinned.at(-1)).toEqual({ x: 401, y: 1 });
  });

  it('keeps labels apart', () => {
    expect(spread([50, 52, 51], 15, 0, 100)).toEqual([50, 80, 65]);
    expect(spread([98, 99], 15, 0, 100)).toEqual([85, 100]);
    expect(rowsOf([0, 10, 20, 60], [40, 40, 40, 40], 1)).toEqual([0, -1, -1, 0]);
    expect(rowsOf([0, 10, 20, 60], [40, 40, 40, 40], 2)).toEqual([0, 1, -1, 0]);
  });
});
