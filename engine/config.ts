/**
 * A run's configuration: plain data, complete, serialisable. Same configuration, data, arithmetic and shards: same bits.
 * Dimensions: T window, B batch, H hidden size, L layers, V vocabulary size.
 */
import { EngineError } from './errors.ts';

/** Where the GRU's reset gate acts: on H_{t−1} before the product (textbook), or on the product (PyTorch). */
export type ResetConvention = 'before' | 'after';
export type CellName = 'rnn' | 'gru' | 'lstm';
export type OptimiserName = 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
export type Sampling = 'random' | 'sequential';
export type Initialisation = 'uniform' | 'normal' | 'orthogonal' | 'identity' | 'spectral';
export type ScheduleName = 'constant' | 'step' | 'cosine' | 'warmup';

export interface RunConfig {
  readonly cell: CellName;
  /** H, units of each layer and direction. */
  readonly hidden: number;
  /** L. */
  readonly layers: number;
  /** Whether every layer also runs backward in time. */
  readonly bidirectional: boolean;
  /** Share of a layer's outputs that the next layer does not see, drawn anew each step; [0, 1). */
  readonly dropout: number;
  /** Of the RNN. */
  readonly activation: 'tanh' | 'relu';
  /** Of the GRU. */
  readonly reset: ResetConvention;
  /** One bias a gate (the equation), or PyTorch's two (b_ih and b_hh). */
  readonly biases: 'one' | 'two';
  /**
   * `uniform`: PyTorch's U(−1/√H, 1/√H). `normal`: the textbook's N(0, 0.01²), biases zero. The others are `uniform`
   * but for the recurrent matrices: orthogonal, the identity, or of the spectral radius asked for.
   */
  readonly init: Initialisation;
  /** Of every recurrent matrix, if `init` is `spectral`. */
  readonly spectralRadius: number;
  /** Added to the bias of the LSTM's forget gate, or of the GRU's update gate: the cell keeps more at first. */
  readonly keepBias: number;
  /** B, sequences a minibatch. */
  readonly batch: number;
  /** T, timesteps a window of a text. Tasks and sets of sequences have a length of their own. */
  readonly window: number;
  /** Of a text: `sequential` carries the state from window to window; `random` starts each at zero. */
  readonly sampling: Sampling;
  /** Of a text: what a token is. */
  readonly unit: 'characters' | 'words';
  /** At most so many tokens, the most frequent; the rest become the unknown symbol. */
  readonly vocabularyLimit: number;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  /** Decay of the weights, torch.optim's λ: with `adamw` apart from the gradient, else added to it. */
  readonly weightDecay: number;
  /** What becomes of the learning rate: see train/schedule.ts. */
  readonly schedule: ScheduleName;
  /** Steps between two cuts (`step`), until the floor (`cosine`), or of the warm-up. */
  readonly scheduleSteps: number;
  /** What a cut multiplies by (`step`), or the floor's share of the learning rate (`cosine`). */
  readonly scheduleFactor: number;
  /** θ of clip-by-norm; 0 clips nothing. */
  readonly clip: number;
  /** The textbook's convention of clipping, or PyTorch's, which divides by ‖g‖ + 10⁻⁶. */
  readonly clipKind: 'd2l' | 'torch';
  /** Stop when so many automatic evaluations in a row were not the best yet; 0 never stops. */
  readonly patience: number;
  readonly seed: number;
}

/** The keys that may change while a run goes on; every other change makes a new run. */
export const LIVE_KEYS = [
  'optimiser',
  'learningRate',
  'weightDecay',
  'schedule',
  'scheduleSteps',
  'scheduleFactor',
  'clip',
  'clipKind',
  'patience',
] as const;
export type LiveKey = (typeof LIVE_KEYS)[number];

/** Numeric settings: interval (closed), whether whole, and what the control steps through. */
export const RANGES = {
  hidden: { min: 1, max: 512, whole: true },
  layers: { min: 1, max: 8, whole: true },
  dropout: { min: 0, max: 0.95, whole: false },
  spectralRadius: { min: 0, max: 10, whole: false },
  keepBias: { min: -20, max: 20, whole: false },
  batch: { min: 1, max: 128, whole: true },
  window: { min: 1, max: 256, whole: true },
  vocabularyLimit: { min: 2, max: 8192, whole: true },
  learningRate: { min: 1e-6, max: 1e9, whole: false },
  weightDecay: { min: 0, max: 1e3, whole: false },
  scheduleSteps: { min: 1, max: 1e9, whole: true },
  scheduleFactor: { min: 0, max: 1, whole: false },
  clip: { min: 0, max: 1e6, whole: false },
  patience: { min: 0, max: 1e6, whole: true },
  seed: { min: 0, max: 4294967295, whole: true },
} as const;

const CHOICES = {
  cell: ['rnn', 'gru', 'lstm'],
  bidirectional: [false, true],
  activation: ['tanh', 'relu'],
  reset: ['before', 'after'],
  biases: ['one', 'two'],
  init: ['uniform', 'normal', 'orthogonal', 'identity', 'spectral'],
  sampling: ['random', 'sequential'],
  unit: ['characters', 'words'],
  optimiser: ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'],
  schedule: ['constant', 'step', 'cosine', 'warmup'],
  clipKind: ['d2l', 'torch'],
} as const;

/** What a setting is where nobody has set it. Cell, sizes, optimiser, rate and seed have no such value. */
export const DEFAULTS = {
  layers: 1,
  bidirectional: false,
  dropout: 0,
  activation: 'tanh',
  reset: 'before',
  biases: 'one',
  init: 'uniform',
  spectralRadius: 1,
  keepBias: 0,
  sampling: 'sequential',
  unit: 'characters',
  vocabularyLimit: 1000,
  weightDecay: 0,
  schedule: 'constant',
  scheduleSteps: 1000,
  scheduleFactor: 0.1,
  clip: 1,
  clipKind: 'd2l',
  patience: 0,
} as const satisfies Partial<RunConfig>;

/** A configuration as it is written down: what has a default may be left out. */
export type RunSettings = Omit<RunConfig, keyof typeof DEFAULTS> & Partial<RunConfig>;

/** The settings with every default filled in, validated. @throws EngineError config-invalid */
export const completeConfig = (settings: RunSettings): RunConfig =>
  validateConfig({ ...DEFAULTS, ...settings });

/** Returns `config` if every value is of its kind and inside its interval. @throws EngineError config-invalid */
export function validateConfig(config: RunConfig): RunConfig {
  for (const [key, choices] of Object.entries(CHOICES)) {
    const value: unknown = config[key as keyof typeof CHOICES];
    if (!(choices as readonly unknown[]).includes(value)) {
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
