import { SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import { type ColourTable, GATE_TABLE, STATE_TABLE } from '../../charts/tables.ts';

/** What a panel can show. */
export type PanelQuantity = 'reset' | 'update' | 'candidate' | 'hidden';

export interface Panel {
  readonly quantity: PanelQuantity;
  readonly symbol: SymbolId;
  /** The symbol without its timestep: `R`, `H̃`. */
  readonly letter: string;
  /** CSS colour of the symbol. */
  readonly colour: string;
  readonly table: ColourTable;
  readonly domain: readonly [number, number];
}

export const GATE_DOMAIN: readonly [number, number] = [0, 1];
export const STATE_DOMAIN: readonly [number, number] = [-1, 1];

const panel = (quantity: PanelQuantity, symbol: SymbolId, gate: boolean): Panel => ({
  quantity,
  symbol,
  letter: SYMBOLS[symbol].text.replace('ₜ', ''),
  colour: `var(--c-${SYMBOLS[symbol].role})`,
  table: gate ? GATE_TABLE : STATE_TABLE,
  domain: gate ? GATE_DOMAIN : STATE_DOMAIN,
});

export const PANELS: Readonly<Record<PanelQuantity, Panel>> = {
  reset: panel('reset', 'R', true),
  update: panel('update', 'Z', true),
  candidate: panel('candidate', 'Hc', false),
  hidden: panel('hidden', 'H', false),
};

/** A panel's height in CSS pixels: whole pixels a row where they fit, 160 at most (then rows are averaged). */
export const panelHeight = (H: number): number =>
  Math.min(160, H * Math.max(1, Math.min(24, Math.floor(144 / H))));

/** Room beside the cells for the row's pointers, CSS pixels. */
export const GUTTER = 9;
