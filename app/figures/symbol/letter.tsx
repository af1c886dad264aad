import { SYMBOLS, type SymbolId } from '../../../content/symbols.ts';
import styles from './symbol.module.css';

const SUBSCRIPTS: Readonly<Record<string, string>> = { ₜ: 't', '₋': '−', '₁': '1' };

export interface SplitLetter {
  readonly base: string;
  readonly tilde: boolean;
  /** The subscript: its letters, set italic, and what follows them. */
  readonly sub: string;
  readonly rest: string;
}

/** A symbol's text in parts, `Hₜ₋₁` → H, t−1; `Wxr` → W, xr: few fonts have the subscripts and the accent. */
export function splitLetter(id: SymbolId): SplitLetter {
  const [, base = SYMBOLS[id].text, accent, tail = ''] =
    /^([A-Zb])(\u0303?)(.*)$/u.exec(SYMBOLS[id].text) ?? [];
  const plain = Array.from(tail, (char) => SUBSCRIPTS[char] ?? char).join('');
  const sub = /^[a-z]*/.exec(plain)?.[0] ?? '';
  return { base, tilde: Boolean(accent), sub, rest: plain.slice(sub.length) };
}

/** A symbol's letter in prose, legends and formulas: set as in the equations, in the colour around it. */
export function Letter({ id }: { id: SymbolId }) {
  const { base, tilde, sub, rest } = splitLetter(id);
  return (
    <span className={styles.letter}>
      <b className={tilde ? styles.tilde : undefined}>{base}</b>
      <sub>
        <i>{sub}</i>
        {rest}
      </sub>
    </span>
  );
}

/** The same inside an SVG `<text>`. The accent is a character of its own: half an em wide, over an H of 0.9 em. */
export function SvgLetter({ id }: { id: SymbolId }) {
  const { base, tilde, sub, rest } = splitLetter(id);
  return (
    <>
      <tspan className={styles.svgBase}>{base}</tspan>
      {tilde && (
        <tspan className={styles.svgAccent} dx="-0.7em" dy="-0.25em">
          ˜
        </tspan>
      )}
      {tilde && (
        <tspan dx="0.2em" dy="0.25em">
          {'\u200b'}
        </tspan>
      )}
      <tspan className={styles.svgSub} dy="0.26em">
        {sub}
      </tspan>
      {rest && <tspan className={styles.svgRest}>{rest}</tspan>}
      {/* dy moves all that follows: an invisible character brings the line back up. */}
      <tspan dy="-0.1976em">{'\u200b'}</tspan>
    </>
  );
}
