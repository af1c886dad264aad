import { laneOf, valueAt } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { formatValue } from '../symbol/value.ts';
import type { Panel } from './panels.ts';

/** The cursor's values as one sentence: what a screen reader says after a key. `place` names unit and timestep. */
export function spoken({ trace, cursor }: ExperimentState, panels: readonly Panel[], place: string): string {
  if (!trace) return '';
  const lane = laneOf(trace, cursor);
  const values = panels.map(
    ({ quantity, letter }) => `${letter} ${formatValue(valueAt(lane, quantity, cursor.t, cursor.unit))}`,
  );
  return [place, ...values].join(', ');
}
