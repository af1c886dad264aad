import { type FocusEvent, type PointerEvent, useMemo } from 'react';
import { isSymbolId, type SymbolId } from '../../../content/symbols.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';

export interface FocusHandlers {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** Handlers for what stands for one symbol: pointing at it, or focusing it, lights it up everywhere. */
export function useFocusHandlers(id: SymbolId): FocusHandlers {
  const store = useExperimentStore();
  return useMemo(() => {
    const light = () => store.getState().setFocus(id);
    // Leaving clears only what is ours: the pointer may be on the next symbol already.
    const clear = () => {
      if (store.getState().focus === id) store.getState().setFocus(null);
    };
    return { onPointerEnter: light, onPointerLeave: clear, onFocus: light, onBlur: clear };
  }, [store, id]);
}

/** Whether `id` is the symbol hovered or focused anywhere in this experiment. */
export const useIsFocused = (id: SymbolId): boolean => useExperiment((state) => state.focus === id);

/** The symbol that the element under a pointer or focus event stands for. */
export function symbolOf(target: EventTarget | null): SymbolId | null {
  const id = target instanceof Element ? target.closest('[data-sym]')?.getAttribute('data-sym') : null;
  return id != null && isSymbolId(id) ? id : null;
}

export interface ScopeProps {
  readonly 'data-lit': SymbolId | undefined;
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
}

/**
 * Props for an element around many symbols (typeset equations, a whole chapter): every `[data-sym]` inside
 * lights up when it, or its like anywhere else, is hovered or focused (symbol.css).
 */
export function useSymbolScope(): ScopeProps {
  const store = useExperimentStore();
  const focus = useExperiment((state) => state.focus);
  const handlers = useMemo(() => {
    let ours: SymbolId | null = null;
    const light = (event: PointerEvent | FocusEvent) => {
      const id = symbolOf(event.target);
      if (id !== null) store.getState().setFocus(id);
      else clear();
      ours = id;
    };
    const clear = () => {
      if (ours !== null && store.getState().focus === ours) store.getState().setFocus(null);
      ours = null;
    };
    return { onPointerOver: light, onPointerLeave: clear, onFocus: light, onBlur: clear };
  }, [store]);
  return { 'data-lit': focus ?? undefined, ...handlers };
}
