/** The text of an equation's slots (content/equations/gru.ts), and the equations as plain text. */
import type { SlotId } from '../../../content/equations/gru.ts';
import { isSymbolId, SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import type { CellReading } from '../shared/reading.ts';
import { formatAdded, formatValue } from '../symbol/value.ts';
import { nextText } from './details.ts';

/** The run's dimensions: B batch, H units, V vocabulary. */
export interface Sizes {
  readonly B: number;
  readonly H: number;
  readonly V: number;
}

/** A symbol's shape in numbers, e.g. [32, 256]; tokens come in as one-hot vectors, so I = V. */
export const shapeText = (id: SymbolId, { B, H, V }: Sizes): string =>
  `[${SYMBOLS[id].shape.map((name) => ({ B, H, V, I: V })[name]).join(', ')}]`;

const EMPTY = '–';

/** What a slot shows. */
export function slotText(slot: string, sizes: Sizes, reading: CellReading | null): string {
  const id = slot.slice(1);
  if (slot[0] === '[') return isSymbolId(id) ? shapeText(id, sizes) : EMPTY;
  if (!reading) return slot[0] === '+' ? `+ ${EMPTY}` : EMPTY;
  if (slot === ('next' satisfies SlotId)) return nextText(reading);
  const value = reading.numbers[id as keyof CellReading['numbers']];
  return slot[0] === '+' ? formatAdded(value) : formatValue(value);
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The typeset equation with its slots filled. */
export const fillSlots = (html: string, sizes: Sizes, reading: CellReading | null): string =>
  html.replace(/⟦([^⟧]+)⟧/g, (_, slot: string) => escapeHtml(slotText(slot, sizes, reading)));

/** Writes the slots' present text into a typeset equation that is on the page. */
export function updateSlots(root: Element, sizes: Sizes, reading: CellReading | null): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-slot]')) {
    const text = slotText(element.dataset.slot ?? '', sizes, reading);
    if (element.textContent !== text) element.textContent = text;
  }
}
