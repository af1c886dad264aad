/** A number as a reader types it: 0.01, 1e-3, １２８, −3, 1,000. NaN for anything else. */
export function parseNumber(text: string): number {
  const plain = text
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .replace(/。/g, '.')
    .replace(/[\s_]/g, '')
    .replace(/(\d),(?=\d{3}(\D|$))/g, '$1');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** What may be typed: a closed interval, whole numbers only or not. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export const fits = (value: number, { min, max, whole }: NumberRange): boolean =>
  value >= min && value <= max && (!whole || Number.isInteger(value));
