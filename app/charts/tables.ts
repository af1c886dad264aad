import { GATE_DARK, GATE_LIGHT, STATE_DARK, STATE_LIGHT } from './colours.ts';
import type { Theme } from './theme.ts';

/** A colour scale: 256 colours from the low to the high end of a domain, in each theme. */
export interface ColourTable {
  /** Two hundred and fifty-six colours as little-endian RGBA words, ready for an ImageData. */
  rgba(theme: Theme): Uint32Array;
  /** `count` colours at equal distances along the table, ends included, as CSS colours. */
  stops(theme: Theme, count: number): string[];
}

const parse = (hex: string): Uint32Array =>
  Uint32Array.from({ length: hex.length / 6 }, (_, i) => {
    const rgb = Number.parseInt(hex.slice(6 * i, 6 * i + 6), 16);
    return ((0xff << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
  });

function table(light: string, dark: string): ColourTable {
  const parsed: Partial<Record<Theme, Uint32Array>> = {};
  const hex = { light, dark };
  return {
    rgba: (theme) => {
      parsed[theme] ??= parse(hex[theme]);
      return parsed[theme];
    },
    stops: (theme, count) =>
      Array.from({ length: count }, (_, i) => {
        const entry = Math.round((i * 255) / (count - 1));
        return `#${hex[theme].slice(6 * entry, 6 * entry + 6)}`;
      }),
  };
}

/** For gates, values in [0, 1]: one hue, paper to deep teal (in the dark theme: to bright). */
export const GATE_TABLE = table(GATE_LIGHT, GATE_DARK);
/** For states, values in [−1, 1]: orange below zero, blue above, neutral at zero. */
export const STATE_TABLE = table(STATE_LIGHT, STATE_DARK);
