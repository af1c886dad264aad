/**
 * Interventions: what a clamp does to the values of a gate, a candidate or a state on the way forward, and to their
 * derivatives on the way back. x′ = scale · x + shift, or x′ = set; so dL/dx = scale · dL/dx′, or 0.
 *
 * Dimensions: N rows, H hidden size.
 */
import type { Hook, Quantity } from '../cells/cell.ts';
import type { RunConfig } from '../config.ts';
import { check } from '../errors.ts';
import type { Floats } from '../math/floats.ts';
import type { Hooks } from '../network/bptt.ts';
import type { Model } from '../network/model.ts';
import type { Lane } from '../network/unroll.ts';
import type { Clamp } from './types.ts';

type Shape = Pick<Model, 'cell' | 'H' | 'L' | 'D'>;

/** Refuses clamps that this network does not have. @throws EngineError argument-invalid */
export function checkClamps({ cell, H, L, D }: Shape, clamps: readonly Clamp[]): void {
  const quantities = Object.keys(cell.quantities);
  const isWhole = (x: number, from: number, to: number): boolean =>
    Number.isInteger(x) && x >= from && x < to;
  for (const { quantity, layer = 0, direction = 0, units = [], ...clamp } of clamps) {
    const { from = 0, to = from, scale, shift, set } = clamp;
    check(quantities.includes(quantity), 'clamp', quantities.join(' | '), quantity);
    check(isWhole(layer, 0, L), 'clamp', `a layer in [0, ${L})`, layer);
    check(isWhole(direction, 0, D), 'clamp', `a direction in [0, ${D})`, direction);
    for (const unit of units) check(isWhole(unit, 0, H), 'clamp', `units in [0, ${H})`, unit);
    check(isWhole(from, 0, Number.POSITIVE_INFINITY), 'clamp', 'from: whole, in [0, ∞)', from);
    check(isWhole(to, from, Number.POSITIVE_INFINITY), 'clamp', 'to: whole, in [from, ∞)', to);
    const numbers = [scale, shift, set].filter((x) => x !== undefined);
    check(numbers.length > 0, 'clamp', 'a scale, a shift or a value to set', 'none');
    for (const x of numbers) check(Number.isFinite(x), 'clamp', 'finite numbers', x);
  }
}

/** Sets states to zero: of some units, of a layer, of a direction, or (given nothing) of all. */
export const knockOut = (
  where: Pick<Clamp, 'layer' | 'direction' | 'units' | 'from' | 'to'> = {},
): Clamp => ({
  ...where,
  ...{ quantity: 'hidden', set: 0 },
});

/** Clamps at work on one network. */
export interface Interventions {
  /** Null if there are none. */
  readonly hooks: Hooks | null;
  /** The timestep, of those that clamps count, at which the unrolled window begins. */
  start: number;
  /** Quantities that have left their range so far. */
  readonly outOfRange: ReadonlySet<Quantity>;
}

/**
 * Checks the clamps and sets them up. One object serves one unroll; it may go backward once after each pass forward.
 * @param config says which range the states have
 * @throws EngineError argument-invalid
 */
export function intervene(
  model: Shape,
  clamps: readonly Clamp[],
  config: Pick<RunConfig, 'cell' | 'activation'>,
): Interventions {
  checkClamps(model, clamps);
  const outOfRange = new Set<Quantity>();
  const actions = clamps.map((clamp) => createAction(model, clamp, rangeOf(clamp.quantity, config)));
  const originals = new WeakMap<Floats, Floats>();
  const interventions: Interventions = {
    ...{ start: 0, outOfRange },
    hooks: actions.length > 0 ? (lane, t) => hookAt(lane, t + interventions.start) : null,
  };
  const states: readonly string[] = model.cell.states;
  const hookAt = (lane: Lane, t: number): Hook | null => {
    const acting = actions.filter((action) => action.actsAt(lane, t));
    if (acting.length === 0) return null;
    return {
      forward: (name, values) => {
        const mine = acting.filter((action) => action.name === name);
        if (mine.length === 0) return;
        if (!states.includes(name)) originals.set(values, values.slice());
        for (const action of mine) if (!action.act(values)) outOfRange.add(action.quantity);
      },
      backward: (name, values, derivative) => {
        const mine = acting.filter((action) => action.name === name);
        for (const action of mine) action.actBack(derivative);
        if (mine.length > 0 && !states.includes(name)) values.set(originals.get(values)!);
      },
    };
  };
  return interventions;
}

/** [0, 1] of gates, [−1, 1] of what a tanh bounds; the memory cell has none, a ReLU's states are not negative. */
function rangeOf(
  quantity: Quantity,
  { cell, activation }: Pick<RunConfig, 'cell' | 'activation'>,
): readonly [number, number] {
  if (quantity === 'cell') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (quantity === 'candidate' || quantity === 'candidateCell') return [-1, 1];
  if (quantity !== 'hidden') return [0, 1];
  return cell === 'rnn' && activation === 'relu' ? [0, Number.POSITIVE_INFINITY] : [-1, 1];
}

/** One clamp, on arrays of N rows. */
interface Action {
  readonly quantity: Quantity;
  /** Of the cell's array. */
  readonly name: string;
  actsAt(lane: Lane, t: number): boolean;
  /** @returns whether all values stay in their range */
  act(values: Floats): boolean;
  /** The derivative by the values after becomes that by the values before. */
  actBack(derivative: Floats): void;
}

function createAction({ cell, H }: Shape, clamp: Clamp, [least, most]: readonly [number, number]): Action {
  const { quantity, layer, direction, from = 0, to = Number.POSITIVE_INFINITY } = clamp;
  const { scale, shift, set } = clamp;
  const units = clamp.units ? [...new Set(clamp.units)] : Array.from({ length: H }, (_, unit) => unit);
  const each = (length: number, visit: (i: number) => void): void => {
    for (let row = 0; row < length; row += H) for (const unit of units) visit(row + unit);
  };
  return {
    quantity,
    name: cell.quantities[quantity]!,
    actsAt: (lane, t) =>
      (layer ?? lane.layer) === lane.layer &&
      (direction ?? lane.direction) === lane.direction &&
      t >= from &&
      t < to,
    act(values) {
      let isInside = true;
      each(values.length, (i) => {
        if (scale !== undefined) values[i] *= scale;
        if (shift !== undefined) values[i] += shift;
        if (set !== undefined) values[i] = set;
        if (values[i] < least || values[i] > most) isInside = false;
      });
      return isInside;
    },
    actBack(derivative) {
      const factor = set === undefined ? (scale ?? 1) : 0;
      if (factor !== 1) each(derivative.length, (i) => (derivative[i] *= factor));
    },
  };
}
