/** The cells by name. A new one is a file beside this one and a line here. */
import type { AnyCell } from './cell.ts';
import { type Biases, gru, type Reset } from './gru.ts';
import { lstm } from './lstm.ts';
import { type Activation, rnn } from './rnn.ts';

/** What of a configuration chooses the cell's equation. Each cell reads its own. */
export interface CellChoice {
  readonly cell: CellName;
  /** Of the RNN: φ. */
  readonly activation: Activation;
  /** Of the GRU: where the reset gate acts. */
  readonly reset: Reset;
  readonly biases: Biases;
}

const CELLS = {
  rnn: ({ activation, biases }: CellChoice): AnyCell => rnn(activation, biases),
  gru: ({ reset, biases }: CellChoice): AnyCell => gru(reset, biases),
  lstm: ({ biases }: CellChoice): AnyCell => lstm(biases),
} as const;

export type CellName = keyof typeof CELLS;
export const CELL_NAMES = Object.keys(CELLS) as readonly CellName[];

export const cellOf = (choice: CellChoice): AnyCell => CELLS[choice.cell](choice);
