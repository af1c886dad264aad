/**
 * A run's configuration: plain data, complete, serialisable. Same configuration, same text: same bits.
 * Dimensions: T window, B batch, H hidden size, V vocabulary size.
 */
import { EngineError } from './errors.ts';

/** Where the GRU's reset gate acts: on H_{t−1} before the product (textbook), or on the product (PyTorch). */
export type ResetConvention = 'before' | 'after';
export type OptimiserName = 'sgd' | 'momentum' | 'rmsprop' | 'adam';
export type Sampling = 'random' | 'sequential';

export interface RunConfig {
  readonly cell: 'gru';
  /** H, units. */
  readonly hidden: number;
  readonly reset: ResetConvention;
  /** One bias a gate (the equation), or PyTorch's two (b_ih and b_hh). */
  readonly biases: 'one' | 'two';
  /** `uniform`: PyTorch's U(−1/√H, 1/√H). `normal`: the textbook's N(0, 0.01²), biases zero. */
  readonly init: 'uniform' | 'normal';
  /** B, sequences a minibatch. */
  readonly batch: number;
  /** T, timesteps a window. */
  readonly window: number;
  /** `sequential` carries the state from window to window; `random` starts each at zero. */
  readonly sampling: Sampling;
  /** At most so many characters, the most frequent; the rest become the unknown symbol. */
  readonly vocabularyLimit: number;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  /** θ of clip-by-norm; 0 clips nothing. */
  readonly clip: number;
  readonly seed: number;
}

/** The keys that may change while a run goes on; every other change makes a new run. */
export const LIVE_KEYS = ['optimiser', 'learningRate', 'clip'] as const;
export type LiveKey = (typeof LIVE_KEYS)[number];

/** Numeric settings: interval (closed), whether whole, and what the control steps through. */
export const RANGES = {
  hidden: { min: 1, max: 512, whole: true },
  batch: { min: 1, max: 128, whole: true },
  window: { min: 1, max: 256, whole: true },
  vocabularyLimit: { min: 2, max: 8192, whole: true },
  learningRate: { min: 1e-6, max: 1e9, whole: false },
  clip: { min: 0, max: 1e6, whole: false },
  seed: { min: 0, max: 4294967295, whole: true },
} as const;

const CHOICES = {
  cell: ['gru'],
  reset: ['before', 'after'],
  biases: ['one', 'two'],
  init: ['uniform', 'normal'],
  sampling: ['random', 'sequential'],
  optimiser: ['sgd', 'momentum', 'rmsprop', 'adam'],
} as const;

/** Returns `config` if every value is of its kind and inside its interval. @throws EngineError config-invalid */
export function validateConfig(config: RunConfig): RunConfig {
  for (const [key, choices] of Object.entries(CHOICES)) {
    const value: string = config[key as keyof typeof CHOICES];
    if (!(choices as readonly string[]).includes(value)) {
      throw new EngineError('config-invalid', { key, value: String(value), expected: choices.join(' | ') });
    }
  }
  for (const [key, { min, max, whole }] of Object.entries(RANGES)) {
    const value: unknown = config[key as keyof typeof RANGES];
    const isInside = typeof value === 'number' && value >= min && value <= max;
    if (!isInside || (whole && !Number.isInteger(value))) {
      throw new EngineError('config-invalid', { key, value: String(value), expected: `[${min}, ${max}]` });
    }
  }
  return config;
}
