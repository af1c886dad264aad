import { useCallback, useEffect, useState } from 'react';
import type { StoreApi } from 'zustand';
import { laneOf } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';
import { indexOrder, meanOrder, similarityOrder } from './order.ts';
import type { PanelQuantity } from './panels.ts';

export type SortKey = 'index' | 'mean' | 'similarity';

/** Null while there is no trace. */
function orderOf({ trace, cursor }: ExperimentState, sort: SortKey, mean: PanelQuantity): Int32Array | null {
  if (!trace) return null;
  const { T, H } = trace;
  const { values } = laneOf(trace, cursor);
  if (sort === 'mean') return meanOrder(values[mean], T, H);
  return sort === 'similarity' ? similarityOrder(values.hidden, T, H) : indexOrder(H);
}

const NONE = new Int32Array(0);
const same = (a: Int32Array, b: Int32Array) => a.length === b.length && a.every((unit, r) => unit === b[r]);

/**
 * The units' displayed order. Paused, it follows the trace; while training it stays, because rows that jump ten
 * times a second cannot be read: `resort` sorts once, by the newest trace. A new run sorts at once.
 */
export function useUnitOrder(
  store: StoreApi<ExperimentState>,
  sort: SortKey,
  mean: PanelQuantity,
): { readonly order: Int32Array; readonly resort: () => void } {
  const [order, setOrder] = useState(() => orderOf(store.getState(), sort, mean) ?? NONE);

  const resort = useCallback(() => {
    const next = orderOf(store.getState(), sort, mean);
    if (next) setOrder((now) => (same(now, next) ? now : next));
  }, [store, sort, mean]);

  useEffect(() => {
    resort();
    return store.subscribe((state, before) => {
      if (state.trace === before.trace && state.status === before.status) return;
      const newRun = state.trace?.runId !== before.trace?.runId || state.trace?.H !== before.trace?.H;
      if (newRun || state.status !== 'training') resort();
    });
  }, [store, resort]);

  return { order, resort };
}
