/** The network that a configuration describes, for a problem. */
import { cellOf } from '../cells/registry.ts';
import type { RunConfig } from '../config.ts';
import type { Problem } from '../data/types.ts';
import type { Architecture } from './model.ts';

/** What of a configuration shapes it. */
export type ArchitectureConfig = Pick<
  RunConfig,
  'cell' | 'activation' | 'reset' | 'biases' | 'hidden' | 'layers' | 'bidirectional'
>;

export const architectureOf = (
  config: ArchitectureConfig,
  { input, target, reading }: Problem,
): Architecture => ({
  cell: cellOf(config),
  ...{ input: input.kind, I: input.size },
  ...{ H: config.hidden, L: config.layers, D: config.bidirectional ? 2 : 1 },
  ...{ target: target.kind, V: target.size, reading },
});
