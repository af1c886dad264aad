/** What the parameters begin as, drawn in the order of storage. */
import type { Initialisation } from '../config.ts';
import { identity, normal, orthogonalMatrixInPieces, scaledInPieces, uniform } from '../math/initialisers.ts';
import type { Rng } from '../math/random.ts';
import type { Model } from './model.ts';
import type { Work } from './pace.ts';

export interface InitialisationChoice {
  readonly init: Initialisation;
  /** Of each recurrent matrix, for `spectral`. */
  readonly spectralRadius: number;
  /** Added to the bias of the gate that keeps the state, in every lane; an RNN has none. */
  readonly keepBias: number;
}

/** Whether a parameter's name is that of a recurrent matrix [H, H]. */
const isRecurrent = (name: string): boolean => /(^|\.)Wh.$/.test(name) && name !== 'Whq';

/** Draws the parameters, in pieces. */
export function* initialising(model: Model, rng: Rng, choice: InitialisationChoice): Work {
  const { init, spectralRadius, keepBias } = choice;
  const { values, places, cell } = model;
  const bound = 1 / Math.sqrt(model.H);
  for (const [name, shape] of Object.entries(model.shapes)) {
    const x = values.views[name];
    if (init === 'normal') {
      if (shape.length > 1) normal(x, shape, rng);
      else x.fill(0);
    } else if (init === 'uniform' || !isRecurrent(name)) uniform(x, shape, rng, bound);
    else if (init === 'identity') identity(x, shape, rng);
    else if (init === 'orthogonal') yield* orthogonalMatrixInPieces(x, shape, rng);
    else yield* scaledInPieces(x, shape, rng, spectralRadius);
    yield;
  }
  if (keepBias !== 0 && cell.keepBias) {
    for (const { prefix } of places) {
      const b = values.views[prefix + cell.keepBias];
      for (let i = 0; i < b.length; i++) b[i] += keepBias;
    }
  }
  model.kernels.changed();
}
