import { RANGES, type RunConfig } from '../../../engine/index.ts';
import { computingOf } from '../../experiment/data.ts';
import { useExperiment, useExperimentStore } from '../../experiment/provider.tsx';
import type { Computing } from '../../experiment/types.ts';
import { useLang, useMessages } from '../../i18n/lang.tsx';
import { controlMessages } from '../../i18n/messages/controls.ts';
import { formatCount, formatSetting } from '../../i18n/numbers.ts';
import { linearStops, logStops, type Stops } from '../../ui/stops.ts';

type NumericKey = 'learningRate' | 'clip' | 'hidden' | 'batch' | 'window' | 'seed';

/** Where the sliders stop; what may be typed is the engine's RANGES. */
export const STOPS: Readonly<Record<Exclude<NumericKey, 'seed'>, Stops>> = {
  learningRate: logStops(-5, 1),
  clip: [
    0,
    ...linearStops(0.1, 0.9, 0.1),
    ...linearStops(1, 1.8, 0.2),
    ...linearStops(2, 4.5, 0.5),
    ...linearStops(5, 10, 1),
  ],
  hidden: [8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256],
  batch: [1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128],
  window: [1, 2, 4, 8, 12, 16, 20, 25, 30, 35, 40, 50, 64, 80, 100, 128],
};

/** A setting's value and the one way to change it. */
export function useSetting<K extends keyof RunConfig>(key: K) {
  const value = useExperiment((state) => state.config[key]);
  const store = useExperimentStore();
  return { value, onCommit: (next: RunConfig[K]) => store.getState().set(key, next) };
}

/** How the run that stands is computed, and the one way to change it. */
export function useComputing<K extends keyof Computing>(key: K) {
  const value = useExperiment((state) => computingOf(state.info)[key]);
  const store = useExperimentStore();
  return { value, onCommit: (next: Computing[K]) => store.getState().setComputing({ [key]: next }) };
}

/** The props that every numeric setting's control shares. */
export function useNumericSetting<K extends NumericKey>(key: K, label: string) {
  const say = useMessages(controlMessages);
  const range = RANGES[key];
  const lang = useLang();
  const sentence = range.whole ? say.outsideWhole : say.outside;
  const limit = (value: number) => (range.whole ? formatCount(value, lang) : formatSetting(value));
  return {
    ...useSetting(key),
    label,
    range,
    format: formatSetting,
    complain: (text: string) => sentence(label, text, limit(range.min), limit(range.max)),
  };
}
