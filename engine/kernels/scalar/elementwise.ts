/** The loops of the scalar kernels that go number by number. Formulas: ../kernels.ts. */
import type { Floats } from '../../math/floats.ts';
import { tanh as hyperbolic, sigmoid as logistic } from '../../math/special.ts';
import type { AdamStep } from '../kernels.ts';

export function sigmoid(x: Floats): void {
  for (let i = 0; i < x.length; i++) x[i] = logistic(x[i]);
}

export function tanh(x: Floats): void {
  for (let i = 0; i < x.length; i++) x[i] = hyperbolic(x[i]);
}

export function setTanh(out: Floats, x: Floats): void {
  for (let i = 0; i < x.length; i++) out[i] = hyperbolic(x[i]);
}

/** What is not a number stays so: a diverged network is to be seen as one. */
export function relu(x: Floats): void {
  for (let i = 0; i < x.length; i++) if (x[i] < 0) x[i] = 0;
}

export function sigmoidBackward(d: Floats, y: Floats): void {
  for (let i = 0; i < d.length; i++) d[i] *= y[i] * (1 - y[i]);
}

export function tanhBackward(d: Floats, y: Floats): void {
  for (let i = 0; i < d.length; i++) d[i] *= 1 - y[i] * y[i];
}

export function reluBackward(d: Floats, y: Floats): void {
  for (let i = 0; i < d.length; i++) if (!(y[i] > 0)) d[i] = 0;
}

export function multiply(out: Floats, a: Floats, b: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
}

export function addMultiply(out: Floats, a: Floats, b: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] += a[i] * b[i];
}

export function multiplyBackward(d: Floats, a: Floats, b: Floats, da: Floats, db: Floats): void {
  for (let i = 0; i < d.length; i++) {
    const di = d[i];
    da[i] = di * b[i];
    db[i] = di * a[i];
  }
}

export function sumOfProducts(out: Floats, a: Floats, b: Floats, c: Floats, d: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i] + c[i] * d[i];
}

export function mix(out: Floats, z: Floats, a: Floats, b: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = z[i] * a[i] + (1 - z[i]) * b[i];
}

export function mixBackward(
  d: Floats,
  z: Floats,
  a: Floats,
  b: Floats,
  dz: Floats,
  da: Floats,
  db: Floats,
): void {
  for (let i = 0; i < d.length; i++) {
    dz[i] = d[i] * (a[i] - b[i]);
    da[i] += d[i] * z[i];
    db[i] = d[i] * (1 - z[i]);
  }
}

export function sumOfSquares(x: Floats, sum = 0): number {
  let total = sum;
  for (let i = 0; i < x.length; i++) total += x[i] * x[i];
  return total;
}

export function scale(x: Floats, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] *= factor;
}

export function addScaled(y: Floats, x: Floats, a: number): void {
  for (let i = 0; i < y.length; i++) y[i] += a * x[i];
}

export function adam(g: Floats, m: Floats, v: Floats, s: AdamStep): void {
  const { factor, beta1, beta2, eps, size, root } = s;
  for (let i = 0; i < g.length; i++) {
    const gi = factor * g[i];
    m[i] = beta1 * m[i] + (1 - beta1) * gi;
    v[i] = beta2 * v[i] + (1 - beta2) * gi * gi;
    g[i] = (size * m[i]) / (Math.sqrt(v[i]) / root + eps);
  }
}
