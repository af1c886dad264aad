/** What the figures show of one unit at one timestep: read off the trace, nothing kept. */
import { useMemo } from 'react';
import type { NumberId } from '../../../content/equations/gru.ts';
import type { LaneTrace, ResetConvention, Trace } from '../../../engine/index.ts';
import { useExperiment } from '../../experiment/provider.tsx';
import {
  clampIndex,
  laneOf,
  previousHidden,
  tokenText,
  valueAt,
  visibleToken,
} from '../../experiment/read.ts';
import type { Cursor } from '../../experiment/types.ts';

export interface CellReading {
  readonly reset: ResetConvention;
  /** Timestep [0, T) and unit [0, H), within the trace even where the cursor is not yet. */
  readonly t: number;
  readonly unit: number;
  readonly T: number;
  readonly H: number;
  /** The tokens read at t and t − 1, as text on an axis; null before the first. */
  readonly token: string;
  readonly tokenId: number;
  readonly previousToken: string | null;
  readonly numbers: Readonly<Record<NumberId, number>>;
  /** The likeliest next tokens, most probable first. */
  readonly next: readonly { readonly token: string; readonly p: number }[];
}

function numbersAt(lane: LaneTrace, t: number, unit: number, reset: ResetConvention): CellReading['numbers'] {
  const at = (name: Parameters<typeof valueAt>[1]) => valueAt(lane, name, t, unit);
  const Hp = previousHidden(lane, t, unit);
  const [R, Z, Hc, H] = [at('reset'), at('update'), at('candidate'), at('hidden')];
  const product = at('candidate.recurrent');
  return {
    Hp,
    R,
    Z,
    Hc,
    H,
    'R.input': at('reset.input'),
    'R.recurrent': at('reset.recurrent'),
    'R.bias': lane.bias.reset[unit],
    'Z.input': at('update.input'),
    'Z.recurrent': at('update.recurrent'),
    'Z.bias': lane.bias.update[unit],
    'Hc.input': at('candidate.input'),
    'Hc.recurrent': product,
    'Hc.bias': lane.bias.candidate[unit],
    gated: R * (reset === 'before' ? Hp : product),
    kept: Z * Hp,
    fresh: 1 - Z,
    written: (1 - Z) * Hc,
  };
}

/** The reading of `trace` at (t, unit) under the convention that made it. */
export function readCell(
  trace: Trace,
  cursor: Pick<Cursor, 't' | 'unit' | 'layer' | 'direction'>,
  vocabulary: readonly string[],
  reset: ResetConvention,
): CellReading {
  const t = clampIndex(cursor.t, trace.T);
  const unit = clampIndex(cursor.unit, trace.H);
  const token = (id: number) => visibleToken(tokenText({ vocabulary }, id));
  const { K, ids, p } = trace.next;
  return {
    reset,
    t,
    unit,
    T: trace.T,
    H: trace.H,
    token: token(trace.tokens[t]),
    tokenId: trace.tokens[t],
    previousToken: t > 0 ? token(trace.tokens[t - 1]) : null,
    numbers: numbersAt(laneOf(trace, cursor), t, unit, reset),
    next: Array.from({ length: K }, (_, k) => ({ token: token(ids[t * K + k]), p: p[t * K + k] })),
  };
}

/**
 * The experiment's reading at its cursor; null while there is no trace, or while it is not `wanted` (default
 * true): a figure that shows no numbers need not follow a running model.
 */
export function useReading(wanted = true): CellReading | null {
  const trace = useExperiment((state) => (wanted ? state.trace : null));
  const cursor = useExperiment((state) => state.cursor);
  const vocabulary = useExperiment((state) => state.vocabulary);
  const reset = useExperiment((state) => state.config.reset);
  return useMemo(
    () => trace && readCell(trace, cursor, vocabulary, reset),
    [trace, cursor, vocabulary, reset],
  );
}
