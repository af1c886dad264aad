import type { KeyboardEvent, KeyboardEventHandler } from 'react';
import { useCallback } from 'react';
import type { StoreApi } from 'zustand';
import { clampIndex } from '../../experiment/read.ts';
import type { ExperimentState } from '../../experiment/types.ts';

type Key = (state: ExperimentState) => void;

const moveTime = (to: (t: number, T: number) => number): Key => {
  return ({ trace, cursor, setCursor }) => {
    if (!trace) return;
    const t = clampIndex(to(cursor.t, trace.T), trace.T);
    if (t !== cursor.t) setCursor({ t });
  };
};

const moveUnit = (by: number): Key => {
  return ({ trace, cursor, setCursor }) => {
    if (!trace) return;
    const unit = clampIndex(cursor.unit + by, trace.H);
    if (unit !== cursor.unit) setCursor({ unit });
  };
};

/** Moves the cursor by so many timesteps, or units, within the trace: what the visible buttons do too. */
export const stepTime = (state: ExperimentState, by: number): void => moveTime((t) => t + by)(state);
export const stepUnit = (state: ExperimentState, by: number): void => moveUnit(by)(state);

// By `event.code`, not `event.key`: a Chinese input method types 。 for the full-stop key.
const MOVES: Readonly<Record<string, Key>> = {
  ArrowLeft: moveTime((t) => t - 1),
  ArrowRight: moveTime((t) => t + 1),
  Home: moveTime(() => 0),
  End: moveTime((_, T) => T - 1),
  ArrowUp: moveUnit(-1),
  ArrowDown: moveUnit(1),
};

const TRANSPORT: Readonly<Record<string, Key>> = {
  Space: (state) => void (state.status === 'training' ? state.pause() : state.play()),
  Period: (state) => void state.stepOnce(),
};

/** Runs the key's action. Returns whether the key was one of the figure's. */
function act(event: KeyboardEvent, state: ExperimentState): boolean {
  const transport = TRANSPORT[event.code];
  // A key held down must not toggle training over and over.
  if (transport && !event.repeat) transport(state);
  else if (!transport) MOVES[event.code]?.(state);
  return event.code in TRANSPORT || event.code in MOVES;
}

/** Opens the list of keys that stands in the same figure. Returns whether there is one. */
function showKeys(surface: Element): boolean {
  const button = surface.closest('figure')?.querySelector<HTMLButtonElement>('[data-keys] button');
  button?.focus();
  button?.click();
  return button !== null && button !== undefined;
}

/**
 * The key grammar of every figure: ←/→ timestep, Home/End its ends, ↑/↓ unit (up: the one before), Space
 * play or pause, `.` one training step, `?` the list of keys. The keys act only when the figure's surface itself has
 * focus: put the handler on that element (with tabIndex 0), so that an inner button or an open panel keeps its own keys.
 */
export function useCursorKeys(store: StoreApi<ExperimentState>): { onKeyDown: KeyboardEventHandler } {
  const onKeyDown = useCallback<KeyboardEventHandler>(
    (event) => {
      if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
      if (event.code === 'Slash' && event.shiftKey) {
        if (showKeys(event.currentTarget)) event.preventDefault();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (act(event, store.getState())) event.preventDefault();
    },
    [store],
  );
  return { onKeyDown };
}
