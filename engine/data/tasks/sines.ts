/**
 * Sine mixtures: the sum of `components` sines of random periods (about 6 to 31 timesteps), phases and equal amplitudes,
 * scaled to the variance 1, plus normal noise of the deviation `noise`. Asked at every timestep: the next value, noise and
 * all. (A linear recurrence of order 2 `components` foretells the noiseless sum exactly: Prony 1795.)
 *
 * Chance: the variance, 1 + noise². No one can do better than noise². Dial: `components`, `noise`.
 */
import type { Rng } from '../../math/random.ts';
import { defineTask, LONGEST, real, whole } from './task.ts';

export const sines = defineTask<{ components: number; noise: number; length: number }>()({
  name: 'sines',
  parameters: { components: whole(1, 8, 2), noise: real(0, 1, 0.1), length: whole(2, LONGEST, 60) },
  create: ({ components, noise, length: T }) => ({
    problem: {
      input: { kind: 'vectors', size: 1 },
      target: { kind: 'values', size: 1 },
      reading: 'every',
    },
    T,
    inputNames: ['x'],
    targetNames: ['next x'],
    write(rng, input, target) {
      const series = new Float64Array(T + 1);
      for (let i = 0; i < components; i++) addSine(series, Math.sqrt(2 / components), rng);
      if (noise > 0) for (let t = 0; t <= T; t++) series[t] += rng.normal(0, noise);
      input.set(series.subarray(0, T));
      target.set(series.subarray(1));
    },
  }),
});

/**
 * Adds a sine of random period and phase, as a point that turns on a circle, by the angle ω a timestep. From u = tan(ω/2):
 * cos ω = (1 − u²) / (1 + u²), sin ω = 2u / (1 + u²), so that no bit depends on whose Math.sin it is.
 */
function addSine(series: Float64Array, amplitude: number, rng: Rng): void {
  const u = rng.uniform(0.1, 0.6);
  const cos = (1 - u * u) / (1 + u * u);
  const sin = (2 * u) / (1 + u * u);
  let [x, y] = pointOnCircle(rng);
  for (let t = 0; t < series.length; t++) {
    series[t] += amplitude * y;
    [x, y] = [x * cos - y * sin, x * sin + y * cos];
  }
}

/** Every direction equally likely. */
function pointOnCircle(rng: Rng): [x: number, y: number] {
  for (;;) {
    const x = rng.uniform(-1, 1);
    const y = rng.uniform(-1, 1);
    const square = x * x + y * y;
    if (square > 0.01 && square < 1) return [x / Math.sqrt(square), y / Math.sqrt(square)];
  }
}
