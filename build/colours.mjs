/**
 * Bakes the heatmaps' colour tables into app/charts/colours.ts:  node build/colours.mjs
 *
 * Each table is a path through OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/), laid out
 * by arc length, so that equal steps of value are equal steps to the eye. The gates' path runs from near the
 * paper to deep teal (light) or bright teal (dark). The states' path is neutral at zero and runs to orange
 * (negative) and blue (positive), a pair that stays apart under red-green blindness; both arms have one length.
 */
import { writeFileSync } from 'node:fs';

const N = 256;
const radians = (degrees) => (degrees * Math.PI) / 180;
const oklch = (L, C, h) => [L, C * Math.cos(radians(h)), C * Math.sin(radians(h))];

const THEMES = {
  light: {
    gate: [
      oklch(0.965, 0.012, 95),
      oklch(0.79, 0.058, 196),
      oklch(0.58, 0.088, 205),
      oklch(0.335, 0.064, 222),
    ],
    negative: [oklch(0.965, 0.01, 90), oklch(0.79, 0.09, 58), oklch(0.52, 0.148, 43)],
    positive: [oklch(0.965, 0.01, 90), oklch(0.77, 0.075, 228), oklch(0.46, 0.112, 241)],
  },
  dark: {
    gate: [
      oklch(0.235, 0.008, 250),
      oklch(0.42, 0.058, 215),
      oklch(0.65, 0.095, 195),
      oklch(0.93, 0.07, 178),
    ],
    negative: [oklch(0.245, 0.008, 250), oklch(0.47, 0.1, 42), oklch(0.79, 0.135, 56)],
    positive: [oklch(0.245, 0.008, 250), oklch(0.47, 0.09, 245), oklch(0.82, 0.095, 228)],
  },
};

/** A smooth curve (Catmull-Rom, ends doubled) through `points`, sampled densely. */
function curve(points, samples = 4000) {
  const at = (i) => points[Math.max(0, Math.min(points.length - 1, i))];
  return Array.from({ length: samples + 1 }, (_, s) => {
    const u = (s / samples) * (points.length - 1);
    const i = Math.min(Math.floor(u), points.length - 2);
    const f = u - i;
    return [0, 1, 2].map((k) => {
      const [p0, p1, p2, p3] = [at(i - 1)[k], at(i)[k], at(i + 1)[k], at(i + 2)[k]];
      return p1 + 0.5 * f * (p2 - p0 + f * (2 * p0 - 5 * p1 + 4 * p2 - p3 + f * (3 * (p1 - p2) + p3 - p0)));
    });
  });
}

const distance = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** `count` points of `path` at equal arc lengths from its start, ends included, up to length `until`. */
function equalSteps(path, count, until = Number.POSITIVE_INFINITY) {
  const lengths = [0];
  for (let i = 1; i < path.length; i++) lengths.push(lengths[i - 1] + distance(path[i - 1], path[i]));
  const total = Math.min(until, lengths[lengths.length - 1]);
  let i = 0;
  return Array.from({ length: count }, (_, n) => {
    const target = (total * n) / (count - 1);
    while (i < path.length - 2 && lengths[i + 1] < target) i++;
    const f = Math.min(1, (target - lengths[i]) / (lengths[i + 1] - lengths[i]));
    return path[i].map((value, k) => value + f * (path[i + 1][k] - value));
  });
}

const lengthOf = (path) => path.reduce((sum, p, i) => (i ? sum + distance(path[i - 1], p) : 0), 0);

/** Negative arm reversed, then the positive: 256 entries with the neutral between entries 127 and 128. */
function diverging(negative, positive) {
  const [a, b] = [curve(negative), curve(positive)];
  const until = Math.min(lengthOf(a), lengthOf(b));
  // Twice as fine, and only the odd points, so that the two middle entries stand half a step from the neutral.
  const arm = (path) => equalSteps(path, N, until).filter((_, i) => i % 2 === 1);
  return [...arm(a).reverse(), ...arm(b)];
}

function toHex([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear
    .map((c) => {
      if (c < -2e-3 || c > 1.002) throw new Error(`colours: expected a colour in sRGB, got ${[L, a, b]}`);
      const clamped = Math.max(0, Math.min(1, c));
      const encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055;
      return Math.round(encoded * 255)
        .toString(16)
        .padStart(2, '0');
    })
    .join('');
}

const rows = (colours) => {
  const hex = colours.map(toHex);
  return Array.from({ length: N / 16 }, (_, r) => `  '${hex.slice(r * 16, r * 16 + 16).join('')}'`).join(
    ' +\n',
  );
};

const tables = Object.entries(THEMES).flatMap(([theme, { gate, negative, positive }]) => [
  [`GATE_${theme.toUpperCase()}`, equalSteps(curve(gate), N)],
  [`STATE_${theme.toUpperCase()}`, diverging(negative, positive)],
]);

writeFileSync(
  new URL('../app/charts/colours.ts', import.meta.url),
  `// Baked by build/colours.mjs: change the paths there and run it again.
// 256 colours each, six hexadecimal digits a colour, from the low end of the domain to the high end.

${tables.map(([name, colours]) => `export const ${name} =\n${rows(colours)};`).join('\n\n')}
`,
);
