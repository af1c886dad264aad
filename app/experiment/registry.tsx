/** The experiments of a visit: they live above the language segment, so a switch keeps them running. */
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { StoreApi } from 'zustand';
import { PRESETS } from '../../content/experiments/presets.ts';
import type { PresetId } from '../../content/experiments/types.ts';
import { createEnginePort, type EnginePort } from './client.ts';
import { progressAt } from './data.ts';
import { emptyHistory } from './history.ts';
import { createKeeper } from './keeper.ts';
import { createSources, type Sources } from './sources.ts';
import { createExperimentStore } from './store.ts';
import type { StoredTrace } from './stored-trace.ts';
import type { ExperimentState } from './types.ts';
import { whenUnseen } from './unseen.ts';

export type StoredTraces = Partial<Record<PresetId, StoredTrace>>;

export interface Registry {
  readonly port: EnginePort;
  readonly sources: Sources;
  /** The experiment of a slot (a chapter, the lab); made from `preset` when first asked for. */
  experiment(slot: string, preset: PresetId): StoreApi<ExperimentState>;
}

function createRegistry(base: string, stored: StoredTraces): Registry {
  const stores = new Map<string, StoreApi<ExperimentState>>();
  const port = createEnginePort();
  const sources = createSources(base);
  const keeper = typeof indexedDB === 'undefined' ? undefined : createKeeper();
  if (typeof document !== 'undefined') {
    whenUnseen(document, () => {
      for (const store of stores.values()) void store.getState().pauseUnseen();
    });
  }
  return {
    port,
    sources,
    experiment(slot, preset) {
      let store = stores.get(slot);
      if (!store) {
        const known = stored[preset];
        store = createExperimentStore({ id: slot, preset, port, sources, keeper, stored: known });
        stores.set(slot, store);
        if (!known && typeof window !== 'undefined') void showStored(store, sources, preset);
      }
      return store;
    },
  };
}

/** A page reached without its stored trace fetches it; a session that was quicker wins. */
async function showStored(store: StoreApi<ExperimentState>, sources: Sources, preset: PresetId) {
  try {
    const { trace, vocabulary, heldOut } = await sources.trace(PRESETS[preset].trace);
    if (store.getState().status !== 'stored') return;
    const { step } = trace;
    const known = { step, loss: heldOut };
    store.setState({
      ...{ trace, vocabulary },
      ...{ progress: progressAt(step, known), history: emptyHistory(step, known) },
    });
  } catch {
    // Nothing stored to show: the figures keep their empty state until a session answers.
  }
}

const RegistryContext = createContext<Registry | null>(null);

export const RegistryProvider = ({
  base,
  stored,
  children,
}: {
  base: string;
  stored: StoredTraces;
  children: ReactNode;
}) => {
  const [registry] = useState(() => createRegistry(base, stored));
  return <RegistryContext value={registry}>{children}</RegistryContext>;
};

export function useRegistry(): Registry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('useRegistry: expected a <RegistryProvider> above');
  return registry;
}
