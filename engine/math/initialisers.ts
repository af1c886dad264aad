/**
 * What one array of parameters begins as. Each function fills `values` and takes its random numbers from `rng` in a
 * fixed order, in float64 whatever the array is, so that float32 and float64 begin alike to rounding. Those that take
 * long also come in pieces of at most a few milliseconds (H ≤ 512): `rng` must be left alone in between, and `values`
 * changes in the last.
 * H is the hidden size; a recurrent matrix is [H, H].
 */
import { check } from '../errors.ts';
import type { Floats } from './floats.ts';
import { orthogonalInPieces } from './linear.ts';
import type { Rng } from './random.ts';
import { spectralRadiusInPieces } from './spectrum.ts';
import { finish, type Work } from './work.ts';

export type Shape = readonly number[];

function checkShape(where: string, values: Floats, shape: Shape): void {
  const size = shape.reduce((product, n) => product * n, 1);
  check(values.length === size, where, `a shape of ${values.length} numbers`, `[${shape.join(', ')}]`);
}

/** @returns H of a shape [H, H] */
function sideOf(where: string, values: Floats, shape: Shape): number {
  check(shape.length === 2 && shape[0] === shape[1], where, 'a shape [H, H]', `[${shape.join(', ')}]`);
  checkShape(where, values, shape);
  return shape[0];
}

function checkSize(where: string, name: string, size: number): void {
  check(size >= 0 && size < Number.POSITIVE_INFINITY, where, `${name} in [0, ∞)`, size);
}

/**
 * U(−bound, bound). PyTorch's recurrent layers have 1/√H as the bound for all their weights and biases.
 * @param shape any
 * @param bound [0, ∞)
 * @throws EngineError argument-invalid
 */
export function uniform(values: Floats, shape: Shape, rng: Rng, bound: number): void {
  checkShape('uniform', values, shape);
  checkSize('uniform', 'a bound', bound);
  rng.fillUniform(values, -bound, bound);
}

/**
 * N(0, deviation²). The textbook's 0.01 is the default (Zhang et al., Dive into Deep Learning, its recurrent networks
 * from scratch).
 * @param shape any
 * @param deviation [0, ∞)
 * @throws EngineError argument-invalid
 */
export function normal(values: Floats, shape: Shape, rng: Rng, deviation = 0.01): void {
  checkShape('normal', values, shape);
  checkSize('normal', 'a deviation', deviation);
  rng.fillNormal(values, 0, deviation);
}

/**
 * A random orthogonal matrix, which keeps the length of what it multiplies (Saxe, McClelland and Ganguli 2014,
 * arXiv:1312.6120; torch.nn.init.orthogonal_).
 * @param shape [H, H]
 * @throws EngineError argument-invalid
 */
export function* orthogonalMatrixInPieces(values: Floats, shape: Shape, rng: Rng): Work<void> {
  const H = sideOf('orthogonalMatrix', values, shape);
  values.set(yield* orthogonalInPieces(rng, H));
}

/** `orthogonalMatrixInPieces` without pause. */
export const orthogonalMatrix = (values: Floats, shape: Shape, rng: Rng): void =>
  finish(orthogonalMatrixInPieces(values, shape, rng));

/**
 * The identity, for a recurrent matrix with relu (Le, Jaitly and Hinton 2015, arXiv:1504.00941). Draws nothing; takes
 * `rng` so that all initialisers are called alike.
 * @param shape [H, H]
 * @param scale finite: the diagonal. The paper has 0.01 where long dependencies do not matter
 * @throws EngineError argument-invalid
 */
export function identity(values: Floats, shape: Shape, _rng: Rng, scale = 1): void {
  const H = sideOf('identity', values, shape);
  check(Number.isFinite(scale), 'identity', 'a finite scale', scale);
  values.fill(0);
  for (let i = 0; i < H; i++) values[i * H + i] = scale;
}

/**
 * A matrix with the given spectral radius: N(0, 1/H), times what is missing (Jaeger 2001, The “echo state” approach,
 * GMD report 148; Sutskever, Martens, Dahl and Hinton 2013 train from 1.1). Exact to the rounding of `values`.
 * @param shape [H, H]
 * @param radius [0, ∞): below 1 signals fade, above 1 they grow
 * @throws EngineError argument-invalid
 */
export function* scaledInPieces(values: Floats, shape: Shape, rng: Rng, radius: number): Work<void> {
  const H = sideOf('scaled', values, shape);
  checkSize('scaled', 'a spectral radius', radius);
  const drawn = new Float64Array(H * H);
  for (let row = 0; row < drawn.length; row += H) {
    rng.fillNormal(drawn.subarray(row, row + H), 0, 1 / Math.sqrt(H));
    yield;
  }
  const factor = radius / (yield* spectralRadiusInPieces(drawn, H));
  for (let i = 0; i < drawn.length; i++) values[i] = drawn[i] * factor;
}

/** `scaledInPieces` without pause. */
export const scaled = (values: Floats, shape: Shape, rng: Rng, radius: number): void =>
  finish(scaledInPieces(values, shape, rng, radius));
