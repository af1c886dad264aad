import { createContext, type ReactNode, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { ExperimentState } from './types.ts';

const ExperimentContext = createContext<StoreApi<ExperimentState> | null>(null);

/** Binds the figures below to one experiment's store. */
export const ExperimentProvider = ({
  store,
  children,
}: {
  store: StoreApi<ExperimentState>;
  children: ReactNode;
}) => <ExperimentContext value={store}>{children}</ExperimentContext>;

/** The store itself, for event handlers and canvas drawing (`getState`, `subscribe`). */
export function useExperimentStore(): StoreApi<ExperimentState> {
  const store = useContext(ExperimentContext);
  if (!store) throw new Error('useExperimentStore: expected an <ExperimentProvider> above');
  return store;
}

/** A selected part of the experiment; select one stable value a call (no fresh objects). */
export const useExperiment = <T,>(selector: (state: ExperimentState) => T): T =>
  useStore(useExperimentStore(), selector);
